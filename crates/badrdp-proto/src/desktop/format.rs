//! How a client wants its bitmaps: colour depth, compression, headers.

use std::sync::LazyLock;

use super::palette::colour;

/// How tiles are written for one client. All of it follows from the client's capability sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// The colour depth of the session.
    pub depth: Depth,
    /// Whether tiles may be compressed. A tile that does not shrink stays uncompressed.
    pub compress: bool,
    /// Whether a compressed tile starts with a TS_CD_HEADER (MS-RDPBCGR 2.2.9.1.1.3.1.2.3).
    /// Wanted by clients that lack NO_BITMAP_COMPRESSION_HDR (0x0400) in the `extraFlags` of
    /// their General Capability Set (2.2.7.1.1).
    pub compression_header: bool,
}

impl Format {
    /// Compressed and without header: what current clients take.
    #[must_use]
    pub const fn new(depth: Depth) -> Self {
        Self {
            depth,
            compress: true,
            compression_header: false,
        }
    }
}

/// A colour depth, as `preferredBitsPerPixel` of the Bitmap Capability Set names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Indices into the palette of [`palette`](super::palette).
    Bpp8,
    /// RGB 5-5-5.
    Bpp15,
    /// RGB 5-6-5.
    Bpp16,
    /// Blue, green, red.
    Bpp24,
    /// Blue, green, red and a byte of alpha.
    Bpp32,
}

impl Depth {
    /// Every depth, the smallest first.
    pub const ALL: [Self; 5] = [
        Self::Bpp8,
        Self::Bpp15,
        Self::Bpp16,
        Self::Bpp24,
        Self::Bpp32,
    ];

    /// The depth of so many bits. Fails with `None` for any other number than the five above.
    #[must_use]
    pub fn from_bits(bits: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|depth| depth.bits() == bits)
    }

    /// Bits per pixel.
    #[must_use]
    pub const fn bits(self) -> u16 {
        match self {
            Self::Bpp8 => 8,
            Self::Bpp15 => 15,
            Self::Bpp16 => 16,
            Self::Bpp24 => 24,
            Self::Bpp32 => 32,
        }
    }

    /// Bytes per pixel.
    #[must_use]
    pub const fn bytes(self) -> usize {
        match self {
            Self::Bpp8 => 1,
            Self::Bpp15 | Self::Bpp16 => 2,
            Self::Bpp24 => 3,
            Self::Bpp32 => 4,
        }
    }

    /// The pixel value of each ink. Listed once: a desktop has a million pixels.
    pub(crate) fn values(self) -> &'static [u32; 256] {
        static LISTED: LazyLock<[[u32; 256]; 5]> = LazyLock::new(|| {
            Depth::ALL.map(|depth| {
                let mut values = [0; 256];
                for (value, ink) in values.iter_mut().zip(0..=255) {
                    *value = depth.pixel(ink, colour(ink));
                }
                values
            })
        });
        let [bpp8, bpp15, bpp16, bpp24, bpp32] = &*LISTED;
        match self {
            Self::Bpp8 => bpp8,
            Self::Bpp15 => bpp15,
            Self::Bpp16 => bpp16,
            Self::Bpp24 => bpp24,
            Self::Bpp32 => bpp32,
        }
    }

    /// The pixel value of a colour. At 8 bpp it is the `index`; at 32 bpp alpha is opaque.
    fn pixel(self, index: u8, (red, green, blue): (u8, u8, u8)) -> u32 {
        let (red, green, blue) = (u32::from(red), u32::from(green), u32::from(blue));
        match self {
            Self::Bpp8 => u32::from(index),
            Self::Bpp15 => (red >> 3) << 10 | (green >> 3) << 5 | blue >> 3,
            Self::Bpp16 => (red >> 3) << 11 | (green >> 2) << 5 | blue >> 3,
            Self::Bpp24 => red << 16 | green << 8 | blue,
            Self::Bpp32 => 0xFF00_0000 | red << 16 | green << 8 | blue,
        }
    }
}
