//! The rustls engine against a rustls client.

use std::io::Write;

use badrdp_proto::MessageName as Name;
use rustls::{AlertDescription, ClientConnection, Error as RustlsError};

use crate::alert;
use crate::choices::{Choices, ClientCertificatePolicy, Honesty, ServerNamePolicy, Version};
use crate::engine::{Engine, Error};
use crate::identity::Identity;
use crate::record::field_names;
use crate::suite::Suite;
use crate::testing::{Talk, client, engine, strong, weak};

const BOTH: [Version; 2] = [Version::Tls12, Version::Tls13];

fn connect(version: Version, choices: &Choices) -> (ClientConnection, Box<dyn Engine>, Talk) {
    let (mut client, mut server) = (client(version, true), engine(choices, &strong()));
    let mut talk = Talk::default();
    talk.go_on(&mut client, server.as_mut());
    (client, server, talk)
}

#[test]
fn every_message_of_tls_1_2_has_its_name() {
    let (_, server, talk) = connect(Version::Tls12, &Choices::default());
    assert_eq!(
        talk.sent_names(),
        [
            Name::ServerHello,
            Name::Certificate,
            Name::ServerKeyExchange,
            Name::ServerHelloDone,
            Name::ServerChangeCipherSpec,
            Name::ServerFinished,
        ]
    );
    assert_eq!(
        talk.observed_names(),
        [
            Name::ClientHello,
            Name::ClientKeyExchange,
            Name::ClientChangeCipherSpec,
            Name::ClientFinished,
        ]
    );
    let info = server.info().unwrap();
    assert_eq!(info.version, "TLS 1.2");
    assert_eq!(info.suite, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
    assert_eq!(info.server_name.as_deref(), Some("rdp.test"));
    assert!(!info.client_certificate);
}

#[test]
fn every_message_of_tls_1_3_has_its_name() {
    let (_, server, talk) = connect(Version::Tls13, &Choices::default());
    assert_eq!(
        talk.sent_names(),
        [
            Name::ServerHello,
            Name::ServerChangeCipherSpec,
            Name::EncryptedHandshake, // EncryptedExtensions
            Name::EncryptedHandshake, // Certificate
            Name::EncryptedHandshake, // CertificateVerify
            Name::EncryptedHandshake, // Finished
        ]
    );
    assert_eq!(
        talk.observed_names(),
        [
            Name::ClientHello,
            Name::ClientChangeCipherSpec,
            Name::ClientFinished
        ]
    );
    assert_eq!(server.info().unwrap().version, "TLS 1.3");
}

#[test]
fn every_message_has_the_fields_that_its_name_promises() {
    for version in BOTH {
        let (_, _, talk) = connect(version, &Choices::default());
        for message in &talk.sent {
            let fields: Vec<_> = message.fields.iter().map(|field| field.name).collect();
            assert_eq!(fields, field_names(message.name), "{}", message.name);
            let covered: usize = message.fields.iter().map(|field| field.range.len()).sum();
            assert_eq!(covered, message.bytes.len(), "{}", message.name);
        }
    }
}

#[test]
fn data_goes_both_ways_and_ends_with_close_notify() {
    for version in BOTH {
        let (mut client, mut server, mut talk) = connect(version, &Choices::default());
        talk.sent.clear();
        client.writer().write_all(b"hello").unwrap();
        talk.go_on(&mut client, server.as_mut());
        assert_eq!(server.plaintext(), b"hello");
        assert_eq!(
            talk.observed_names().last(),
            Some(&Name::ClientApplicationData)
        );

        let long = vec![5; 100_000];
        server.write(&long);
        talk.go_on(&mut client, server.as_mut());
        assert_eq!(talk.heard, long);
        assert!(
            talk.sent_names()
                .iter()
                .all(|name| *name == Name::ApplicationData)
        );

        client.send_close_notify();
        talk.go_on(&mut client, server.as_mut());
        let last = talk.observed.last().unwrap();
        assert_eq!((last.name, last.alert), (Name::ClientAlert, Some((1, 0))));
        server.close_notify();
        talk.go_on(&mut client, server.as_mut());
        assert_eq!(talk.sent_names().last(), Some(&Name::Alert));
        assert_eq!(talk.client_error, None);
    }
}

#[test]
fn an_alert_after_the_handshake_reaches_the_client() {
    let suites = Suite::all().filter(|suite| BOTH.iter().any(|v| suite.plays_in(*v)));
    let mut played = 0;
    for suite in suites.filter(|suite| !suite.name().contains("TLS_RSA")) {
        let version = if suite.plays_in(Version::Tls13) {
            Version::Tls13
        } else {
            Version::Tls12
        };
        if suite.name().contains("ECDHE_RSA") {
            continue; // Same ciphers as with ECDSA, which is the key at hand.
        }
        let choices = Choices {
            versions: vec![version],
            suites: Some(vec![suite]),
            ..Choices::default()
        };
        let (mut client, mut server, mut talk) = connect(version, &choices);
        server.write(b"some data first");
        talk.go_on(&mut client, server.as_mut());
        let alert = server.alert(alert::FATAL, 49);
        assert_eq!(alert.name, Name::Alert);
        talk.deliver(&mut client, &alert);
        assert_eq!(
            talk.client_error,
            Some(RustlsError::AlertReceived(AlertDescription::AccessDenied)),
            "{suite}"
        );
        played += 1;
    }
    assert_eq!(played, 6);
}

#[test]
fn an_alert_in_place_of_the_server_hello_is_in_the_clear() {
    let mut client = client(Version::Tls13, false);
    let mut server = engine(&Choices::default(), &strong());
    let alert = server.alert(alert::FATAL, 80);
    let mut talk = Talk::default();
    talk.deliver(&mut client, &alert);
    let expected = RustlsError::AlertReceived(AlertDescription::InternalError);
    assert_eq!(talk.client_error, Some(expected));
    assert_eq!(alert.field("alert.description").unwrap().range, 6..7);
}

/// Delivers what comes before the `nth` message called `at`, then an alert for its place.
fn alert_at(version: Version, at: Name, nth: u64) -> Option<RustlsError> {
    let (mut client, mut server) = (
        client(version, false),
        engine(&Choices::default(), &strong()),
    );
    let (mut talk, mut passed) = (Talk::default(), 0);
    loop {
        let mut bytes = Vec::new();
        while client.wants_write() {
            client.write_tls(&mut bytes).unwrap();
        }
        server.read(&bytes).unwrap();
        for message in server.drain() {
            if message.name == at && passed == nth {
                let alert = server.alert_at(at, nth, alert::FATAL, 48);
                assert_eq!(alert.name, Name::Alert);
                talk.deliver(&mut client, &alert);
                return talk.client_error;
            }
            passed += u64::from(message.name == at);
            talk.deliver(&mut client, &message);
        }
    }
}

#[test]
fn an_alert_can_be_read_in_the_place_of_any_message() {
    let places = [
        (Version::Tls12, Name::ServerHello, 0),
        (Version::Tls12, Name::Certificate, 0),
        (Version::Tls12, Name::ServerHelloDone, 0),
        (Version::Tls12, Name::ServerChangeCipherSpec, 0),
        (Version::Tls12, Name::ServerFinished, 0),
        (Version::Tls13, Name::ServerHello, 0),
        (Version::Tls13, Name::ServerChangeCipherSpec, 0),
        (Version::Tls13, Name::EncryptedHandshake, 0),
        (Version::Tls13, Name::EncryptedHandshake, 1),
        (Version::Tls13, Name::EncryptedHandshake, 2),
        (Version::Tls13, Name::EncryptedHandshake, 3),
    ];
    for (version, at, nth) in places {
        let expected = RustlsError::AlertReceived(AlertDescription::UnknownCA);
        assert_eq!(
            alert_at(version, at, nth),
            Some(expected),
            "{version} {at} {nth}"
        );
    }
}

#[test]
fn a_wrong_finished_of_tls_1_3_is_noticed() {
    for suite in Suite::all().filter(|suite| suite.plays_in(Version::Tls13)) {
        let choices = Choices {
            versions: vec![Version::Tls13],
            suites: Some(vec![suite]),
            finished: Honesty::Wrong,
            ..Choices::default()
        };
        let (_, _, talk) = connect(Version::Tls13, &choices);
        assert_eq!(
            talk.client_error,
            Some(RustlsError::DecryptError),
            "{suite}"
        );
        assert_eq!(talk.server_error, Some(Error::ClientAlert(51)));
    }
}

#[test]
fn an_alert_can_be_read_while_the_clients_finished_is_due() {
    let (mut client, mut server) = (
        client(Version::Tls13, false),
        engine(&Choices::default(), &strong()),
    );
    let (mut talk, mut hello) = (Talk::default(), Vec::new());
    client.write_tls(&mut hello).unwrap();
    server.read(&hello).unwrap();
    for message in server.drain() {
        talk.deliver(&mut client, &message);
    }
    let alert = server.alert_at(Name::ClientEncryptedHandshake, 0, alert::FATAL, 48);
    talk.deliver(&mut client, &alert);
    let expected = RustlsError::AlertReceived(AlertDescription::UnknownCA);
    assert_eq!(talk.client_error, Some(expected));
}

#[test]
fn a_wrong_signature_is_noticed_and_the_clients_alert_is_understood() {
    for version in BOTH {
        let choices = Choices {
            signature: Honesty::Wrong,
            ..Choices::default()
        };
        let (_, _, talk) = connect(version, &choices);
        assert!(matches!(
            talk.client_error,
            Some(RustlsError::InvalidCertificate(_))
        ));
        assert!(
            matches!(talk.server_error, Some(Error::ClientAlert(51))),
            "{version}"
        );
        let last = talk.observed.last().unwrap();
        assert_eq!((last.name, last.alert), (Name::ClientAlert, Some((2, 51))));
    }
}

#[test]
fn a_client_certificate_is_asked_for_and_seen() {
    for version in BOTH {
        let client_certificate = ClientCertificatePolicy::Require;
        let choices = Choices {
            client_certificate,
            ..Choices::default()
        };
        let (_, server, talk) = connect(version, &choices);
        assert!(server.info().unwrap().client_certificate);
        let asked = talk.sent_names().contains(&Name::CertificateRequest);
        assert_eq!(asked, version == Version::Tls12);

        let (mut without, mut server) = (client(version, false), engine(&choices, &strong()));
        let mut talk = Talk::default();
        talk.go_on(&mut without, server.as_mut());
        assert!(matches!(talk.server_error, Some(Error::Incompatible(_))));
        assert_eq!(talk.sent_names().last(), Some(&Name::Alert));
    }
}

#[test]
fn a_client_that_names_no_host_gets_unrecognized_name() {
    let choices = Choices {
        server_name: ServerNamePolicy::Required,
        ..Choices::default()
    };
    let (_, server, _) = connect(Version::Tls13, &choices);
    assert!(server.info().is_some(), "with a name all is well");

    let mut server = engine(&choices, &strong());
    let hello = crate::legacy::hello_without_name(Version::Tls12);
    assert!(matches!(server.read(&hello), Err(Error::Incompatible(_))));
    let sent = server.drain();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].bytes, [21, 3, 3, 0, 2, 2, 112]);
}

#[test]
fn garbage_is_answered_by_an_alert_and_named() {
    let mut server = engine(&Choices::default(), &strong());
    assert!(matches!(
        server.read(b"GET / HTTP/1.1\r\n"),
        Err(Error::Misbehaved(_))
    ));
    assert_eq!(server.observed()[0].name, Name::Unrecognized);
    assert!(
        server
            .drain()
            .iter()
            .all(|message| message.name == Name::Alert)
    );
    assert!(server.read(b"more").is_err());
}

#[test]
fn a_chain_may_be_empty_and_a_key_weak() {
    let identity = Identity {
        chain: Vec::new().into(),
        ..strong()
    };
    let mut client = client(Version::Tls13, false);
    let mut server = engine(&Choices::default(), &identity);
    let mut talk = Talk::default();
    talk.go_on(&mut client, server.as_mut());
    assert!(talk.sent.len() >= 3, "{:?}", talk.sent_names());

    let mut client = crate::testing::client(Version::Tls12, false);
    let mut server = engine(&Choices::default(), &weak());
    let mut talk = Talk::default();
    talk.go_on(&mut client, server.as_mut());
    assert!(talk.sent_names().contains(&Name::ServerKeyExchange));
}
