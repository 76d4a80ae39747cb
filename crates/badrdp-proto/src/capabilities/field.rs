//! A field of a capability set: how it is written and read.

use crate::reader::Reader;
use crate::writer::Writer;

/// A value with a fixed size on the wire, least significant byte first.
pub(super) trait Value: Copy + Default {
    /// Bytes on the wire.
    const LEN: usize;

    fn write(self, writer: &mut Writer, field: &'static str);

    /// Reads the value; where the set ends before it, the value is zero, because
    /// clients send old and shorter forms of some sets.
    fn read(reader: &mut Reader<'_>) -> Self;
}

impl Value for u8 {
    const LEN: usize = 1;

    fn write(self, writer: &mut Writer, field: &'static str) {
        writer.u8(field, self);
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        reader.u8().unwrap_or_default()
    }
}

impl Value for u16 {
    const LEN: usize = 2;

    fn write(self, writer: &mut Writer, field: &'static str) {
        writer.u16_le(field, self);
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        reader.u16_le().unwrap_or_default()
    }
}

impl Value for u32 {
    const LEN: usize = 4;

    fn write(self, writer: &mut Writer, field: &'static str) {
        writer.u32_le(field, self);
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        reader.u32_le().unwrap_or_default()
    }
}

/// Bytes that are no number: `orderSupport`, names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bytes<const N: usize>(pub [u8; N]);

impl<const N: usize> Default for Bytes<N> {
    fn default() -> Self {
        Self([0; N])
    }
}

impl<const N: usize> Value for Bytes<N> {
    const LEN: usize = N;

    fn write(self, writer: &mut Writer, field: &'static str) {
        writer.raw(field, &self.0);
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        Self(reader.array().unwrap_or([0; N]))
    }
}
