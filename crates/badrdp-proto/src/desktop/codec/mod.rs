//! Bitmap compression: [`interleaved`] up to 24 bpp, [`planar`] at 32 bpp.

#[cfg(test)]
pub(crate) mod decode;
mod interleaved;
mod planar;

pub(crate) use interleaved::interleaved;
pub(crate) use planar::planar;

/// A bitmap as pixel values of its depth, in the order of the wire: from the bottom to the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pixels {
    /// Pixels in a row, at least one.
    pub(crate) width: usize,
    pub(crate) values: Vec<u32>,
}

impl Pixels {
    /// The uncompressed bitmap.
    pub(crate) fn to_bytes(&self, size: usize) -> Vec<u8> {
        self.values
            .iter()
            .flat_map(|value| value.to_le_bytes().into_iter().take(size))
            .collect()
    }
}
