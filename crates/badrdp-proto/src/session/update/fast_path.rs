//! Fast-path output (MS-RDPBCGR 2.2.9.1.2): a PDU of its own, without TPKT.
//!
//! ```text
//! | fpOutputHeader | length1 length2 | [fipsInformation] [dataSignature] | updates |
//!                                       under Standard RDP Security
//! ```

use super::fragments::{self, Fragmentation};
use super::{Pointer, Update, bitmap, palette, pointer};
use crate::length::{length16, length32};
use crate::message::{Message, MessageName};
use crate::reader::Reader;
use crate::session::input::fast_path as input;
use crate::share::Malformed;
use crate::writer::Writer;

const BITMAP: u8 = 0x1;
const PALETTE: u8 = 0x2;
const SYNCHRONIZE: u8 = 0x3;
const POINTER_HIDDEN: u8 = 0x5;
const POINTER_DEFAULT: u8 = 0x6;
const POINTER_POSITION: u8 = 0x8;
const POINTER_COLOR: u8 = 0x9;
const POINTER_CACHED: u8 = 0xA;
const POINTER_NEW: u8 = 0xB;

/// FASTPATH_OUTPUT_SECURE_CHECKSUM, at its place in the header.
const SECURE_CHECKSUM: u8 = 0x40;
/// FASTPATH_OUTPUT_ENCRYPTED, at its place in the header.
const ENCRYPTED: u8 = 0x80;

/// The name of the field that whoever encrypts fills in.
pub const SIGNATURE_FIELD: &str = "fast-path.data-signature";

/// What Standard RDP Security adds. Who encrypts fills `fast-path.data-signature`, which is
/// eight zero bytes here, and encrypts everything behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// Nothing: Enhanced RDP Security, or no encryption of what the server says.
    None,
    /// `dataSignature`
    Signed {
        /// FASTPATH_OUTPUT_SECURE_CHECKSUM: the signature counts the packets.
        salted: bool,
    },
    /// `fipsInformation` and `dataSignature`; the updates are padded to a multiple of eight bytes.
    Fips,
}

/// One update in one PDU. A Synchronize and an unknown one have the name
/// `fast-path-bitmap-update`.
#[must_use]
pub fn encode(protection: Protection, update: &Update) -> Message {
    let (name, code, data) = update_data(update);
    let mut content = Writer::new(name);
    content
        .u8("fast-path.update-header", code)
        .u16_le("fast-path.size", length16(data.bytes.len()))
        .append(data);
    output(protection, content.finish())
}

/// Puts the fast-path header in front of `updates`, which may be anything.
#[must_use]
pub fn output(protection: Protection, updates: Message) -> Message {
    let padding = match protection {
        Protection::Fips => updates.bytes.len().wrapping_neg() % 8,
        _ => 0,
    };
    let (flags, security) = match protection {
        Protection::None => (0, 0),
        Protection::Signed { salted: false } => (ENCRYPTED, 8),
        Protection::Signed { salted: true } => (ENCRYPTED | SECURE_CHECKSUM, 8),
        Protection::Fips => (ENCRYPTED, 4 + 8),
    };
    let total = 1 + 2 + security + updates.bytes.len() + padding;
    let mut writer = Writer::new(updates.name);
    writer
        .u8("fast-path.output-header", flags)
        // The long form: the top bit says so, 15 bits are the length.
        .u16_be("fast-path.length", length16(total).min(0x7FFF) | 0x8000);
    if protection == Protection::Fips {
        writer
            .u16_le("fast-path.fips-length", 0x10)
            .u8("fast-path.fips-version", 1)
            .u8("fast-path.fips-padlen", length16(padding).to_le_bytes()[0]);
    }
    if security > 0 {
        writer.raw(SIGNATURE_FIELD, &[0; 8]);
    }
    writer.append(updates);
    if padding > 0 {
        writer.raw(
            "fast-path.fips-padding",
            [0; 7].get(..padding).unwrap_or_default(),
        );
    }
    writer.finish()
}

