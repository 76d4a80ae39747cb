//! Bitmap Update: TS_UPDATE_BITMAP_DATA (MS-RDPBCGR 2.2.9.1.1.3.1.2.1), the same on both paths.

use crate::length::length16;
use crate::message::{Message, MessageName};
use crate::reader::Reader;
use crate::share::Malformed;
use crate::writer::Writer;

/// UPDATETYPE_BITMAP
pub const UPDATE_TYPE: u16 = 1;
/// BITMAP_COMPRESSION: the data are compressed.
pub const COMPRESSION: u16 = 0x0001;
/// NO_BITMAP_COMPRESSION_HDR: compressed, without TS_CD_HEADER before the data.
pub const NO_COMPRESSION_HEADER: u16 = 0x0400;

/// One rectangle: TS_BITMAP_DATA (2.2.9.1.1.3.1.2.2). Nothing here has to be true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bitmap {
    /// `destLeft` in pixels
    pub left: u16,
    /// `destTop` in pixels
    pub top: u16,
    /// `destRight` in pixels, inclusive
    pub right: u16,
    /// `destBottom` in pixels, inclusive
    pub bottom: u16,
    /// `width` of the data in pixels, a multiple of four where they are not compressed
    pub width: u16,
    /// `height` of the data in pixels
    pub height: u16,
    /// `bitsPerPixel`
    pub bits_per_pixel: u16,
    /// `flags`: [`COMPRESSION`], [`NO_COMPRESSION_HEADER`]
    pub flags: u16,
    /// `bitmapDataStream` without TS_CD_HEADER, from the bottom row to the top row
    pub data: Vec<u8>,
}

impl Bitmap {
    /// Whether TS_CD_HEADER comes before the data.
    const fn has_compression_header(&self) -> bool {
        self.flags & COMPRESSION != 0 && self.flags & NO_COMPRESSION_HEADER == 0
    }

    fn write(&self, writer: &mut Writer) {
        let header_len = if self.has_compression_header() { 8 } else { 0 };
        writer
            .u16_le("bitmap-data.dest-left", self.left)
            .u16_le("bitmap-data.dest-top", self.top)
            .u16_le("bitmap-data.dest-right", self.right)
            .u16_le("bitmap-data.dest-bottom", self.bottom)
            .u16_le("bitmap-data.width", self.width)
            .u16_le("bitmap-data.height", self.height)
            .u16_le("bitmap-data.bits-per-pixel", self.bits_per_pixel)
            .u16_le("bitmap-data.flags", self.flags)
            .u16_le(
                "bitmap-data.bitmap-length",
                length16(header_len + self.data.len()),
            );
        if self.has_compression_header() {
            let pixels = usize::from(self.width) * usize::from(self.height);
            let uncompressed = pixels * usize::from(self.bits_per_pixel.div_ceil(8));
            // TS_CD_HEADER (2.2.9.1.1.3.1.2.3): the width is in pixels, the sizes are in bytes.
            writer
                .u16_le("bitmap-data.comp-first-row-size", 0)
                .u16_le("bitmap-data.comp-main-body-size", length16(self.data.len()))
                .u16_le("bitmap-data.scan-width", self.width)
                .u16_le("bitmap-data.uncompressed-size", length16(uncompressed));
        }
        writer.raw("bitmap-data.bitmap-data-stream", &self.data);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let mut bitmap = Self {
            left: reader.u16_le()?,
            top: reader.u16_le()?,
            right: reader.u16_le()?,
            bottom: reader.u16_le()?,
            width: reader.u16_le()?,
            height: reader.u16_le()?,
            bits_per_pixel: reader.u16_le()?,
            flags: reader.u16_le()?,
            data: Vec::new(),
        };
        let length = usize::from(reader.u16_le()?);
        let mut data = Reader::new(reader.take(length)?);
        if bitmap.has_compression_header() {
            let first_row_size = data.u16_le()?;
            if first_row_size != 0 {
                let field = "bitmap-data.comp-first-row-size";
                return Err(Malformed::field(field, first_row_size));
            }
            let main_body_size = data.u16_le()?;
            data.take(2 /* cbScanWidth */ + 2 /* cbUncompressedSize */)?;
            if usize::from(main_body_size) != data.rest().len() {
                let field = "bitmap-data.comp-main-body-size";
                return Err(Malformed::field(field, main_body_size));
            }
        }
        bitmap.data = data.rest().to_vec();
        Ok(bitmap)
    }
}

/// `updateType` to the last rectangle.
pub(super) fn body(name: MessageName, bitmaps: &[Bitmap]) -> Message {
    let mut writer = Writer::new(name);
    writer
        .u16_le("bitmap-update.update-type", UPDATE_TYPE)
        .u16_le("bitmap-update.number-rectangles", length16(bitmaps.len()));
    for bitmap in bitmaps {
        bitmap.write(&mut writer);
    }
    writer.finish()
}

/// Reads `numberRectangles` and the rectangles, which the bytes bound; nothing may follow.
pub(super) fn decode(reader: &mut Reader<'_>) -> Result<Vec<Bitmap>, Malformed> {
    let count = reader.u16_le()?;
    let bitmaps = (0..count)
        .map(|_| Bitmap::read(reader))
        .collect::<Result<_, _>>()?;
    if reader.is_empty() {
        return Ok(bitmaps);
    }
    let field = "bitmap-update.number-rectangles";
    Err(Malformed::field(field, count))
}
