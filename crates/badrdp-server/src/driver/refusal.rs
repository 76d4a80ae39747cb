//! What the server refuses, read off its own messages.

use badrdp_proto::message::ByteOrder;
use badrdp_proto::{Message, MessageName};

use crate::transcript::{Refusal, RefusalKind};

/// `dwErrorCode` of a client that is let in: STATUS_VALID_CLIENT (MS-RDPBCGR 2.2.1.12.1.3).
const VALID_CLIENT: u32 = 7;

/// The refusal that a message says, if it says one.
pub(super) fn refusal(message: &Message) -> Option<Refusal> {
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
    let code = number(message, field)?;
    let harmless = code == 0 || kind == RefusalKind::Licensing && code == VALID_CLIENT;
    (!harmless).then_some(Refusal {
        kind,
        code: Some(code),
    })
}

fn number(message: &Message, name: &str) -> Option<u32> {
    let field = message.field(name)?;
    let bytes: [u8; 4] = message.bytes.get(field.range.clone())?.try_into().ok()?;
    Some(match field.order {
        ByteOrder::Big => u32::from_be_bytes(bytes),
        ByteOrder::Little => u32::from_le_bytes(bytes),
    })
}
