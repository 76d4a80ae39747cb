//! Lengths, between memory and the wire.

/// `count` as a 16-bit length field; a longer body says the largest there is.
pub(crate) fn length16(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// `count` as a 32-bit length field; a longer body says the largest there is.
pub(crate) fn length32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A 32-bit length as a size in memory, which nobody may believe before the bytes are there:
/// [`Reader::take`](crate::reader::Reader::take) does not.
pub(crate) fn size(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