/// Reads the updates of one PDU without encryption.
///
/// # Errors
/// [`Malformed`] when the PDU is encrypted, or a length or a count is more than there is.
pub fn decode(bytes: &[u8]) -> Result<Vec<Update>, Malformed> {
    let mut reader = Reader::new(bytes);
    let header = reader.u8()?;
    if header & (3 | ENCRYPTED) != 0 {
        return Err(Malformed::field("fast-path.output-header", header));
    }
    if reader.u8()? & 0x80 != 0 {
        reader.u8()?;
    }
    let length = input::length(bytes).unwrap_or_default();
    if length != bytes.len() {
        return Err(Malformed::field("fast-path.length", length32(length)));
    }
    decode_updates(reader.rest())
}

/// Reads updates that were decrypted. Fragments and compressed updates become
/// [`Update::Unknown`]: they are not put together here.
///
/// # Errors
/// [`Malformed`] when a length or a count is more than there is.
pub fn decode_updates(bytes: &[u8]) -> Result<Vec<Update>, Malformed> {
    let pieces = fragments::pieces(bytes)?;
    pieces
        .into_iter()
        .map(|piece| {
            if piece.fragmentation == Fragmentation::Single && piece.compression.is_none() {
                return decode_update(piece.code, piece.data);
            }
            Ok(Update::Unknown {
                code: piece.code,
                data: piece.data.to_vec(),
            })
        })
        .collect()
}

/// Reads one update that is whole.
///
/// # Errors
/// [`Malformed`] when a length or a count is more than there is.
pub fn decode_update(code: u8, data: &[u8]) -> Result<Update, Malformed> {
    let mut reader = Reader::new(data);
    Ok(match code {
        BITMAP => {
            expect_type(&mut reader, bitmap::UPDATE_TYPE)?;
            Update::Bitmap(bitmap::decode(&mut reader)?)
        }
        PALETTE => {
            expect_type(&mut reader, palette::UPDATE_TYPE)?;
            Update::Palette(palette::decode(&mut reader)?)
        }
        SYNCHRONIZE => Update::Synchronize,
        POINTER_HIDDEN => Update::Pointer(Pointer::Hidden),
        POINTER_DEFAULT => Update::Pointer(Pointer::Default),
        POINTER_POSITION => Update::Pointer(pointer::position(&mut reader)?),
        POINTER_COLOR => Update::Pointer(pointer::color(&mut reader)?),
        POINTER_CACHED => Update::Pointer(pointer::cached(&mut reader)?),
        POINTER_NEW => Update::Pointer(pointer::new(&mut reader)?),
        _ => Update::Unknown {
            code,
            data: data.to_vec(),
        },
    })
}

fn expect_type(reader: &mut Reader<'_>, expected: u16) -> Result<(), Malformed> {
    let update_type = reader.u16_le()?;
    if update_type == expected {
        Ok(())
    } else {
        Err(Malformed::field("update.update-type", update_type))
    }
}

fn update_data(update: &Update) -> (MessageName, u8, Message) {
    let graphics = MessageName::FastPathBitmapUpdate;
    let (name, code, data) = match update {
        Update::Bitmap(bitmaps) => return (graphics, BITMAP, bitmap::body(graphics, bitmaps)),
        Update::Palette(colors) => {
            let name = MessageName::FastPathPaletteUpdate;
            return (name, PALETTE, palette::body(name, colors));
        }
        Update::Pointer(shape) => {
            let name = MessageName::FastPathPointerUpdate;
            return (name, pointer_code(shape), pointer::body(name, shape, false));
        }
        Update::Synchronize => (graphics, SYNCHRONIZE, &[][..]),
        Update::Unknown { code, data } => (graphics, code & 0x0F, &data[..]),
    };
    let mut writer = Writer::new(name);
    if !data.is_empty() {
        writer.raw("fast-path.update-data", data);
    }
    (name, code, writer.finish())
}

const fn pointer_code(pointer: &Pointer) -> u8 {
    match pointer {
        Pointer::Hidden => POINTER_HIDDEN,
        Pointer::Default => POINTER_DEFAULT,
        Pointer::Position { .. } => POINTER_POSITION,
        Pointer::Color(_) => POINTER_COLOR,
        Pointer::Cached { .. } => POINTER_CACHED,
        Pointer::New { .. } => POINTER_NEW,
    }
}

#[cfg(test)]
mod tests;
