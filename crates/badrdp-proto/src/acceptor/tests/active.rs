//! What an active session draws, and when.

use super::*;
use crate::gcc::client::early_capability_flags::RNS_UD_CS_SUPPORT_HEARTBEAT_PDU;
use crate::gcc::{ClientBlocks, ClientCore};
use crate::mcs::ConnectInitial;
use crate::session::input::{InputEvent, fast_path};

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
