//! What is seen, and what it means: every kind of sight once, without a network.

use std::time::Duration;

use badrdp_probe::Security;
use badrdp_probe::certificate::{CertificateSeen, Finding};
use badrdp_probe::diagnose::{Diagnosis, diagnose, diagnose_all};
use badrdp_probe::seen::{
    Answer, Attempt, Confirm, EncryptionSeen, End, HeartbeatSeen, NotFollowed, OldServer, Pace,
    RedirectionSeen, SessionSeen, Stage, Stop, TlsFailure, TlsSeen,
};
use badrdp_proto::Phase;
use badrdp_proto::negotiation::Protocols;
use badrdp_scenario::{Cause, Outcome};

/// A server that works.
fn healthy() -> Attempt {
    Attempt {
        connected_after: Some(Duration::from_micros(200)),
        confirm: Some(Confirm::Response {
            flags: 0x1F,
            selected: Protocols::HYBRID,
        }),
        tls: Some(TlsSeen {
            established: true,
            ..TlsSeen::default()
        }),
        certificate: Some(certificate(&[])),
        answer: Some(Answer::TsRequest),
        session: Some(session()),
        stage: Stage::Done,
        end: End::Answered,
        pace: Pace {
            longest_wait: Duration::from_millis(3),
            cut_up: 0,
            slow_records: 0,
            reads: 6,
            small_reads: 3,
            total_wait: Duration::from_millis(5),
        },
    }
}

/// A session that was left as it should be.
fn session() -> SessionSeen {
    SessionSeen {
        phases: vec![Phase::Credssp, Phase::Active],
        waiting_for: "Shutdown Request Denied",
        said: "Shutdown Request",
        active_after: Some(Duration::from_millis(20)),
        active_for: Duration::from_millis(5000),
        updates: 3,
        logon_notified: true,
        stop: Some(Stop::Left),
        ..SessionSeen::default()
    }
}

/// A server that did not go along with the session to its end.
fn stopped(stop: Stop) -> Attempt {
    in_session(End::Stopped, |seen| {
        (seen.stop, seen.active_after) = (Some(stop), None);
        seen.phases = vec![Phase::SecureSettingsExchange];
        (seen.said, seen.waiting_for) = ("Client Info", "licensing");
    })
}

/// A session that changed into another sight.
fn in_session(end: End, change: impl FnOnce(&mut SessionSeen)) -> Attempt {
    let mut session = session();
    change(&mut session);
    Attempt {
        session: Some(session),
        stage: Stage::Session,
        end,
        ..healthy()
    }
}

fn certificate(findings: &[(&str, bool)]) -> CertificateSeen {
    let finding = |(text, interception): &(&str, bool)| Finding {
        fatal: true,
        text: (*text).to_owned(),
        interception: *interception,
    };
    CertificateSeen {
        subject: "CN=win11.badrdp.test".to_owned(),
        issuer: "CN=somebody".to_owned(),
        not_before: None,
        not_after: None,
        chain: 1,
        findings: findings.iter().map(finding).collect(),
    }
}

/// A server that fails at `stage` in the way of `end`, with nothing heard in that stage.
fn failed(stage: Stage, end: End) -> Attempt {
    Attempt {
        confirm: healthy()
            .confirm
            .filter(|_| stage > Stage::ConnectionConfirm),
        tls: (stage >= Stage::TlsHandshake).then(TlsSeen::default),
        certificate: None,
        answer: None,
        session: None,
        stage,
        end,
        ..healthy()
    }
}

fn in_tls(failure: TlsFailure) -> Attempt {
    Attempt {
        tls: Some(TlsSeen {
            failure: Some(failure),
            ..TlsSeen::default()
        }),
        ..failed(Stage::TlsHandshake, End::Unusable)
    }
}

fn confirmed(confirm: Confirm) -> Attempt {
    Attempt {
        confirm: Some(confirm),
        ..failed(Stage::ConnectionConfirm, End::Unusable)
    }
}

fn line(diagnosis: &Diagnosis) -> String {
    format!(
        "{} | {} | {}",
        diagnosis.cause, diagnosis.outcome, diagnosis.headline
    )
}

