//! Both roles against each other.

use proptest::prelude::*;

use super::*;
use crate::message::{Message, MessageName};
use crate::reader::Reader;
use crate::standard_security::header::{self, Form, Header, SIGNATURE_FIELD, flags};
use crate::writer::Writer;

fn pair(method: Method) -> (Session, Session) {
    let keys = Keys::derive(method, &[0x11; 32], &[0x22; 32]);
    (
        Session::new(Role::Client, &keys),
        Session::new(Role::Server, &keys),
    )
}

fn plain(method: Method, body: &[u8], secure_checksum: bool) -> Message {
    let form = match method {
        Method::Fips => Form::Fips,
        _ => Form::NonFips,
    };
    let mut writer = Writer::new(MessageName::DemandActive);
    writer.raw("body", body);
    let secure = if secure_checksum {
        flags::SECURE_CHECKSUM
    } else {
        0
    };
    header::wrap(flags::ENCRYPT | secure, form, writer.finish())
}

fn sealed(session: &mut Session, body: &[u8], secure_checksum: bool) -> Vec<u8> {
    let message = plain(session.method(), body, secure_checksum);
    let signature = message.field(SIGNATURE_FIELD).unwrap().range.clone();
    let mut bytes = message.bytes;
    session.seal(&mut bytes, signature, secure_checksum);
    bytes
}

fn opened(session: &mut Session, bytes: &[u8]) -> Result<Vec<u8>, OpenError> {
    let mut reader = Reader::new(bytes);
    let header = Header::decode(&mut reader, session.method() == Method::Fips).unwrap();
    let mut body = reader.rest().to_vec();
    let secure = header.has(flags::SECURE_CHECKSUM);
    session.open(&header.seal.unwrap(), &mut body, secure)?;
    Ok(body)
}

#[test]
fn ten_thousand_packets_each_way_survive_two_key_updates() {
    for method in Method::ALL {
        let (mut client, mut server) = pair(method);
        for number in 0_u32..10_000 {
            let body = number.to_le_bytes();
            let secure = number % 3 == 0;
            let bytes = sealed(&mut client, &body, secure);
            assert!(!bytes.ends_with(&body), "{method}: it is encrypted");
            assert_eq!(opened(&mut server, &bytes), Ok(body.to_vec()), "{number}");
            let bytes = sealed(&mut server, &body, secure);
            assert_eq!(opened(&mut client, &bytes), Ok(body.to_vec()), "{number}");
        }
        assert_eq!((server.sealed(), server.opened()), (10_000, 10_000));
    }
}

#[test]
fn a_server_without_key_updates_is_lost_at_packet_4097() {
    for (method, lost) in [(Method::Bits128, true), (Method::Fips, false)] {
        let (mut client, server) = pair(method);
        let mut server = server.without_key_updates();
        for _ in 0..PACKETS_PER_KEY {
            let bytes = sealed(&mut server, b"body", true);
            assert_eq!(opened(&mut client, &bytes), Ok(b"body".to_vec()));
        }
        let bytes = sealed(&mut server, b"body", true);
        assert_eq!(opened(&mut client, &bytes).is_err(), lost, "{method}");
    }
}

#[test]
fn a_signature_that_a_fault_set_stays() {
    for method in Method::ALL {
        let (mut client, mut server) = pair(method);
        let message = plain(method, b"body", false);
        let signature = message.field(SIGNATURE_FIELD).unwrap().range.clone();
        let mut bytes = message.bytes;
        bytes[signature.clone()].fill(0xBA);
        server.seal(&mut bytes, signature.clone(), false);
        assert_eq!(bytes[signature], [0xBA; 8]);
        assert_eq!(opened(&mut client, &bytes), Err(OpenError::BadSignature));
        let bytes = sealed(&mut server, b"next", false);
        assert_eq!(opened(&mut client, &bytes), Ok(b"next".to_vec()));
    }
}

#[test]
fn the_salted_signature_is_not_the_plain_one() {
    let (mut client, mut server) = pair(Method::Bits128);
    let mut bytes = sealed(&mut server, b"body", false);
    bytes[1] |= 0x08; // SEC_SECURE_CHECKSUM
    assert_eq!(opened(&mut client, &bytes), Err(OpenError::BadSignature));
}

#[test]
fn bytes_that_end_within_the_signature_stay_as_they_are() {
    let (_, mut server) = pair(Method::Bits40);
    for length in 0..12 {
        let mut bytes = vec![0; length];
        server.seal(&mut bytes, 4..12, false);
        assert_eq!(bytes, vec![0; length]);
    }
    assert_eq!(server.sealed(), 0);
    server.seal(&mut [0; 12], 4..12, false);
    assert_eq!(server.sealed(), 1, "an empty body is a packet");
}

#[test]
fn fips_wants_whole_blocks_and_a_padding_that_fits() {
    let (mut client, _) = pair(Method::Fips);
    let seal = |pad_length| Seal {
        pad_length,
        signature: [0; 8],
    };
    let mut open = |pad_length, length| client.open(&seal(pad_length), &mut vec![0; length], false);
    assert_eq!(open(0, 7), Err(OpenError::Blocks(7)));
    assert_eq!(open(0, 0), Err(OpenError::Blocks(0)));
    assert_eq!(open(9, 8), Err(OpenError::Padding(9)));
}

#[test]
fn nothing_that_is_logged_shows_a_key() {
    let keys = Keys::derive(Method::Bits128, &[1; 32], &[2; 32]);
    let session = Session::new(Role::Server, &keys);
    let log = format!("{session:?} {keys:?}");
    assert!(log.contains("128 bits"));
    assert!(!log.contains(&format!("{:?}", keys.client_to_server)));
}

proptest! {
    #[test]
    fn any_body_opens_as_it_was(
        bodies in proptest::collection::vec(
            (proptest::collection::vec(any::<u8>(), 1..40), any::<bool>()), 1..5),
        number in 0_usize..4,
    ) {
        let (mut client, mut server) = pair(Method::ALL[number]);
        for (body, secure) in bodies {
            let bytes = sealed(&mut server, &body, secure);
            prop_assert_eq!(opened(&mut client, &bytes), Ok(body));
        }
    }

    #[test]
    fn any_bytes_seal_and_open_or_fail_in_order(
        bytes in proptest::collection::vec(any::<u8>(), 0..60),
        start in 0_usize..70,
        length in 0_usize..20,
        pad_length: u8,
        number in 0_usize..4,
    ) {
        let (mut client, mut server) = pair(Method::ALL[number]);
        server.seal(&mut bytes.clone(), start..start + length, false);
        let seal = Seal { pad_length, signature: [0; 8] };
        let _ = client.open(&seal, &mut bytes.clone(), true);
    }
}
