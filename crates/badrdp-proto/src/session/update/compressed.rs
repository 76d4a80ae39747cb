//! Whether compressed bitmaps are whole: how many pixels their bytes make, without making them.
//!
//! Interleaved RLE up to 24 bits per pixel (MS-RDPBCGR 2.2.9.1.1.3.1.2.4), RDP 6.0 at 32
//! (MS-RDPEGDI 2.2.2.5.1). No value of a pixel can be wrong, so counting them finds every
//! stream that a decoder could not take. The work is bounded by the bytes, whatever the
//! size of the bitmap.

use super::Bitmap;
use super::bitmap::COMPRESSION;
use crate::reader::{Reader, TooShort};

/// What is wrong with a compressed bitmap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// The bytes ended inside an order or a plane.
    #[error("its compressed data end too early")]
    Cut,
    /// Bytes are left once every pixel is there.
    #[error("{0} bytes follow its compressed data")]
    Left(usize),
    /// A code that no standard has.
    #[error("the code {0:#04x} in its compressed data is in no standard")]
    Code(u8),
    /// The pixels are more or fewer than width times height; a row, where the rows are told
    /// apart.
    #[error("its compressed data make {made} pixels, not {due}")]
    Pixels {
        /// As many as there are.
        made: usize,
        /// As many as there should be.
        due: usize,
    },
}

impl From<TooShort> for Broken {
    fn from(_: TooShort) -> Self {
        Self::Cut
    }
}

impl Bitmap {
    /// Whether compressed data make exactly the pixels of the bitmap. Nothing is said about data
    /// that are not compressed, nor about depths that have no compression.
    ///
    /// # Errors
    /// [`Broken`]
    pub fn check_compression(&self) -> Result<(), Broken> {
        if self.flags & COMPRESSION == 0 {
            return Ok(());
        }
        let (width, height) = (usize::from(self.width), usize::from(self.height));
        match self.bits_per_pixel {
            32 => planar(&self.data, width, height),
            bits @ (8 | 15 | 16 | 24) => {
                let size = usize::from(bits.div_ceil(8));
                interleaved(&self.data, width * height, size)
            }
            _ => Ok(()),
        }
    }
}

/// Counts the pixels of interleaved RLE, of `size` bytes each.
fn interleaved(data: &[u8], due: usize, size: usize) -> Result<(), Broken> {
    let mut reader = Reader::new(data);
    let mut made: usize = 0;
    while !reader.is_empty() {
        made = made.saturating_add(order(&mut reader, size)?);
        if made > due {
            return Err(Broken::Pixels { made, due });
        }
    }
    if made == due {
        Ok(())
    } else {
        Err(Broken::Pixels { made, due })
    }
}

/// Takes one order, and says how many pixels it makes.
fn order(reader: &mut Reader<'_>, size: usize) -> Result<usize, Broken> {
    /// REGULAR_FGBG_IMAGE and its kin count eight pixels a unit.
    const UNIT: usize = 8;
    let first = reader.u8()?;
    let (code, short) = match first {
        0xF9 | 0xFA => return Ok(UNIT), // SPECIAL_FGBG_1, SPECIAL_FGBG_2
        0xFD | 0xFE => return Ok(1),    // WHITE, BLACK
        0xF0..=0xFF => (first, None),
        0xC0..=0xEF => (first & 0xF0, Some(usize::from(first & 0x0F))),
        _ => (first & 0xE0, Some(usize::from(first & 0x1F))),
    };
    let length = match (code, short) {
        (_, None) => usize::from(reader.u16_le()?),
        (0x40 | 0xD0, Some(0)) => usize::from(reader.u8()?) + 1,
        (0x40 | 0xD0, Some(units)) => units * UNIT,
        (0xC0 | 0xE0, Some(0)) => usize::from(reader.u8()?) + 16,
        (_, Some(0)) => usize::from(reader.u8()?) + 32,
        (_, Some(length)) => length,
    };
    let masks = length.div_ceil(UNIT);
    let (bytes, pixels) = match code {
        0x00 | 0xF0 | 0x20 | 0xF1 => (0, length), // background and foreground runs
        0x60 | 0xF3 | 0xC0 | 0xF6 => (size, length), // runs that bring their color
        0x40 | 0xF2 => (masks, length),           // foreground and background images
        0xD0 | 0xF7 => (size + masks, length),
        0x80 | 0xF4 => (length * size, length), // color images
        0xE0 | 0xF8 => (2 * size, 2 * length),  // dithered runs: pairs
        _ => return Err(Broken::Code(first)),
    };
    reader.take(bytes)?;
    Ok(pixels)
}

