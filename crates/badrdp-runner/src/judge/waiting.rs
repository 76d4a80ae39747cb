//! Whether a client that left had waited for the server in vain.

use std::time::Duration;

use badrdp_proto::{MessageName, Phase};
use badrdp_server::{ConnectionRecord, Happening};

/// How long the server has to owe its word for a client that leaves to have given up waiting.
/// A client that does not like what it read leaves within milliseconds; of those that were
/// measured, none gives up waiting before three seconds.
const PATIENCE: Duration = Duration::from_secs(1);

/// Whether the client left because nothing more came.
pub(super) fn gave_up(record: &ConnectionRecord) -> bool {
    owed_since(record).is_some_and(|since| left_at(record).saturating_sub(since) >= PATIENCE)
}

/// Whether the server fell silent for good.
pub(super) fn is_silent(record: &ConnectionRecord) -> bool {
    silent_since(record).is_some()
}

/// Whether the server fell silent, be it for a while.
pub(super) fn has_stalled(record: &ConnectionRecord) -> bool {
    let mut events = record.events.iter();
    events.any(|event| matches!(event.what, Happening::Stalled { .. }))
}

fn silent_since(record: &ConnectionRecord) -> Option<Duration> {
    let mut events = record.events.iter();
    let stalled = events.find(|event| matches!(event.what, Happening::Stalled { limit: None }))?;
    Some(stalled.at)
}

/// Since when it was the server's turn, where it was at the end: it had fallen silent, was in
/// the middle of a message, or had not answered.
fn owed_since(record: &ConnectionRecord) -> Option<Duration> {
    if let Some(since) = silent_since(record) {
        return Some(since);
    }
    // In a session nobody has the turn. Of a long conversation not every event is kept.
    if record.reached >= Phase::Active || record.dropped_events > 0 {
        return None;
    }
    let mut in_the_middle = false;
    for event in record.events.iter().rev() {
        match event.what {
            Happening::Sent { unfinished, .. } if unfinished => in_the_middle = true,
            Happening::Sent { .. } | Happening::Accepted => {
                return in_the_middle.then_some(event.at);
            }
            Happening::Received { message, .. } => {
                let owed = in_the_middle || is_answered(message, record);
                return owed.then_some(event.at);
            }
            _ => {}
        }
    }
    None
}

/// Whether the server is to answer a message. Once TLS stands, the word is the client's.
fn is_answered(message: MessageName, record: &ConnectionRecord) -> bool {
    message.phase() != Phase::TlsHandshake || record.tls.is_none()
}

/// When the client left, from the start of the connection on.
fn left_at(record: &ConnectionRecord) -> Duration {
    let mut events = record.events.iter().rev();
    let left =
        events.find(|event| matches!(event.what, Happening::ClientClosed | Happening::ClientReset));
    left.map_or_else(|| record.lasted.unwrap_or_default(), |event| event.at)
}
