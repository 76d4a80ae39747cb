//! What the server refuses, read off its own messages after faults have had their way with them.

use badrdp_faults::{Op, Reaction};
use badrdp_proto::message::{ByteOrder, Field};
use badrdp_proto::{Message, MessageName};

use super::Driver;
use crate::transcript::{Refusal, RefusalKind};
use crate::wire::Wire;

/// `dwErrorCode` of a client that is let in: STATUS_VALID_CLIENT (MS-RDPBCGR 2.2.1.12.1.3).
const VALID_CLIENT: u32 = 7;

impl<W: Wire> Driver<'_, W> {
    /// Notes what a message refuses, as far as what is to become of it still says so.
    pub(super) fn note_refusal(&self, message: &Message, reaction: &Reaction) {
        let Some((kind, field)) = refuses(message) else {
            return;
        };
        let said = said(message, reaction);
        let Some(code) = read(message, field, &said) else {
            return;
        };
        let harmless = code == 0 || kind == RefusalKind::Licensing && code == VALID_CLIENT;
        if !harmless {
            let code = Some(code);
            self.recorder
                .update(|record| record.refusal = Some(Refusal { kind, code }));
        }
    }
}

/// What a message can refuse, and the field that says whether it does.
fn refuses(message: &Message) -> Option<(RefusalKind, &Field)> {
    let (kind, field) = match message.name {
        MessageName::EarlyUserAuthorizationResult => (
            RefusalKind::Connection,
            "early-user-authorization-result.authorization-result",
        ),
        MessageName::LicenseError => (RefusalKind::Licensing, "licensing.error.code"),
        MessageName::SaveSessionInfo => (
            RefusalKind::Authentication,
            "logon-errors.error-notification-type",
        ),
        MessageName::SetErrorInfo => (RefusalKind::Connection, "set-error-info.error-info"),
        MessageName::TsRequestReply => (RefusalKind::Authentication, "ts-request.error-code"),
        _ => return None,
    };
    Some((kind, message.field(field)?))
}

/// The bytes that are to be written of a message: none where it is dropped, others where it is
/// changed.
fn said(message: &Message, reaction: &Reaction) -> Vec<u8> {
    let writes = reaction.steps.iter().filter_map(|step| match &step.op {
        Op::Write {
            message: name,
            bytes,
            ..
        } if *name == message.name => Some(bytes.as_slice()),
        _ => None,
    });
    writes.collect::<Vec<_>>().concat()
}

/// The number in a field of what is said, unless it is no longer that message up to there.
fn read(message: &Message, field: &Field, said: &[u8]) -> Option<u32> {
    let start = field.range.start;
    if said.get(..start)? != message.bytes.get(..start)? {
        return None;
    }
    let bytes: [u8; 4] = said.get(field.range.clone())?.try_into().ok()?;
    Some(match field.order {
        ByteOrder::Big => u32::from_be_bytes(bytes),
        ByteOrder::Little => u32::from_le_bytes(bytes),
    })
}
