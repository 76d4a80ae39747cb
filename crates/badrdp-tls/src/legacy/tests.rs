//! The legacy engine against the client next door, in every version with every suite.

use badrdp_proto::MessageName as Name;
use proptest::prelude::*;

use super::client::Client;
use super::protection::Protection;
use super::records::{BadRecord, Opener, Sealer};
use crate::alert;
use crate::choices::{Choices, ClientCertificatePolicy, Honesty, Version};
use crate::engine::{Engine, Error};
use crate::random::Stream;
use crate::record::ContentType;
use crate::suite::{Player, Suite};
use crate::testing::{engine, weak};

/// Every version with every suite that it knows.
fn matrix() -> impl Iterator<Item = (Version, Suite)> {
    Version::ALL.into_iter().flat_map(|version| {
        Suite::all()
            .filter(move |suite| {
                matches!(suite.player(), Player::Legacy(_)) && suite.plays_in(version)
            })
            .map(move |suite| (version, suite))
    })
}

fn only(version: Version, suite: Suite) -> Choices {
    Choices {
        versions: vec![version],
        suites: Some(vec![suite]),
        ..Choices::default()
    }
}

fn suite(name: &str) -> Suite {
    Suite::by_name(name).unwrap()
}

fn aes() -> Suite {
    suite("TLS_RSA_WITH_AES_128_CBC_SHA")
}

fn names(engine: &mut dyn Engine) -> Vec<Name> {
    engine.drain().iter().map(|message| message.name).collect()
}

#[test]
fn every_version_speaks_every_suite_both_ways() {
    assert_eq!(matrix().count(), 3 * 7 + 10);
    for (version, suite) in matrix() {
        let mut server = engine(&only(version, suite), &weak());
        let mut client = Client::new(version, suite);
        assert!(client.handshake(server.as_mut(), None), "{version} {suite}");
        let info = server.info().unwrap();
        assert_eq!((info.version, info.suite), (version.name(), suite.name()));

        for round in 0..3 {
            let said = vec![round; 1000];
            server
                .read(&client.record(ContentType::ApplicationData, &said))
                .unwrap();
            assert_eq!(server.plaintext(), said);
            server.write(&said);
            let sent = server.drain();
            assert_eq!(sent[0].name, Name::ApplicationData);
            assert_eq!(client.open(&sent[0].bytes), said, "{version} {suite}");
        }
        let alert = server.alert(alert::FATAL, 49);
        assert_eq!(alert.name, Name::Alert);
        assert_eq!(client.open(&alert.bytes), [2, 49]);
    }
}

#[test]
fn every_message_has_its_name() {
    let mut server = engine(&only(Version::Tls10, aes()), &weak());
    let mut client = Client::new(Version::Tls10, aes());
    server.read(&client.hello()).unwrap();
    assert_eq!(
        names(server.as_mut()),
        [Name::ServerHello, Name::Certificate, Name::ServerHelloDone]
    );

    let mut server = engine(&only(Version::Tls10, aes()), &weak());
    let mut client = Client::new(Version::Tls10, aes());
    client.handshake(server.as_mut(), None);
    let observed: Vec<_> = server
        .observed()
        .iter()
        .map(|observed| observed.name)
        .collect();
    assert_eq!(
        observed,
        [
            Name::ClientHello,
            Name::ClientKeyExchange,
            Name::ClientChangeCipherSpec,
            Name::ClientFinished,
        ]
    );
    server.close_notify();
    assert_eq!(names(server.as_mut()), [Name::Alert]);
}

#[test]
fn a_wrong_finished_is_wrong_and_encrypted_well() {
    let choices = Choices {
        finished: Honesty::Wrong,
        ..only(Version::Tls12, aes())
    };
    let mut client = Client::new(Version::Tls12, aes());
    assert!(!client.handshake(engine(&choices, &weak()).as_mut(), None));
}

#[test]
fn a_suite_that_was_not_offered_is_in_the_server_hello() {
    let unoffered_suite = Some(suite("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"));
    let choices = Choices {
        unoffered_suite,
        ..only(Version::Tls12, aes())
    };
    let mut server = engine(&choices, &weak());
    server
        .read(&Client::new(Version::Tls12, aes()).hello())
        .unwrap();
    let hello = server.drain().remove(0);
    let span = hello
        .field("server-hello.cipher-suite")
        .unwrap()
        .range
        .clone();
    assert_eq!(hello.bytes[span], [0xc0, 0x13]);
}

