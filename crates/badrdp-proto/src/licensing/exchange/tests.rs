//! The server's side against the client's.

use proptest::prelude::*;

use super::super::challenge::HARDWARE_ID_LEN;
use super::super::client::LicenseInformation;
use super::super::client_exchange::{ClientExchange, ServerSaid};
use super::super::error::client_license_error;
use super::*;
use crate::standard_security::ServerCertificate;

fn settings() -> Settings {
    let key = ServerKey::published();
    Settings {
        certificate: key.proprietary_certificate(),
        key,
        server_random: [5; 32],
        product: ProductInfo::windows(0x0006_0001),
        license: b"a license of the lab".to_vec(),
    }
}

fn client() -> ClientExchange {
    ClientExchange::new([6; 32], [7; 48], "user", "machine")
}

fn key(certificate: Option<&ServerCertificate>) -> Option<crate::standard_security::PublicKey> {
    certificate.and_then(ServerCertificate::proprietary_key)
}

fn answer(client: &mut ClientExchange, message: &Message) -> Vec<u8> {
    match client.server(&message.bytes, key) {
        Ok(ServerSaid::Answer { received, answer }) => {
            assert_eq!(received, message.name);
            answer.bytes
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_client_without_a_license_gets_one() {
    let (mut server, mut client) = (Exchange::new(settings()), client());
    let request = answer(&mut client, &server.start());
    let reply = server.client(&request).unwrap();
    assert_eq!(reply.name, MessageName::NewLicenseRequest);
    assert_eq!(reply.next, Next::Wait);
    let response = answer(&mut client, &reply.messages[0]);
    let reply = server.client(&response).unwrap();
    assert_eq!(reply.name, MessageName::PlatformChallengeResponse);
    assert_eq!(reply.next, Next::Licensed);
    let said = client.server(&reply.messages[0].bytes, key);
    let Ok(ServerSaid::License(info)) = said else {
        panic!("{said:?}");
    };
    assert_eq!(info.license, b"a license of the lab");
    assert_eq!(
        server.client(&response),
        Err(ExchangeError::Unexpected(
            MessageName::PlatformChallengeResponse
        ))
    );
}

#[test]
fn a_client_with_a_license_is_valid_where_its_mac_is() {
    let secret = [7; 48];
    let exchange = KeyExchange::new([6; 32], &settings().key.public().encrypt(&secret).unwrap());
    let keys = Keys::derive(&secret, &[6; 32], &[5; 32]);
    let hardware_id = [1; HARDWARE_ID_LEN];
    for (mac, next) in [
        (keys.mac(&hardware_id), Next::Licensed),
        ([0; 16], Next::Refused),
    ] {
        let information = LicenseInformation {
            key_exchange: exchange.clone(),
            license: b"a license of the lab".to_vec(),
            encrypted_hardware_id: keys.crypt(&hardware_id),
            mac,
        };
        let mut server = Exchange::new(settings());
        let reply = server.client(&information.encode().bytes).unwrap();
        assert_eq!(reply.next, next);
        assert_eq!(reply.messages[0].name, MessageName::LicenseError);
    }
}

#[test]
fn a_response_with_other_keys_is_refused() {
    let (mut server, mut client) = (Exchange::new(settings()), client());
    let request = answer(&mut client, &server.start());
    server.client(&request).unwrap();
    let other = Keys::derive(&[], &[], &[]);
    let response = challenge::platform_challenge_response(&other, &CHALLENGE, &[0; 20]);
    let reply = server.client(&response.bytes).unwrap();
    assert_eq!(reply.next, Next::Refused);
    let said = client.server(&reply.messages[0].bytes, key);
    let Ok(ServerSaid::Error(error)) = said else {
        panic!("{said:?}");
    };
    assert_eq!(error.code, ErrorCode::INVALID_MAC);
}

#[test]
fn a_client_may_give_up_at_any_time() {
    let code = ErrorCode::INVALID_SERVER_CERTIFICATE;
    let transition = StateTransition::TOTAL_ABORT;
    let message = client_license_error(code, transition);
    let reply = Exchange::new(settings()).client(&message.bytes).unwrap();
    let error = LicenseError { code, transition };
    assert_eq!(reply.next, Next::GaveUp(error));
}

proptest! {
    #[test]
    fn any_bytes_are_answered_or_fail_in_order(
        kinds in proptest::collection::vec(
            proptest::sample::select(vec![0x12, 0x13, 0x15, 0xFF]), 1..3),
        bytes in proptest::collection::vec(any::<u8>(), 0..150),
    ) {
        let (mut server, mut client) = (Exchange::new(settings()), client());
        for kind in kinds {
            let _ = server.client(&[&[kind, 3, 0, 0], bytes.as_slice()].concat());
        }
        for kind in [1, 2, 3, 0xFF] {
            let _ = client.server(&[&[kind, 3, 0, 0], bytes.as_slice()].concat(), key);
        }
    }
}
