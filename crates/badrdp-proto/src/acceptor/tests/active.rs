//! What an active session draws, and when.

use super::*;
use crate::gcc::client::early_capability_flags::RNS_UD_CS_SUPPORT_HEARTBEAT_PDU;
use crate::gcc::{ClientBlocks, ClientCore};
use crate::mcs::ConnectInitial;
use crate::session::input::{InputEvent, fast_path};
use crate::share::data::{self, pdu_type2};
use crate::writer::Writer;

const PRESS_A: InputEvent = InputEvent::Scancode {
    code: 0x1E,
    release: false,
    extended: false,
    extended1: false,
};

/// The bytes of the updates among `outputs`.
fn updates(outputs: &[Output]) -> Vec<&[u8]> {
    let sent = outputs.iter().filter_map(|output| match output {
        Output::Send(message) => Some(message),
        _ => None,
    });
    sent.filter(|message| message.name == MessageName::BitmapUpdate)
        .map(|message| &message.bytes[..])
        .collect()
}

#[test]
fn what_was_typed_stays_through_a_reactivation() {
    let again = |typed: &[InputEvent]| {
        let mut acceptor = in_tls(Host::default());
        connect(&mut acceptor);
        if !typed.is_empty() {
            input(&mut acceptor, &fast_path::scancodes(typed).bytes);
        }
        let statement = Statement::DeactivateAll {
            reactivate: true,
            size: Some((640, 480)),
        };
        acceptor.say(&statement, &mut StillWorld).unwrap();
        activate(&mut acceptor)
    };
    let (untouched, typed) = (again(&[]), again(&[PRESS_A]));
    assert!(!updates(&untouched).is_empty());
    assert_ne!(updates(&untouched), updates(&typed));
}

/// What is said when so many seconds have passed.
fn said_after(acceptor: &mut Acceptor, seconds: u64) -> Vec<&'static str> {
    words(&acceptor.tick(&mut Later(Duration::from_secs(seconds))))
}

/// A server with a heartbeat each second that draws nothing, and a client that says so of itself.
fn beating(flags: u16, message_channel: bool) -> Acceptor {
    let mut host = Host::default();
    host.session.picture = false;
    host.session.heartbeat = Some(Heartbeat {
        period: 1,
        warn: 1,
        reconnect: 2,
        count: Some(2),
    });
    let mut acceptor = in_tls(host);
    let mut core = ClientCore::new("test");
    core.early_capability_flags = Some(flags);
    let mut blocks = ClientBlocks::new(core);
    blocks.message_channel = message_channel.then_some(0);
    connect_with(&mut acceptor, ConnectInitial::new(blocks).encode());
    assert_eq!(acceptor.phase(), Phase::Active);
    acceptor
}

#[test]
fn heartbeats_come_as_often_as_they_are_to() {
    let mut acceptor = beating(RNS_UD_CS_SUPPORT_HEARTBEAT_PDU, true);
    assert_eq!(acceptor.next_tick(), Some(Duration::from_secs(1)));
    assert_eq!(said_after(&mut acceptor, 1), ["heartbeat"]);
    assert!(said_after(&mut acceptor, 1).is_empty());
    assert_eq!(said_after(&mut acceptor, 2), ["heartbeat"]);
    assert_eq!(acceptor.next_tick(), None);
}

#[test]
fn a_client_that_knows_no_heartbeats_gets_none() {
    for (flags, message_channel) in [(0, true), (RNS_UD_CS_SUPPORT_HEARTBEAT_PDU, false)] {
        let mut acceptor = beating(flags, message_channel);
        assert_eq!(acceptor.next_tick(), None);
        assert!(said_after(&mut acceptor, 5).is_empty());
    }
}

/// The client wants to see all of its window, or nothing.
fn suppress_output(allow: bool) -> Vec<u8> {
    let mut body = Writer::new(MessageName::SuppressOutput);
    body.raw("allow", &[u8::from(allow), 0, 0, 0])
        .raw("area", &[0; 8]);
    share_data(pdu_type2::SUPPRESS_OUTPUT, body)
}

/// The client wants an area again.
fn refresh_rect() -> Vec<u8> {
    let mut body = Writer::new(MessageName::RefreshRect);
    body.raw("areas", &[1, 0, 0, 0, 0, 0, 0, 0, 9, 0, 9, 0]);
    share_data(pdu_type2::REFRESH_RECT, body)
}

fn share_data(pdu_type2: u8, body: Writer) -> Vec<u8> {
    let pdu = data::with_headers(1004, session::SHARE_ID, pdu_type2, body.finish());
    client::send_data_request(1004, session::IO_CHANNEL, &pdu.bytes)
}

#[test]
fn a_client_that_wants_nothing_drawn_gets_nothing_until_it_says_so() {
    let mut acceptor = in_tls(Host::default());
    connect(&mut acceptor);
    input(&mut acceptor, &suppress_output(false));
    input(&mut acceptor, &refresh_rect());
    assert!(said_after(&mut acceptor, 1).is_empty());
    input(&mut acceptor, &suppress_output(true));
    let mut drawn_after = |seconds| {
        let outputs = acceptor.tick(&mut Later(Duration::from_secs(seconds)));
        updates(&outputs).concat().len()
    };
    let (all, little) = (drawn_after(2), drawn_after(3));
    assert!(little > 0 && all > 2 * little, "{all} and {little}");
    input(&mut acceptor, &refresh_rect());
    let again = acceptor.tick(&mut Later(Duration::from_secs(4)));
    assert!(updates(&again).concat().len() > 2 * little);
}

#[test]
fn a_session_that_was_taken_down_draws_nothing() {
    let mut acceptor = in_tls(Host::default());
    connect(&mut acceptor);
    assert!(acceptor.next_tick().is_some());
    let statement = Statement::DeactivateAll {
        reactivate: false,
        size: None,
    };
    let said = acceptor.say(&statement, &mut StillWorld).unwrap();
    assert_eq!(words(&said), ["deactivate-all"]);
    assert_eq!(acceptor.next_tick(), None);
    assert!(said_after(&mut acceptor, 1).is_empty());
}
