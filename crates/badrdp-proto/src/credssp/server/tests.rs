//! Client against server, in memory.

use proptest::prelude::*;

use super::*;
use crate::credssp::client::{self, Client, Failure};
use crate::credssp::ntlm::{self, flags};
use crate::credssp::{NtStatus, User, early_authorization};

const KEY: &[u8] = b"\x30\x82the public key of the certificate";
const FILETIME: u64 = 133_444_736_000_000_000;

fn random() -> client::Random {
    let ntlm = ntlm::Random {
        client_challenge: [0xAA; 8],
        session_key: [0x55; 16],
    };
    client::Random {
        ntlm,
        nonce: [9; 32],
    }
}

fn lab(version: u32, spnego: bool) -> client::Settings {
    client::Settings {
        version,
        domain: String::new(),
        user: User::new("LAB", "Badrdp!1"),
        spnego,
    }
}

/// What the client and the server think at the end.
fn play(settings: Settings, client: client::Settings, key: &[u8]) -> (Result<(), Failure>, Step) {
    let mut server = Server::new(settings, KEY.to_vec(), [1; 8], FILETIME);
    let (mut client, mut request) = Client::new(client, key.to_vec(), random(), FILETIME);
    let mut last = false;
    for _ in 0..10 {
        let step = server.input(&request);
        for reply in &step.replies {
            covered(reply);
        }
        if last || step.replies.is_empty() {
            return (Ok(()), step);
        }
        match client.input(&step.replies[0].bytes) {
            Ok(client::Step::Send(bytes)) => request = bytes,
            Ok(client::Step::SendLast(bytes)) => (request, last) = (bytes, true),
            Err(failure) => return (Err(failure), step),
        }
    }
    (Ok(()), server.input(&request))
}

fn covered(message: &crate::Message) {
    let mut next = 0;
    for field in &message.fields {
        assert_eq!(field.range.start, next, "{}", field.name);
        next = field.range.end;
    }
    assert_eq!(next, message.bytes.len());
}

fn reason(step: &Step) -> Option<(Reason, bool)> {
    match step.outcome {
        Outcome::Refused(Refusal { reason, told }) => Some((reason, told)),
        _ => None,
    }
}

#[test]
fn every_pair_of_versions_logs_on_bare_and_in_spnego() {
    for ours in [2, 3, 4, 5, 6, 7, 99] {
        for theirs in [2, 3, 4, 5, 6] {
            for spnego in [false, true] {
                let settings = Settings {
                    version: ours,
                    ..Settings::default()
                };
                let (client, step) = play(settings, lab(theirs, spnego), KEY);
                assert_eq!(client, Ok(()), "{ours} {theirs} {spnego}");
                assert!(matches!(step.outcome, Outcome::Finished(_)));
                let delegated = step.delegated.unwrap();
                assert_eq!(delegated.user, "LAB");
                assert!(delegated.has_password);
                assert_eq!(step.replies, []);
            }
        }
    }
}

#[test]
fn a_wrong_password_is_a_logon_failure_where_the_version_has_a_word_for_it() {
    for version in 2..=6 {
        for (name, password) in [("lab", "wrong"), ("nobody", "Badrdp!1"), ("", "")] {
            let client = client::Settings {
                user: User::new(name, password),
                ..lab(version, false)
            };
            let (client, step) = play(Settings::default(), client, KEY);
            let told = matches!(version, 3 | 4 | 6);
            assert_eq!(reason(&step).unwrap().1, told, "{version}");
            let failure = Failure::ErrorCode(NtStatus::STATUS_LOGON_FAILURE);
            assert_eq!(client.is_err(), told);
            assert!(client.is_ok() || client == Err(failure));
        }
    }
}

#[test]
fn another_key_is_seen_by_the_server() {
    for version in [2, 6] {
        let (_, step) = play(Settings::default(), lab(version, false), b"another");
        assert_eq!(reason(&step), Some((Reason::PublicKey, false)));
        assert_eq!(step.delegated, None);
    }
}

#[test]
fn a_wrong_key_is_seen_by_the_client_before_it_sends_a_password() {
    let cases = [
        (PubKeyAuth::Wrong, 2, Failure::PublicKey),
        (PubKeyAuth::Wrong, 6, Failure::PublicKey),
        (PubKeyAuth::OldStyle, 6, Failure::PublicKey),
        (PubKeyAuth::Missing, 6, Failure::PublicKeyMissing),
    ];
    for (pub_key_auth, version, failure) in cases {
        for spnego in [false, true] {
            let settings = Settings {
                pub_key_auth,
                ..Settings::default()
            };
            let (client, step) = play(settings, lab(version, spnego), KEY);
            assert_eq!(client, Err(failure), "{pub_key_auth:?}");
            assert_eq!(step.delegated, None);
        }
    }
}

#[test]
fn a_forced_status_beats_the_right_password() {
    let status = NtStatus::STATUS_ACCOUNT_LOCKED_OUT;
    for error_code in [
        ErrorCode::ByVersion,
        ErrorCode::Always(ErrorForm::FiveBytes),
        ErrorCode::Always(ErrorForm::FourBytes),
    ] {
        let settings = Settings {
            forced_status: Some(status),
            error_code,
            ..Settings::default()
        };
        let (client, step) = play(settings, lab(6, true), KEY);
        assert_eq!(client, Err(Failure::ErrorCode(status)));
        assert_eq!(reason(&step), Some((Reason::Forced(status), true)));
    }
    let settings = Settings {
        forced_status: Some(status),
        error_code: ErrorCode::Never,
        ..Settings::default()
    };
    let (_, step) = play(settings, lab(6, false), KEY);
    assert_eq!(reason(&step), Some((Reason::Forced(status), false)));
}

