//! Palette Update: TS_UPDATE_PALETTE_DATA (MS-RDPBCGR 2.2.9.1.1.3.1.1.1), the same on both paths.

use crate::length::length32;
use crate::message::{Message, MessageName};
use crate::reader::Reader;
use crate::share::Malformed;
use crate::writer::Writer;

/// UPDATETYPE_PALETTE
pub const UPDATE_TYPE: u16 = 2;

/// `updateType` to the last color. An honest palette has 256.
pub(super) fn body(name: MessageName, colors: &[[u8; 3]]) -> Message {
    let mut writer = Writer::new(name);
    writer
        .u16_le("palette-update.update-type", UPDATE_TYPE)
        .u16_le("palette-update.pad2octets", 0)
        .u32_le("palette-update.number-colors", length32(colors.len()))
        .raw("palette-update.palette-entries", &colors.concat());
    writer.finish()
}

/// Reads `pad2Octets` to the last color, which the bytes bound.
pub(super) fn decode(reader: &mut Reader<'_>) -> Result<Vec<[u8; 3]>, Malformed> {
    reader.u16_le()?;
    let count = reader.u32_le()?;
    let mut colors = Vec::new();
    for _ in 0..count {
        colors.push(reader.array()?);
    }
    Ok(colors)
}
