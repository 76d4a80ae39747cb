//! LICENSE_PREAMBLE, in front of every licensing message (MS-RDPBCGR 2.2.1.12.1.1).
//!
//! ```text
//! | bMsgType | flags | wMsgSize |
//! ```

use crate::length::length16;
use crate::message::Message;
use crate::reader::{Reader, TooShort};
use crate::writer::Writer;

/// The bytes of a preamble.
pub const LEN: usize = 4;

/// `flags`: PREAMBLE_VERSION_3_0, RDP 5.0 and later.
pub const VERSION_3_0: u8 = 3;

/// `flags`: the client takes error messages with text.
pub const EXTENDED_ERROR_MSG_SUPPORTED: u8 = 0x80;

/// The values of `bMsgType`.
pub mod message_type {
    /// LICENSE_REQUEST, of the server.
    pub const LICENSE_REQUEST: u8 = 0x01;
    /// PLATFORM_CHALLENGE, of the server.
    pub const PLATFORM_CHALLENGE: u8 = 0x02;
    /// NEW_LICENSE, of the server.
    pub const NEW_LICENSE: u8 = 0x03;
    /// UPGRADE_LICENSE, of the server.
    pub const UPGRADE_LICENSE: u8 = 0x04;
    /// LICENSE_INFO, of the client.
    pub const LICENSE_INFO: u8 = 0x12;
    /// NEW_LICENSE_REQUEST, of the client.
    pub const NEW_LICENSE_REQUEST: u8 = 0x13;
    /// PLATFORM_CHALLENGE_RESPONSE, of the client.
    pub const PLATFORM_CHALLENGE_RESPONSE: u8 = 0x15;
    /// ERROR_ALERT, of both.
    pub const ERROR_ALERT: u8 = 0xFF;
}

/// `body` with a preamble in front.
#[must_use]
pub fn wrap(message_type: u8, body: Message) -> Message {
    let mut writer = Writer::new(body.name);
    let size = length16(LEN + body.bytes.len());
    writer
        .u8("licensing.preamble.message-type", message_type)
        .u8("licensing.preamble.flags", VERSION_3_0)
        .u16_le("licensing.preamble.message-size", size)
        .append(body);
    writer.finish()
}

/// Reads a preamble: the message's type. Its size is not looked at, since the layers below
/// say it too, and some peers pad.
///
/// # Errors
/// [`TooShort`] when it ends early.
pub fn decode(reader: &mut Reader<'_>) -> Result<u8, TooShort> {
    let message_type = reader.u8()?;
    reader.take(LEN - 1)?;
    Ok(message_type)
}
