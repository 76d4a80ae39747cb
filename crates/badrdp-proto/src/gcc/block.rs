//! TS_UD_HEADER, which starts every block (MS-RDPBCGR 2.2.1.3.1).

use crate::length::length16;
use crate::mcs::DecodeError;
use crate::message::{Message, MessageName};
use crate::reader::{Reader, TooShort};
use crate::writer::Writer;

/// `type` and `length`.
const HEADER_LEN: usize = 4;

/// Writes a block of the server: its header, with the two names given, and `body`.
pub(super) fn write(
    writer: &mut Writer,
    (type_field, length_field): (&'static str, &'static str),
    kind: u16,
    body: Message,
) {
    writer
        .u16_le(type_field, kind)
        .u16_le(length_field, length_of(&body.bytes))
        .append(body);
}

/// A writer for the body of a server's block.
pub(super) fn body() -> Writer {
    Writer::new(MessageName::ConnectResponse)
}

/// A block of the client.
pub(super) fn encode(kind: u16, body: &[u8]) -> Vec<u8> {
    let mut out = kind.to_le_bytes().to_vec();
    out.extend(length_of(body).to_le_bytes());
    out.extend_from_slice(body);
    out
}

/// Reads the next block: its type and its body. `None` behind the last one.
///
/// A block that promises more than there is gets what there is.
pub(super) fn next<'a>(reader: &mut Reader<'a>) -> Result<Option<(u16, Reader<'a>)>, DecodeError> {
    if reader.rest().len() < HEADER_LEN {
        return Ok(None);
    }
    let kind = reader.u16_le()?;
    let length = reader.u16_le()?;
    let Some(body_len) = usize::from(length).checked_sub(HEADER_LEN) else {
        return Err(DecodeError::BlockLength { kind, length });
    };
    let body = reader.take(body_len.min(reader.rest().len()))?;
    Ok(Some((kind, Reader::new(body))))
}

/// Says in which block something is missing.
pub(super) fn in_block<T>(kind: u16, read: Result<T, TooShort>) -> Result<T, DecodeError> {
    read.map_err(|source| DecodeError::Block { kind, source })
}

fn length_of(body: &[u8]) -> u16 {
    length16(HEADER_LEN + body.len())
}