#[test]
fn silence_about_renegotiation_is_a_choice() {
    for renegotiation_info in [true, false] {
        let choices = Choices {
            renegotiation_info,
            ..only(Version::Tls10, aes())
        };
        let mut server = engine(&choices, &weak());
        server
            .read(&Client::new(Version::Tls10, aes()).hello())
            .unwrap();
        let hello = server.drain().remove(0);
        assert_eq!(
            hello.field("server-hello.extensions").is_some(),
            renegotiation_info
        );
    }
}

#[test]
fn no_common_ground_ends_in_an_alert() {
    let mut server = engine(&only(Version::Tls11, aes()), &weak());
    let hello = Client::new(Version::Tls10, aes()).hello();
    assert!(matches!(server.read(&hello), Err(Error::Incompatible(_))));
    assert_eq!(server.drain()[0].bytes, [21, 3, 1, 0, 2, 2, 70]);

    let mut server = engine(&only(Version::Tls11, aes()), &weak());
    let hello = Client::new(Version::Tls11, suite("TLS_RSA_WITH_RC4_128_MD5")).hello();
    assert!(server.read(&hello).is_err());
    assert_eq!(server.drain()[0].bytes, [21, 3, 2, 0, 2, 2, 40]);
    assert!(!server.is_handshaking());
}

#[test]
fn a_client_certificate_may_be_asked_for_or_required() {
    use ClientCertificatePolicy::{Request, Require};
    for version in [Version::Ssl3, Version::Tls10, Version::Tls12] {
        for (policy, certificate, seen) in [
            (Request, CERTIFICATE, true),
            (Request, NO_CERTIFICATE, false),
            (Require, CERTIFICATE, true),
        ] {
            let mut server = engine(&asking(policy, version), &weak());
            let mut client = Client::new(version, aes());
            client.proofs = usize::from(seen);
            assert!(client.handshake(server.as_mut(), Some(certificate)));
            assert_eq!(server.info().unwrap().client_certificate, seen);
        }
        let mut server = engine(&asking(Require, version), &weak());
        let flight = Client::new(version, aes()).flight(server.as_mut(), Some(NO_CERTIFICATE));
        assert!(matches!(server.read(&flight), Err(Error::Incompatible(_))));
        assert_eq!(server.drain()[0].bytes[5..], [2, 40]);
    }
}

#[test]
fn a_client_proves_its_key_once_and_only_behind_a_certificate() {
    for (certificate, proofs) in [(CERTIFICATE, 2), (NO_CERTIFICATE, 1)] {
        let choices = asking(ClientCertificatePolicy::Request, Version::Tls12);
        let mut server = engine(&choices, &weak());
        let mut client = Client::new(Version::Tls12, aes());
        client.proofs = proofs;
        let flight = client.flight(server.as_mut(), Some(certificate));
        assert!(matches!(server.read(&flight), Err(Error::Misbehaved(_))));
        assert_eq!(server.drain()[0].bytes[5..], [2, 10], "{proofs}");
    }
}

/// The body of a Certificate with one certificate of one byte.
const CERTIFICATE: &[u8] = &[0, 0, 4, 0, 0, 1, 0x30];

/// The body of a Certificate without any.
const NO_CERTIFICATE: &[u8] = &[0, 0, 0];

fn asking(client_certificate: ClientCertificatePolicy, version: Version) -> Choices {
    Choices {
        client_certificate,
        ..only(version, aes())
    }
}

#[test]
fn an_ssl_3_client_says_by_alert_that_it_has_no_certificate() {
    let policies = [
        ClientCertificatePolicy::Request,
        ClientCertificatePolicy::Require,
    ];
    for client_certificate in policies {
        let mut server = engine(&asking(client_certificate, Version::Ssl3), &weak());
        let mut client = Client::new(Version::Ssl3, aes());
        server.read(&client.hello()).unwrap();
        server.drain();
        let result = server.read(&client.record(ContentType::Alert, &[1, 41]));
        let last = server.observed().pop().unwrap();
        assert_eq!((last.name, last.alert), (Name::ClientAlert, Some((1, 41))));
        if client_certificate == ClientCertificatePolicy::Require {
            assert!(matches!(result, Err(Error::Incompatible(_))));
            assert_eq!(server.drain()[0].bytes, [21, 3, 0, 0, 2, 2, 40]);
        } else {
            assert_eq!(result, Ok(()));
        }
    }
}

#[test]
fn a_finished_that_does_not_verify_is_not_called_finished() {
    let mut server = engine(&only(Version::Tls12, aes()), &weak());
    let mut flight = Client::new(Version::Tls12, aes()).flight(server.as_mut(), None);
    *flight.last_mut().unwrap() ^= 1;
    assert!(matches!(server.read(&flight), Err(Error::Misbehaved(_))));
    let last = server.observed().pop().unwrap();
    assert_eq!(last.name, Name::ClientEncryptedHandshake);
    assert_eq!(server.drain()[0].bytes, [21, 3, 3, 0, 2, 2, 20]);
}

