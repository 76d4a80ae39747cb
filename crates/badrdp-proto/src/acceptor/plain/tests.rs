//! What is told of a client's messages, and what never is.

use std::sync::Arc;

use proptest::prelude::*;

use super::super::{Acceptor, Host, Output, Settings, StillWorld};
use super::*;
use crate::client;
use crate::credssp::client::negotiate_request;
use crate::negotiation::Protocols;
use crate::session::client_info::{ClientInfo, Logon, encode};
use crate::standard_security::header::{flags, wrap};
use crate::x224::ConnectionRequest;

const PASSWORD: &str = "Sesame-7f3a";

fn understood(name: MessageName, bytes: &[u8]) -> Plain {
    Frame::new(bytes).understood(name)
}

fn names(plain: &Plain) -> Vec<&'static str> {
    plain.fields.iter().map(|field| field.name).collect()
}

fn info_frame() -> Vec<u8> {
    let info = ClientInfo {
        user_name: "alice".to_owned(),
        ..ClientInfo::default()
    };
    let logon = encode(&Logon {
        info: &info,
        password: PASSWORD,
    });
    let body = wrap(flags::INFO_PKT, Form::Basic, logon).bytes;
    client::send_data_request(1004, 1003, &body)
}

fn holds(bytes: &[u8], text: &str) -> bool {
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let has = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    has(text.as_bytes()) || has(&utf16)
}

#[test]
fn a_connection_request_is_told_to_the_last_field() {
    let request = ConnectionRequest {
        cookie: Some("alice".to_owned()),
        requested: Some(Protocols(3)),
        ..ConnectionRequest::default()
    };
    let plain = understood(MessageName::ConnectionRequest, &request.encode());
    let told = names(&plain);
    assert_eq!(told[..3], ["tpkt.version", "tpkt.reserved", "tpkt.length"]);
    let last = plain.fields.last().unwrap();
    assert_eq!(last.name, "neg.requested-protocols");
    assert_eq!(plain.bytes[last.range.clone()], [3, 0, 0, 0]);
    assert!(told.contains(&"x224.cookie"));
}

#[test]
fn a_password_in_client_info_is_zero_and_the_user_is_told() {
    let frame = info_frame();
    assert!(holds(&frame, PASSWORD));
    let mut heard = Frame::new(&frame);
    let at = envelope::user_data(&frame);
    heard.opened(Form::Basic, 4, &frame[at + 4..]);
    let plain = heard.understood(MessageName::ClientInfo);
    assert!(!holds(&plain.bytes, PASSWORD));
    assert!(holds(&plain.bytes, "alice"));
    assert_eq!(plain.bytes.len(), frame.len());
    assert!(names(&plain).contains(&REDACTED));
}

#[test]
fn what_nobody_understands_is_blanked_behind_its_envelope() {
    let plain = understood(MessageName::Unrecognized, &info_frame());
    assert!(!holds(&plain.bytes, "alice"));
    assert_eq!(names(&plain).last(), Some(&REDACTED));
    let plain = understood(MessageName::Unrecognized, b"alice");
    assert_eq!(plain.bytes, [0; 5]);
}

#[test]
fn only_the_first_token_of_ntlm_is_told() {
    let first = negotiate_request();
    let plain = understood(MessageName::TsRequest, &first);
    assert_eq!(plain.bytes, first);
    assert!(names(&plain).contains(&"ts-request.nego-tokens"));
    let start = first
        .windows(8)
        .position(|bytes| bytes == b"NTLMSSP\0")
        .unwrap();
    let mut third = first;
    third[start + 8] = 3;
    let plain = understood(MessageName::TsRequest, &third);
    assert!(plain.bytes[start..].iter().all(|byte| *byte == 0));
    assert!(names(&plain).contains(&"ts-request.version"));
}

#[test]
fn nothing_is_kept_unless_it_is_wanted() {
    let request = ConnectionRequest::default().encode();
    for wanted in [false, true] {
        let mut acceptor = Acceptor::new(Arc::new(Host {
            negotiation: Settings::default(),
            ..Host::default()
        }));
        if wanted {
            acceptor.keep_plain();
        }
        let (outputs, result) = acceptor.input(&request, &mut StillWorld);
        result.unwrap();
        let kept = outputs
            .iter()
            .any(|output| matches!(output, Output::Received(received) if received.plain.is_some()));
        assert_eq!(kept, wanted);
    }
}

proptest! {
    #[test]
    fn fields_lie_in_order_within_the_bytes(
        name in prop::sample::select(MessageName::ALL),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        slow in any::<bool>(),
    ) {
        let bytes = if slow { [&[3, 0, 0, 0, 2, 0xF0, 0x80, 0x64], &bytes[..]].concat() } else { bytes };
        let plain = understood(name, &bytes);
        prop_assert_eq!(plain.bytes.len(), bytes.len());
        let mut end = 0;
        for field in &plain.fields {
            prop_assert!(field.range.start == end && field.range.end > end);
            end = field.range.end;
        }
        prop_assert!(end <= bytes.len());
    }
}
