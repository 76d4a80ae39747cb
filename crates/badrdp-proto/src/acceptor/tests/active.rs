//! What an active session draws, and when.

use super::*;
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
