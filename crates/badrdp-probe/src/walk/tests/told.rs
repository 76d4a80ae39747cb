//! What a server says in an active session, and what the probe makes of it.

use badrdp_proto::acceptor::Statement;
use badrdp_proto::negotiation::Protocols;

use super::WORLDS;
use super::lab::{Lab, host};
use crate::seen::{SessionSeen, Stop};

/// CHANNEL_FLAG_FIRST and CHANNEL_FLAG_LAST
const WHOLE: u32 = 3;

fn told(selected: Protocols, statements: &[Statement]) -> SessionSeen {
    Lab::new(host(selected), selected).told(statements)
}

fn update(code: u8, data: &[u8]) -> Statement {
    let data = data.to_vec();
    Statement::FastPathUpdate { code, data }
}

fn channel(name: &str, data: &[u8]) -> Statement {
    Statement::VirtualChannel {
        channel: name.to_owned(),
        length: None,
        flags: WHOLE,
        data: data.to_vec(),
    }
}

/// What breaks the standard: it stopped the probe, or was noted.
fn broken(seen: &SessionSeen) -> String {
    match &seen.stop {
        Some(Stop::Malformed { what, .. }) => what.clone(),
        _ => seen.oddities.join("; "),
    }
}

#[test]
fn output_that_the_client_did_not_allow_is_named_in_every_world() {
    for selected in WORLDS {
        for (code, data, expected) in [
            (0, &[1, 0, 9, 0x0D, 0xFF, 1][..], "the drawing order MemBlt"),
            (4, &[0x99, 0, 1, 2], "cmd-type is 0x99"),
            (
                4,
                &[4, 0, 0, 0, 1, 0, 0, 0],
                "a frame began and does not end",
            ),
            (7, &[], "its update code 0x7 is in no standard"),
            (0xA, &[0xFF, 0xFF], "past the end of the cache"),
        ] {
            let seen = told(selected, &[update(code, data)]);
            let text = broken(&seen);
            assert!(text.contains(expected), "{selected}: {text}");
        }
    }
}

#[test]
fn frames_that_end_are_in_order() {
    let begin = update(4, &[4, 0, 0, 0, 1, 0, 0, 0]);
    let end = update(4, &[4, 0, 1, 0, 1, 0, 0, 0]);
    let seen = told(Protocols::SSL, &[begin, end]);
    assert_eq!(broken(&seen), "");
    assert_eq!(seen.stop, Some(Stop::Left));
}

#[test]
fn messages_of_virtual_channels_are_looked_at() {
    let capabilities = channel("drdynvc", &[0x50, 0, 1, 0]);
    for (message, expected) in [
        (channel("drdynvc", &[0x30, 42, 1]), "dynamic channel 42"),
        (channel("drdynvc", &[0x10, 7, b'x']), "dynvc.channel-name"),
        (
            channel("drdynvc", &[0x50, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
            "version 9",
        ),
        (
            channel("cliprdr", &[2, 0, 0, 0, 9, 0, 0, 0]),
            "clipboard.data-len",
        ),
        (channel("rdpsnd", &[7, 0, 99, 0]), "sound.body-size"),
    ] {
        let seen = told(Protocols::SSL, &[capabilities.clone(), message]);
        let text = broken(&seen);
        assert!(text.contains(expected), "{text}");
    }
    let create = channel("drdynvc", &[0x10, 7, b'x', 0]);
    let seen = told(Protocols::SSL, &[capabilities, create]);
    assert_eq!(broken(&seen), "");
}

#[test]
fn devices_that_are_announced_are_waited_for() {
    let announce = [0x72, 0x44, 0x6E, 0x49, 1, 0, 12, 0, 1, 0, 0, 0];
    let seen = told(Protocols::SSL, &[channel("rdpdr", &announce)]);
    assert!(seen.devices_stalled);
    let confirm = [0x72, 0x44, 0x43, 0x43, 1, 0, 12, 0, 1, 0, 0, 0];
    let both = [channel("rdpdr", &announce), channel("rdpdr", &confirm)];
    assert!(!told(Protocols::SSL, &both).devices_stalled);
}

#[test]
fn a_license_that_ends_in_the_session_is_no_broken_message() {
    for selected in WORLDS {
        let error = Statement::LicenseError {
            code: 8,
            transition: 1,
        };
        let stop = told(selected, &[error]).stop;
        let expected = Stop::LicenseError {
            code: 8,
            transition: 1,
        };
        assert_eq!(stop, Some(expected), "{selected}");
    }
}