#[test]
fn renegotiation_is_refused_by_a_warning() {
    let mut server = engine(&only(Version::Tls12, aes()), &weak());
    let mut client = Client::new(Version::Tls12, aes());
    client.handshake(server.as_mut(), None);
    server.read(&client.hello()).unwrap();
    let sent = server.drain();
    assert_eq!(client.open(&sent[0].bytes), [1, 100]);
    server
        .read(&client.record(ContentType::ApplicationData, b"still here"))
        .unwrap();
    assert_eq!(server.plaintext(), b"still here");
}

#[test]
fn a_clients_alert_is_understood_under_keys() {
    let mut server = engine(&only(Version::Tls12, aes()), &weak());
    let mut client = Client::new(Version::Tls12, aes());
    client.handshake(server.as_mut(), None);
    let alert = client.record(ContentType::Alert, &[2, 48]);
    assert_eq!(server.read(&alert), Err(Error::ClientAlert(48)));
    let last = server.observed().pop().unwrap();
    assert_eq!((last.name, last.alert), (Name::ClientAlert, Some((2, 48))));
    assert!(server.drain().is_empty(), "nobody answers a fatal alert");
}

#[test]
fn an_alert_in_the_place_of_finished_is_under_fresh_keys() {
    for (version, suite) in matrix() {
        let mut server = engine(&only(version, suite), &weak());
        let mut client = Client::new(version, suite);
        let flight = client.flight(server.as_mut(), None);
        server.read(&flight).unwrap();
        let alert = server.alert_at(Name::ServerFinished, 0, alert::FATAL, 48);
        assert_eq!(client.open(&alert.bytes), [2, 48], "{version} {suite}");
    }
    let mut server = engine(&only(Version::Tls10, aes()), &weak());
    let flight = Client::new(Version::Tls10, aes()).flight(server.as_mut(), None);
    server.read(&flight).unwrap();
    let alert = server.alert_at(Name::ServerChangeCipherSpec, 0, alert::FATAL, 48);
    assert_eq!(alert.bytes, [21, 3, 1, 0, 2, 2, 48]);
}

#[test]
fn a_static_rsa_server_needs_an_rsa_key() {
    let prepared = crate::Prepared::new(
        &only(Version::Tls10, aes()),
        &crate::testing::strong(),
        None,
    );
    let error = prepared.err().unwrap().to_string();
    assert!(error.starts_with("static RSA key exchange needs an RSA key"));
}

fn halves(version: Version, suite: Suite) -> (Sealer, Opener) {
    let protection = Protection::of(suite).unwrap();
    let keys = || {
        let block = Stream::new([6; 32]).array::<200>();
        protection.keys(&block).unwrap().0
    };
    (Sealer::new(version, keys()), Opener::new(version, keys()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn protection_reads_back(records in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 1..4)) {
        for (version, suite) in matrix() {
            let (mut sealer, mut opener) = halves(version, suite);
            let mut random = Stream::new([5; 32]);
            for content in &records {
                let sealed = sealer.seal(ContentType::ApplicationData, content, &mut random);
                prop_assert_eq!(opener.open(ContentType::ApplicationData, &sealed), Ok(content.clone()));
            }
        }
    }

    #[test]
    fn a_flipped_bit_is_noticed(content in prop::collection::vec(any::<u8>(), 0..100), at in any::<prop::sample::Index>()) {
        for (version, suite) in matrix().filter(|(version, _)| *version > Version::Ssl3) {
            let (mut sealer, mut opener) = halves(version, suite);
            let mut sealed = sealer.seal(ContentType::Alert, &content, &mut Stream::new([5; 32]));
            let at = at.index(sealed.len());
            sealed[at] ^= 0x80;
            prop_assert_eq!(opener.open(ContentType::Alert, &sealed), Err(BadRecord));
        }
    }

    #[test]
    fn arbitrary_records_never_panic(fragment in prop::collection::vec(any::<u8>(), 0..200), bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for (version, suite) in matrix() {
            let (_, mut opener) = halves(version, suite);
            let _ = opener.open(ContentType::Handshake, &fragment);
        }
        let mut server = engine(&only(Version::Tls12, aes()), &weak());
        let mut client = Client::new(Version::Tls12, aes());
        let _ = server.read(&client.record(ContentType::Handshake, &bytes));
        let _ = server.read(&bytes);
    }
}
