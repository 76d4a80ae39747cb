//! Tiles: rectangles as a Bitmap Update carries them.

use super::area::Area;
use super::codec::{self, Pixels};
use super::format::{Depth, Format};
use super::image::Image;

/// The widest tile, in pixels. A row of one colour takes two segments of a plane, which is the
/// best that RDP 6.0 Bitmap Compression can do: a run has at most 47 pixels.
pub(crate) const WIDTH: i32 = 92;
/// The highest tile, in pixels: at 32 bpp, uncompressed and with its headers, a tile stays below
/// 16 KiB, so that any PDU can carry it.
pub(crate) const HEIGHT: i32 = 40;

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
    /// Whether a TS_CD_HEADER is to stand before `data`; only where they are compressed.
    pub compression_header: bool,
    /// The rows, from the bottom to the top.
    pub data: Vec<u8>,
}

impl Tile {
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
            compression_header: false,
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
        let pixels = pixels(image, width, depth);
        let raw = pixels.values.len() * depth.bytes();
        if format.compress {
            let data = match depth {
                Depth::Bpp32 => codec::planar(&pixels),
                _ => codec::interleaved(&pixels, depth.bytes()),
            };
            if data.len() < raw {
                self.compressed = true;
                self.compression_header = format.compression_header;
                self.data = data;
                return;
            }
        }
        self.data = pixels.to_bytes(depth.bytes());
    }
}

/// The rows of a picture from the bottom to the top, as values of a depth.
fn pixels(image: &Image, width: usize, depth: Depth) -> Pixels {
    let of_ink = depth.values();
    let mut values = Vec::with_capacity(image.pixels.len());
    for row in image.pixels.chunks_exact(width).rev() {
        values.extend(row.iter().map(|ink| of_ink[usize::from(*ink)]));
    }
    Pixels { width, values }
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
