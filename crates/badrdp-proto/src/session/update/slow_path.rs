//! Slow-path updates (MS-RDPBCGR 2.2.9.1.1.3, 2.2.9.1.1.4): share data PDUs.

use super::{Pointer, Update, bitmap, palette, pointer};
use crate::message::{Message, MessageName};
use crate::reader::Reader;
use crate::share::Malformed;
use crate::share::data::{self, pdu_type2};
use crate::writer::Writer;

/// UPDATETYPE_SYNCHRONIZE
const SYNCHRONIZE: u16 = 3;

const SYSTEM: u16 = 1;
const POSITION: u16 = 3;
const COLOR: u16 = 6;
const CACHED: u16 = 7;
const NEW: u16 = 8;

/// One update. A Synchronize and an unknown one have the name `bitmap-update`.
#[must_use]
pub fn encode(share_id: u32, update: &Update) -> Message {
    let graphics = MessageName::BitmapUpdate;
    let (pdu_type2, body) = match update {
        Update::Bitmap(bitmaps) => (pdu_type2::UPDATE, bitmap::body(graphics, bitmaps)),
        Update::Palette(colors) => (
            pdu_type2::UPDATE,
            palette::body(MessageName::PaletteUpdate, colors),
        ),
        Update::Pointer(pointer) => (pdu_type2::POINTER, pointer_body(pointer)),
        Update::Synchronize => (pdu_type2::UPDATE, other(SYNCHRONIZE, &[0, 0])),
        Update::Unknown { code, data } => (pdu_type2::UPDATE, other(u16::from(*code), data)),
    };
    data::from_server(share_id, pdu_type2, body)
}

/// Reads the body of a share data PDU of type PDUTYPE2_UPDATE.
///
/// # Errors
/// [`Malformed`] when a length or a count is more than there is.
pub fn decode_update(body: &[u8]) -> Result<Update, Malformed> {
    let mut reader = Reader::new(body);
    Ok(match reader.u16_le()? {
        bitmap::UPDATE_TYPE => Update::Bitmap(bitmap::decode(&mut reader)?),
        palette::UPDATE_TYPE => Update::Palette(palette::decode(&mut reader)?),
        SYNCHRONIZE => Update::Synchronize,
        other => Update::Unknown {
            code: other.to_le_bytes()[0],
            data: reader.rest().to_vec(),
        },
    })
}

/// Reads the body of a share data PDU of type PDUTYPE2_POINTER.
///
/// # Errors
/// [`Malformed`] when a length is more than there is, or the type is unknown.
pub fn decode_pointer(body: &[u8]) -> Result<Pointer, Malformed> {
    let mut reader = Reader::new(body);
    let message_type = reader.u16_le()?;
    reader.u16_le()?;
    match message_type {
        SYSTEM => Ok(if reader.u32_le()? == 0 {
            Pointer::Hidden
        } else {
            Pointer::Default
        }),
        POSITION => pointer::position(&mut reader),
        COLOR => pointer::color(&mut reader),
        CACHED => pointer::cached(&mut reader),
        NEW => pointer::new(&mut reader),
        other => Err(Malformed::field("pointer-update.message-type", other)),
    }
}

fn pointer_body(pointer: &Pointer) -> Message {
    let message_type = match pointer {
        Pointer::Default | Pointer::Hidden => SYSTEM,
        Pointer::Position { .. } => POSITION,
        Pointer::Color(_) => COLOR,
        Pointer::Cached { .. } => CACHED,
        Pointer::New { .. } => NEW,
    };
    let name = MessageName::PointerUpdate;
    let mut body = Writer::new(name);
    body.u16_le("pointer-update.message-type", message_type)
        .u16_le("pointer-update.pad2octets", 0)
        .append(pointer::body(name, pointer, true));
    body.finish()
}

fn other(update_type: u16, data: &[u8]) -> Message {
    let mut body = Writer::new(MessageName::BitmapUpdate);
    body.u16_le("update.update-type", update_type);
    if !data.is_empty() {
        body.raw("update.data", data);
    }
    body.finish()
}
