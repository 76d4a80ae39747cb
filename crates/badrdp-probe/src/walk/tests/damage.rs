//! Every message of the server dropped, cut and changed: nothing panics, and a cause is named.

use badrdp_proto::negotiation::Protocols;
use badrdp_proto::{Message, MessageName};
use badrdp_scenario::{Cause, Outcome};

use super::WORLDS;
use super::lab::{Fate, Lab, host};
use crate::diagnose::{Diagnosis, diagnose};
use crate::options::Security;
use crate::seen::{Attempt, Confirm, End, SessionSeen, Stage, Stop};

/// What the probe would say of a session that ended so, with a server that is silent then.
fn named(selected: Protocols, session: SessionSeen) -> Diagnosis {
    let end = match session.stop {
        Some(Stop::Left) => End::Answered,
        Some(_) => End::Stopped,
        None => End::Silent { partial: 0 },
    };
    let seen = Attempt {
        confirm: Some(Confirm::Response { flags: 0, selected }),
        session: Some(session),
        end,
        ..Attempt::at(Stage::Session)
    };
    diagnose(&seen, Security::Hybrid)
}

fn walk(selected: Protocols, fate: impl FnMut(usize, &mut Message) -> Fate) -> Diagnosis {
    let mut host = host(selected);
    host.session.auto_detect = true;
    host.session.message_channel = true;
    named(selected, Lab::new(host, selected).walk(fate))
}

fn messages(selected: Protocols) -> Vec<Message> {
    let mut messages = Vec::new();
    walk(selected, |_, message| {
        messages.push(message.clone());
        Fate::Sent
    });
    messages
}

/// What a session does without.
fn is_optional(name: MessageName) -> bool {
    matches!(
        name,
        MessageName::SaveSessionInfo | MessageName::AutoDetectRequest
    )
}

#[test]
fn a_message_that_is_dropped_is_missed() {
    for selected in WORLDS {
        for (number, message) in messages(selected).iter().enumerate() {
            let diagnosis = walk(selected, |at, _| match at == number {
                true => Fate::Dropped,
                false => Fate::Sent,
            });
            let missed = diagnosis.outcome != Outcome::Connected;
            let name = message.name;
            assert!(
                missed || is_optional(name),
                "{selected} {name}: {diagnosis:?}"
            );
        }
    }
}

#[test]
fn a_message_that_is_cut_is_noticed() {
    for selected in WORLDS {
        for (number, message) in messages(selected).iter().enumerate() {
            for keep in [1, message.bytes.len() / 2, message.bytes.len() - 1] {
                let diagnosis = walk(selected, |at, message| {
                    if at == number {
                        message.bytes.truncate(keep);
                        message.fields.retain(|field| field.range.end <= keep);
                    }
                    Fate::Sent
                });
                let name = message.name;
                let connected = diagnosis.outcome == Outcome::Connected;
                let healthy = connected && diagnosis.cause == Cause::Healthy;
                assert!(!healthy, "{selected} {name} {keep}: {diagnosis:?}");
            }
        }
    }
}

#[test]
fn a_byte_that_is_changed_never_panics() {
    for selected in WORLDS {
        for (number, message) in messages(selected).iter().enumerate() {
            for place in (0..message.bytes.len().min(160)).step_by(11) {
                for mask in [0xFF, 0x01] {
                    let diagnosis = walk(selected, |at, message| {
                        if let (true, Some(byte)) = (at == number, message.bytes.get_mut(place)) {
                            *byte ^= mask;
                        }
                        Fate::Sent
                    });
                    assert!(!diagnosis.headline.is_empty());
                }
            }
        }
    }
}
