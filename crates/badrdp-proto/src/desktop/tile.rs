//! Tiles: rectangles as a Bitmap Update carries them.

use super::area::Area;
use super::codec::{self, Pixels};
use super::format::{Depth, Format};
use super::image::Image;
use super::palette::colour;

/// The widest tile, in pixels. A row of one colour takes two segments of a plane, which is the
/// best that RDP 6.0 Bitmap Compression can do: a run has at most 47 pixels.
pub(crate) const WIDTH: i32 = 92;
/// The highest tile, in pixels: at 32 bpp, uncompressed and with its headers, a tile stays below
/// 16 KiB, so that any PDU can carry it.
pub(crate) const HEIGHT: i32 = 40;

/// BITMAP_COMPRESSION of the `flags`.
const COMPRESSION: u16 = 0x0001;
/// NO_BITMAP_COMPRESSION_HDR of the `flags`.
const NO_HEADER: u16 = 0x0400;

/// One rectangle of a Bitmap Update: the fields of TS_BITMAP_DATA, [2.2.9.1.1.3.1.2.2].
///
/// [2.2.9.1.1.3.1.2.2]: https://learn.microsoft.com/openspecs/windows_protocols/ms-rdpbcgr/84a3d4d2-5523-4e49-9a48-33952c559485
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// `destLeft`: the first column.
    pub left: u16,
    /// `destTop`: the first row.
    pub top: u16,
    /// `destRight`: the last column, inclusive. At the right edge of the desktop the bitmap may
    /// reach beyond it.
    pub right: u16,
    /// `destBottom`: the last row, inclusive.
    pub bottom: u16,
    /// `width` of the bitmap in pixels, a multiple of 4.
    pub width: u16,
    /// `height` of the bitmap in pixels.
    pub height: u16,
    /// `bitsPerPixel`: 8, 15, 16, 24 or 32.
    pub bits_per_pixel: u16,
    /// Whether `data` is compressed: interleaved RLE up to 24 bpp ([MS-RDPBCGR]
    /// 2.2.9.1.1.3.1.2.4), RDP 6.0 Bitmap Compression at 32 bpp ([MS-RDPEGDI] 2.2.2.5.1).
    ///
    /// [MS-RDPBCGR]: https://learn.microsoft.com/openspecs/windows_protocols/ms-rdpbcgr
    /// [MS-RDPEGDI]: https://learn.microsoft.com/openspecs/windows_protocols/ms-rdpegdi
    pub compressed: bool,
    /// The fields of the TS_CD_HEADER that stands before `data`, if there is to be one.
    pub header: Option<CompressionHeader>,
    /// The rows, from the bottom to the top.
    pub data: Vec<u8>,
}

/// TS_CD_HEADER, MS-RDPBCGR 2.2.9.1.1.3.1.2.3: four numbers of 16 bits, little endian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompressionHeader {
    /// `cbCompFirstRowSize`: always 0.
    pub first_row_size: u16,
    /// `cbCompMainBodySize`: bytes of compressed data.
    pub main_body_size: u16,
    /// `cbScanWidth`: the width of the bitmap in pixels, a multiple of 4.
    pub scan_width: u16,
    /// `cbUncompressedSize`: bytes of the bitmap when it is not compressed.
    pub uncompressed_size: u16,
}

impl CompressionHeader {
    /// Bytes of the header.
    pub const SIZE: u16 = 8;

    /// The header on the wire.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 8] {
        let [a, b] = self.first_row_size.to_le_bytes();
        let [c, d] = self.main_body_size.to_le_bytes();
        let [e, f] = self.scan_width.to_le_bytes();
        let [g, h] = self.uncompressed_size.to_le_bytes();
        [a, b, c, d, e, f, g, h]
    }
}

impl Tile {
    /// `flags`: BITMAP_COMPRESSION, and NO_BITMAP_COMPRESSION_HDR when there is no header.
    #[must_use]
    pub const fn flags(&self) -> u16 {
        match (self.compressed, self.header) {
            (false, _) => 0,
            (true, Some(_)) => COMPRESSION,
            (true, None) => COMPRESSION | NO_HEADER,
        }
    }

    /// `bitmapLength`: the bytes of `data` and of the header, if there is one.
    #[must_use]
    pub fn bitmap_length(&self) -> u16 {
        let header = self.header.map_or(0, |_| CompressionHeader::SIZE);
        u16::try_from(self.data.len()).map_or(u16::MAX, |length| length.saturating_add(header))
    }

    /// Encodes a picture whose width is a multiple of 4, to be shown on a desktop.
    pub(crate) fn new(image: &Image, desktop: Area, format: Format) -> Self {
        let shown = image.area.intersection(desktop);
        let mut tile = Self {
            left: 0,
            top: 0,
            right: 0,
            bottom: 0,
            width: coordinate(image.area.width),
            height: coordinate(image.area.height),
            bits_per_pixel: format.depth.bits(),
            compressed: false,
            header: None,
            data: Vec::new(),
        };
        tile.encode(image, format);
        tile.moved(shown)
    }

    /// The same tile at another place.
    pub(crate) fn moved(mut self, shown: Area) -> Self {
        self.left = coordinate(shown.left);
        self.top = coordinate(shown.top);
        self.right = coordinate(shown.right() - 1);
        self.bottom = coordinate(shown.bottom() - 1);
        self
    }

    fn encode(&mut self, image: &Image, format: Format) {
        let depth = format.depth;
        let width = usize::from(self.width).max(1);
        let values = image
            .pixels
            .chunks_exact(width)
            .rev()
            .flatten()
            .map(|ink| depth.pixel(*ink, colour(*ink)))
            .collect();
        let pixels = Pixels { width, values };
        let raw = pixels.values.len() * depth.bytes();
        if format.compress {
            let data = match depth {
                Depth::Bpp32 => codec::planar(&pixels, format.skip_alpha),
                _ => codec::interleaved(&pixels, depth.bytes()),
            };
            if data.len() < raw {
                self.compressed = true;
                self.header = format.compression_header.then(|| CompressionHeader {
                    first_row_size: 0,
                    main_body_size: u16::try_from(data.len()).unwrap_or(u16::MAX),
                    scan_width: self.width,
                    uncompressed_size: u16::try_from(raw).unwrap_or(u16::MAX),
                });
                self.data = data;
                return;
            }
        }
        self.data = pixels.to_bytes(depth.bytes());
    }
}

/// Cuts an area of the desktop into the areas of tiles: their widths are multiples of 4.
pub(crate) fn cut(area: Area, desktop: Area) -> impl Iterator<Item = Area> {
    let area = area.intersection(desktop);
    let left = area.left / 4 * 4;
    let right = (area.right() + 3) / 4 * 4;
    let columns = if area.is_empty() { 0 } else { right };
    (area.top..area.bottom())
        .step_by(usize::from(coordinate(HEIGHT)))
        .flat_map(move |top| {
            (left..columns)
                .step_by(usize::from(coordinate(WIDTH)))
                .map(move |x| {
                    Area::new(
                        x,
                        top,
                        (right - x).min(WIDTH),
                        (area.bottom() - top).min(HEIGHT),
                    )
                })
        })
}

fn coordinate(value: i32) -> u16 {
    u16::try_from(value).unwrap_or_default()
}