#[test]
fn the_first_answer_may_be_anything() {
    let first = |first_answer, spnego| {
        let settings = Settings {
            first_answer,
            ..Settings::default()
        };
        play(settings, lab(6, spnego), KEY).0
    };
    let status = NtStatus::STATUS_NOT_SUPPORTED;
    assert_eq!(
        first(FirstAnswer::Error(status), false),
        Err(Failure::ErrorCode(status))
    );
    assert_eq!(
        first(FirstAnswer::KerberosOnly, true),
        Err(Failure::Mechanism)
    );
    assert_eq!(first(FirstAnswer::Reject, true), Err(Failure::Rejected));
    for token in [vec![], vec![0xDE; 40]] {
        let failure = first(FirstAnswer::Token(token), false);
        assert!(matches!(failure, Err(Failure::Challenge(_))), "{failure:?}");
    }
}

#[test]
fn a_loop_never_ends() {
    let settings = Settings {
        first_answer: FirstAnswer::Loop,
        ..Settings::default()
    };
    let mut server = Server::new(settings, KEY.to_vec(), [1; 8], FILETIME);
    let (_, request) = Client::new(lab(6, false), KEY.to_vec(), random(), FILETIME);
    let first = server.input(&request);
    for _ in 0..50 {
        assert_eq!(server.input(&request), first);
    }
}

#[test]
fn a_challenge_may_lack_or_break_its_target_info() {
    let with = |av_pairs, flags| {
        let challenge = ChallengeSettings { flags, av_pairs };
        let settings = Settings {
            first_answer: FirstAnswer::Challenge(challenge),
            ..Settings::default()
        };
        play(settings, lab(6, false), KEY).0
    };
    assert_eq!(with(AvPairs::None, None), Ok(()));
    assert_eq!(with(AvPairs::NoTimestamp, None), Ok(()));
    assert!(with(AvPairs::Broken, None).is_err());
    let v1 = with(AvPairs::None, Some(flags::FORCES_V1));
    assert!(matches!(v1, Err(Failure::Challenge(_))));
}

#[test]
fn the_early_user_authorization_result_follows_the_credentials() {
    for result in [0, 1, early_authorization::AUTHZ_ACCESS_DENIED] {
        let settings = Settings {
            early_user_authorization: Some(result),
            ..Settings::default()
        };
        let (_, step) = play(settings, lab(6, true), KEY);
        assert_eq!(
            step.replies,
            [early_authorization::early_user_authorization_result(result)]
        );
        let denied = result == 5;
        assert_eq!(reason(&step).is_some(), denied);
        assert!(step.delegated.is_some());
    }
}

#[test]
fn nothing_prints_a_password() {
    let settings = Settings::default();
    let client = Client::new(lab(6, true), KEY.to_vec(), random(), FILETIME);
    let server = Server::new(settings.clone(), KEY.to_vec(), [1; 8], FILETIME);
    let text = format!("{settings:?} {client:?} {server:?}");
    assert!(!text.contains("Badrdp"), "{text}");
}

#[test]
fn a_client_that_prefers_kerberos_is_asked_for_ntlm() {
    use crate::credssp::TsRequest;
    use crate::credssp::spnego::{Mech, NegState, Response, init_token};
    let (token, _) = init_token(&[Mech::MsKerberos, Mech::Ntlm], b"a Kerberos ticket");
    let request = TsRequest {
        version: 6,
        nego_token: Some(token),
        ..TsRequest::default()
    };
    let mut server = Server::new(Settings::default(), KEY.to_vec(), [1; 8], FILETIME);
    let step = server.input(&request.encode(crate::MessageName::TsRequest).bytes);
    let reply = TsRequest::decode(&step.replies[0].bytes).unwrap();
    let response = Response::decode_token(&reply.nego_token.unwrap()).unwrap();
    assert_eq!(response.state, Some(NegState::RequestMic));
    assert_eq!(response.mech, Some(Mech::Ntlm));
    assert_eq!(step.outcome, Outcome::Continue);
}

proptest! {
    #[test]
    fn any_bytes_are_answered_in_order(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut server = Server::new(Settings::default(), KEY.to_vec(), [1; 8], FILETIME);
        let _ = server.input(&bytes);
        prop_assert_eq!(server.input(&bytes).replies, vec![]);
    }

    #[test]
    fn no_changed_byte_logs_anybody_on(at in 0_usize..10_000, value in 1_u8..) {
        let mut server = Server::new(Settings::default(), KEY.to_vec(), [1; 8], FILETIME);
        let (mut client, first) = Client::new(lab(6, false), KEY.to_vec(), random(), FILETIME);
        let challenge = server.input(&first).replies.remove(0);
        let Ok(client::Step::Send(mut second)) = client.input(&challenge.bytes) else {
            panic!("the client answers the challenge");
        };
        let index = at % second.len();
        second[index] ^= value;
        let step = server.input(&second);
        // What the MIC and the signatures do not cover: the version, if it means the same.
        let unharmed = index < 12;
        prop_assert!(unharmed || step.replies.len() <= 1, "byte {}", index);
        for reply in step.replies {
            let answer = client.input(&reply.bytes);
            prop_assert!(unharmed || answer.is_err(), "byte {}", index);
        }
    }
}
