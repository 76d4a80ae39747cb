//! Makes a message with its bytes of one that the server kept.

use badrdp_server::{Exchange as Kept, FieldSeen, hex};

use super::super::exchange::{Exchange, Field};
use super::{millis, word};

pub(super) fn exchange(kept: &Kept) -> Exchange {
    Exchange {
        at_ms: millis(kept.at),
        from: word(&kept.from),
        message: kept.message.to_string(),
        phase: kept.phase.to_string(),
        protection: word(&kept.protection),
        len: kept.len,
        bytes: hex(&kept.bytes),
        changed_by: kept.changed_by.iter().map(ToString::to_string).collect(),
        fields: kept.fields.iter().map(field).collect(),
    }
}

fn field(seen: &FieldSeen) -> Field {
    let place = |place: usize| u64::try_from(place).unwrap_or(u64::MAX);
    Field {
        name: seen.name.to_owned(),
        start: place(seen.start),
        end: place(seen.end),
        value: seen.value.clone(),
    }
}