#[test]
fn each_sight_has_its_meaning() {
    let closed = End::Closed {
        partial: 0,
        notified: false,
    };
    let reset = End::Reset { partial: 0 };
    let silent = End::Silent { partial: 0 };
    let old = OldServer {
        version: 0x0301,
        suite: "TLS_RSA_WITH_RC4_128_SHA".to_owned(),
    };
    let sights = [
        healthy(),
        failed(Stage::Connect, End::Refused),
        failed(Stage::Connect, silent.clone()),
        failed(Stage::ConnectionConfirm, closed.clone()),
        failed(Stage::ConnectionConfirm, End::Reset { partial: 4 }),
        failed(Stage::ConnectionConfirm, silent.clone()),
        failed(Stage::ConnectionConfirm, End::Unfinished),
        confirmed(Confirm::Failure(5)),
        confirmed(Confirm::Failure(77)),
        confirmed(Confirm::Malformed(
            "the TPKT version is 2, not 3".to_owned(),
        )),
        confirmed(Confirm::NoNegotiation),
        confirmed(Confirm::Response {
            flags: 0,
            selected: Protocols::RDP,
        }),
        confirmed(Confirm::Response {
            flags: 0,
            selected: Protocols(0x20),
        }),
        failed(Stage::TlsHandshake, reset.clone()),
        failed(Stage::TlsHandshake, closed.clone()),
        failed(Stage::TlsHandshake, silent.clone()),
        in_tls(TlsFailure::Alert(40)),
        in_tls(TlsFailure::Alert(49)),
        in_tls(TlsFailure::Alert(80)),
        in_tls(TlsFailure::Damaged("cannot decrypt".to_owned())),
        in_tls(TlsFailure::HandshakeSignature),
        in_tls(TlsFailure::Misbehaved(
            "SelectedUnofferedCipherSuite".to_owned(),
        )),
        Attempt {
            certificate: Some(certificate(&[("expired 35 days ago", false)])),
            ..in_tls(TlsFailure::Certificate)
        },
        Attempt {
            certificate: Some(certificate(&[("issued by a security product", true)])),
            ..in_tls(TlsFailure::Certificate)
        },
        Attempt {
            tls: Some(TlsSeen {
                old_server: Some(old),
                ..TlsSeen::default()
            }),
            ..failed(Stage::TlsHandshake, reset.clone())
        },
        failed(Stage::FirstPdu, reset),
        failed(
            Stage::FirstPdu,
            End::Closed {
                partial: 0,
                notified: true,
            },
        ),
        failed(
            Stage::FirstPdu,
            End::Closed {
                partial: 5,
                notified: true,
            },
        ),
        failed(Stage::FirstPdu, silent),
        Attempt {
            pace: Pace {
                longest_wait: Duration::from_millis(600),
                ..healthy().pace
            },
            ..healthy()
        },
        Attempt {
            pace: Pace {
                small_reads: 30,
                ..healthy().pace
            },
            ..healthy()
        },
        Attempt {
            confirm: Some(Confirm::Response {
                flags: 0xFF,
                selected: Protocols::HYBRID,
            }),
            ..healthy()
        },
    ];
    let lines: Vec<_> = sights
        .iter()
        .map(|seen| line(&diagnose(seen, Security::Hybrid)))
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn each_end_of_a_session_has_its_meaning() {
    let reset = End::Reset { partial: 0 };
    let silent = End::Silent { partial: 0 };
    let in_order = End::Closed {
        partial: 0,
        notified: true,
    };
    let lost = |end: End| in_session(end, |seen| seen.stop = None);
    let before = |phase, end: End| {
        in_session(end, |seen| {
            (seen.stop, seen.active_after) = (None, None);
            seen.phases = vec![phase];
            (seen.said, seen.waiting_for) = ("Client Info", "licensing");
        })
    };
    let works = |change: fn(&mut SessionSeen)| in_session(End::Answered, change);
    let told = |code, active: bool| {
        in_session(in_order.clone(), |seen| {
            (seen.stop, seen.error_info) = (Some(Stop::Ultimatum(1)), Some(code));
            seen.active_after = seen.active_after.filter(|_| active);
        })
    };
    let sights = [
        stopped(Stop::ErrorCode(0xC000_0234)),
        stopped(Stop::PublicKey),
        stopped(Stop::Credssp("the server rejects by SPNEGO".to_owned())),
        stopped(Stop::EarlyAuthorization(5)),
        stopped(Stop::LicenseError {
            code: 6,
            transition: 1,
        }),
        stopped(Stop::Licensing("the MAC is wrong".to_owned())),
        stopped(Stop::Ultimatum(1)),
        stopped(Stop::malformed("Demand Active", "it is cut")),
        in_session(End::Stopped, |seen| seen.stop = Some(Stop::Ultimatum(3))),
        told(0x0000_0003, true),
        told(0x0000_0007, false),
        told(0x0000_0102, false),
        told(0x7777_7777, false),
        in_session(End::Stopped, |seen| {
            seen.stop = Some(Stop::Redirected);
            seen.redirection = Some(RedirectionSeen {
                target: Some("10.0.0.9".to_owned()),
                routing_token: true,
                password: false,
                no_redirect: false,
                not_followed: None,
            });
        }),
        in_session(End::Stopped, |seen| {
            seen.stop = Some(Stop::Redirected);
            seen.redirection = Some(RedirectionSeen {
                target: Some("far.example".to_owned()),
                routing_token: false,
                password: false,
                no_redirect: false,
                not_followed: Some(NotFollowed::Elsewhere("far.example".to_owned())),
            });
        }),
        works(|seen| seen.devices_stalled = true),
        works(|seen| seen.license_padding = 256),
        in_session(End::Stopped, |seen| {
            seen.stop = Some(Stop::HeartbeatsStopped);
            seen.heartbeat = Some(HeartbeatSeen {
                period: 1,
                reconnect_after: 3,
                count: 2,
                last: Duration::ZERO,
            });
        }),
        lost(reset.clone()),
        lost(silent.clone()),
        lost(in_order.clone()),
        before(Phase::SecureSettingsExchange, reset),
        before(Phase::SecureSettingsExchange, silent),
        before(Phase::SecureSettingsExchange, in_order.clone()),
        before(Phase::Credssp, in_order),
        works(|seen| seen.updates = 0),
        works(|seen| seen.deactivations = 1),
        works(|seen| seen.auto_reconnect_status = Some(0)),
        works(|seen| seen.logon_errors = Some((0xFFFF_FFFF, 0))),
        works(|seen| seen.oddities.push("a thing that is odd".to_owned())),
        works(|seen| {
            seen.encryption = Some(EncryptionSeen {
                method: "none".to_owned(),
                level: "none".to_owned(),
            });
        }),
        works(|seen| {
            seen.encryption = Some(EncryptionSeen {
                method: "40bit".to_owned(),
                level: "low".to_owned(),
            });
        }),
    ];
    let lines: Vec<_> = sights
        .iter()
        .map(|seen| line(&diagnose(seen, Security::Hybrid)))
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn a_slow_path_is_told_by_its_round_trip() {
    let mut far = healthy();
    far.connected_after = Some(Duration::from_millis(200));
    far.pace.longest_wait = Duration::from_millis(400);
    assert_eq!(diagnose(&far, Security::Hybrid).cause, Cause::Healthy);
    far.connected_after = Some(Duration::from_millis(1));
    assert_eq!(diagnose(&far, Security::Hybrid).cause, Cause::Network);
}

#[test]
fn failures_before_a_success_are_an_unstable_network() {
    let reset = failed(Stage::TlsHandshake, End::Reset { partial: 0 });
    let diagnosis = diagnose_all(&[reset.clone(), healthy()], Security::Hybrid);
    assert_eq!(
        (diagnosis.cause, diagnosis.outcome),
        (Cause::Network, Outcome::Reconnected)
    );
    let diagnosis = diagnose_all(&[reset.clone(), reset], Security::Hybrid);
    assert_eq!(diagnosis.cause, Cause::Middlebox);
}

#[test]
fn standard_rdp_security_is_fine_where_it_was_asked_for() {
    let mut seen = healthy();
    seen.confirm = Some(Confirm::Response {
        flags: 0,
        selected: Protocols::RDP,
    });
    (seen.tls, seen.certificate) = (None, None);
    seen.answer = Some(Answer::ConnectResponse(0));
    assert_eq!(diagnose(&seen, Security::Rdp).outcome, Outcome::Connected);
}

#[test]
fn control_characters_of_a_server_reach_no_terminal() {
    let mut seen = in_session(End::Stopped, |seen| {
        seen.stop = Some(Stop::malformed(
            "Demand Active",
            "a name \u{1b}]0;owned\u{7}",
        ));
        seen.oddities.push("two\nlines".to_owned());
    });
    let mut bad = certificate(&[("is for win11\0.example, not for win11", false)]);
    bad.subject = "CN=\u{9b}2Jwin11".to_owned();
    seen.certificate = Some(bad);
    let diagnosis = diagnose(&seen, Security::Hybrid);
    let lines = [&[diagnosis.headline][..], &diagnosis.details].concat();
    assert!(!lines.concat().contains(char::is_control), "{lines:?}");
    assert!(lines.contains(&"is for win11\u{fffd}.example, not for win11".to_owned()));
}

#[test]
fn the_report_reads_as_json() {
    let json = serde_json::to_value(healthy()).unwrap();
    assert_eq!(json["stage"], "done");
    assert_eq!(json["answer"], "ts-request");
    assert_eq!(json["session"]["stop"], "left");
}
