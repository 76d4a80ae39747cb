//! Pointer updates (MS-RDPBCGR 2.2.9.1.1.4): attributes, the same on both paths.

use crate::length::length16;
use crate::message::{Message, MessageName};
use crate::reader::Reader;
use crate::share::Malformed;
use crate::writer::Writer;

/// The shape or the place of the pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pointer {
    /// The pointer that the client's system has.
    Default,
    /// No pointer.
    Hidden,
    /// The pointer is put somewhere.
    Position {
        /// `xPos` in pixels
        x: u16,
        /// `yPos` in pixels
        y: u16,
    },
    /// Color Pointer: a shape of 24 bits per pixel.
    Color(PointerShape),
    /// New Pointer: a shape with its own depth.
    New {
        /// `xorBpp`: bits per pixel of the XOR mask.
        bits_per_pixel: u16,
        /// The shape.
        shape: PointerShape,
    },
    /// A shape sent before.
    Cached {
        /// `cacheIndex`
        index: u16,
    },
}

/// TS_COLORPOINTERATTRIBUTE (2.2.9.1.1.4.4). Nothing here has to be true.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PointerShape {
    /// `cacheIndex`
    pub cache_index: u16,
    /// `hotSpot.xPos`
    pub hot_x: u16,
    /// `hotSpot.yPos`
    pub hot_y: u16,
    /// `width` in pixels
    pub width: u16,
    /// `height` in pixels
    pub height: u16,
    /// `xorMaskData`, from the bottom row to the top row, rows padded to two bytes
    pub xor_mask: Vec<u8>,
    /// `andMaskData`, one bit per pixel, from the bottom row to the top row, rows padded to
    /// two bytes
    pub and_mask: Vec<u8>,
}

impl PointerShape {
    fn write(&self, writer: &mut Writer) {
        writer
            .u16_le("pointer.cache-index", self.cache_index)
            .u16_le("pointer.hot-spot-x", self.hot_x)
            .u16_le("pointer.hot-spot-y", self.hot_y)
            .u16_le("pointer.width", self.width)
            .u16_le("pointer.height", self.height)
            .u16_le("pointer.length-and-mask", length16(self.and_mask.len()))
            .u16_le("pointer.length-xor-mask", length16(self.xor_mask.len()))
            .raw("pointer.xor-mask-data", &self.xor_mask)
            .raw("pointer.and-mask-data", &self.and_mask)
            .u8("pointer.pad", 0);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let mut shape = Self {
            cache_index: reader.u16_le()?,
            hot_x: reader.u16_le()?,
            hot_y: reader.u16_le()?,
            width: reader.u16_le()?,
            height: reader.u16_le()?,
            ..Self::default()
        };
        let and_len = usize::from(reader.u16_le()?);
        let xor_len = usize::from(reader.u16_le()?);
        shape.xor_mask = reader.take(xor_len)?.to_vec();
        shape.and_mask = reader.take(and_len)?.to_vec();
        Ok(shape)
    }
}

/// The attributes; `system_type` says that Default and Hidden have one, as in slow-path.
pub(super) fn body(name: MessageName, pointer: &Pointer, system_type: bool) -> Message {
    let mut writer = Writer::new(name);
    match pointer {
        Pointer::Default if system_type => {
            writer.u32_le(
                "pointer.system-pointer-type",
                0x7F00, /* SYSPTR_DEFAULT */
            );
        }
        Pointer::Hidden if system_type => {
            writer.u32_le("pointer.system-pointer-type", 0 /* SYSPTR_NULL */);
        }
        Pointer::Default | Pointer::Hidden => {}
        Pointer::Position { x, y } => {
            writer
                .u16_le("pointer.x-pos", *x)
                .u16_le("pointer.y-pos", *y);
        }
        Pointer::Color(shape) => shape.write(&mut writer),
        Pointer::New {
            bits_per_pixel,
            shape,
        } => {
            writer.u16_le("pointer.xor-bpp", *bits_per_pixel);
            shape.write(&mut writer);
        }
        Pointer::Cached { index } => {
            writer.u16_le("pointer.cache-index", *index);
        }
    }
    writer.finish()
}

/// Reads a Pointer Position.
pub(super) fn position(reader: &mut Reader<'_>) -> Result<Pointer, Malformed> {
    Ok(Pointer::Position {
        x: reader.u16_le()?,
        y: reader.u16_le()?,
    })
}

/// Reads a Color Pointer.
pub(super) fn color(reader: &mut Reader<'_>) -> Result<Pointer, Malformed> {
    PointerShape::read(reader).map(Pointer::Color)
}

/// Reads a New Pointer.
pub(super) fn new(reader: &mut Reader<'_>) -> Result<Pointer, Malformed> {
    Ok(Pointer::New {
        bits_per_pixel: reader.u16_le()?,
        shape: PointerShape::read(reader)?,
    })
}

/// Reads a Cached Pointer.
pub(super) fn cached(reader: &mut Reader<'_>) -> Result<Pointer, Malformed> {
    Ok(Pointer::Cached {
        index: reader.u16_le()?,
    })
}