/// Takes the planes of RDP 6.0 apart.
fn planar(data: &[u8], width: usize, height: usize) -> Result<(), Broken> {
    const CHROMA_SUBSAMPLING: u8 = 0x08;
    const RLE: u8 = 0x10;
    const NO_ALPHA: u8 = 0x20;
    const RESERVED: u8 = 0xC0;
    let mut reader = Reader::new(data);
    let header = reader.u8()?;
    if header & RESERVED != 0 {
        return Err(Broken::Code(header));
    }
    let full = (width, height);
    let chroma = if header & CHROMA_SUBSAMPLING == 0 {
        full
    } else {
        (width.div_ceil(2), height.div_ceil(2))
    };
    let alpha = (header & NO_ALPHA == 0).then_some(full);
    for (columns, rows) in alpha.into_iter().chain([full, chroma, chroma]) {
        if header & RLE == 0 {
            reader.take(columns * rows)?;
            continue;
        }
        for _ in 0..rows {
            row(&mut reader, columns)?;
        }
    }
    // A byte of padding follows planes that are not compressed.
    let padding = usize::from(header & RLE == 0);
    match reader.rest().len() {
        left if left > padding => Err(Broken::Left(left)),
        _ => Ok(()),
    }
}

/// Takes the segments of one row of a plane (MS-RDPEGDI 2.2.2.5.1.1).
fn row(reader: &mut Reader<'_>, due: usize) -> Result<(), Broken> {
    let mut made = 0;
    while made < due {
        let control = reader.u8()?;
        let (raw, run) = (usize::from(control >> 4), usize::from(control & 0x0F));
        let (raw, run) = match run {
            1 => (0, 16 + raw),
            2 => (0, 32 + raw),
            run => (raw, run),
        };
        reader.take(raw)?;
        made += raw + run;
    }
    if made == due {
        Ok(())
    } else {
        Err(Broken::Pixels { made, due })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn interleaved_orders_make_as_many_pixels_as_they_say() {
        for (data, pixels) in [
            (&[0x04][..], 4),                     // background run
            (&[0x00, 2], 34),                     // a long one
            (&[0x63, 1, 2], 3),                   // color run
            (&[0x82, 1, 2, 3, 4], 2),             // color image
            (&[0x41, 0xFF], 8),                   // foreground and background image
            (&[0xD0, 3, 1, 2, 0xFF], 4),          // with its color, and a long length
            (&[0xE2, 1, 2, 3, 4], 4),             // two dithered pairs
            (&[0xF3, 0x10, 0x27, 1, 2], 10_000),  // a mega color run
            (&[0xF9, 0xFD, 0xFE], 10),            // special orders
            (&[0xF4, 1, 0, 7, 7, 0xF0, 2, 0], 3), // two orders
        ] {
            assert_eq!(interleaved(data, pixels, 2), Ok(()), "{data:x?}");
            let more = Broken::Pixels {
                made: pixels,
                due: pixels + 1,
            };
            assert_eq!(interleaved(data, pixels + 1, 2), Err(more), "{data:x?}");
        }
        assert_eq!(interleaved(&[0xA1], 1, 2), Err(Broken::Code(0xA1)));
        assert_eq!(interleaved(&[0xF5, 1, 0], 1, 2), Err(Broken::Code(0xF5)));
        assert_eq!(interleaved(&[0x62, 1], 2, 2), Err(Broken::Cut));
    }

    #[test]
    fn planes_are_as_large_as_the_bitmap() {
        // Three planes of one row: one value and a run of three.
        let rows = [0x30, 0x13, 9, 0x13, 9, 0x13, 9];
        assert_eq!(planar(&rows, 4, 1), Ok(()));
        assert_eq!(planar(&rows, 4, 2), Err(Broken::Cut));
        assert_eq!(planar(&rows, 3, 1), Err(Broken::Pixels { made: 4, due: 3 }));
        assert_eq!(planar(&[0x20, 1, 2, 3], 1, 1), Ok(()));
        assert_eq!(planar(&[0x20, 1, 2, 3, 0], 1, 1), Ok(()));
        assert_eq!(planar(&[0x20, 1, 2, 3, 0, 0], 1, 1), Err(Broken::Left(2)));
        assert_eq!(planar(&[0x80], 1, 1), Err(Broken::Code(0x80)));
        // Half of the chroma planes is left out.
        assert_eq!(planar(&[0x29, 1, 2, 3, 4, 5, 6], 2, 2), Ok(()));
    }

    proptest! {
        #[test]
        fn any_bytes_are_checked_in_order(
            data in proptest::collection::vec(any::<u8>(), 0..300),
            width: u16, height: u16, depth in 0_usize..6,
        ) {
            let bitmap = Bitmap {
                left: 0,
                top: 0,
                right: 0,
                bottom: 0,
                width,
                height,
                bits_per_pixel: [8, 15, 16, 24, 32, 7][depth],
                flags: COMPRESSION,
                data,
            };
            let _ = bitmap.check_compression();
        }
    }
}
