//! Strings and buffers of an NTLM message: length, length again and offset in the fixed
//! part, bytes behind it (MS-NLMP 2.2.1).

use crate::credssp::der::Malformed;
use crate::length::{length16, length32, size};
use crate::reader::Reader;
pub(in crate::credssp) use crate::share::text::utf16;

use super::{SIGNATURE, flags};

/// Where a buffer lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Buffer {
    length: usize,
    offset: usize,
}

impl Buffer {
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let length = usize::from(reader.u16_le()?);
        let _allocated = reader.u16_le()?;
        let offset = size(reader.u32_le()?);
        Ok(Self { length, offset })
    }

    /// The bytes it points at in `message`. An empty one may point anywhere.
    pub(super) fn bytes<'a>(&self, message: &'a [u8]) -> Result<&'a [u8], Malformed> {
        if self.length == 0 {
            return Ok(&[]);
        }
        let mut reader = Reader::new(message);
        reader.take(self.offset)?;
        Ok(reader.take(self.length)?)
    }

    /// Where it starts, if it has any bytes.
    pub(super) fn start(&self) -> Option<usize> {
        (self.length > 0).then_some(self.offset)
    }
}

/// The 8 bytes that say where `bytes` of `length` lie.
pub(super) fn pointer(length: usize, offset: usize) -> Vec<u8> {
    let length = length16(length).to_le_bytes();
    let offset = length32(offset).to_le_bytes();
    [&length[..], &length, &offset].concat()
}

/// Reads signature and type of a message.
pub(super) fn header<'a>(message: &'a [u8], kind: u32) -> Result<Reader<'a>, Malformed> {
    let mut reader = Reader::new(message);
    if reader.array()? == SIGNATURE && reader.u32_le()? == kind {
        Ok(reader)
    } else {
        Err(Malformed::Signature(kind))
    }
}

/// UTF-16LE as a string; what is none is replaced.
pub(in crate::credssp) fn from_utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|pair| match *pair {
            [low, high] => u16::from_le_bytes([low, high]),
            _ => 0,
        })
        .collect();
    String::from_utf16_lossy(&units)
}

/// A string of a message with these flags: UTF-16, or the code page, read as Latin-1.
pub(super) fn text(bytes: &[u8], negotiated: u32) -> String {
    if negotiated & flags::UNICODE == 0 {
        bytes.iter().map(|byte| char::from(*byte)).collect()
    } else {
        from_utf16(bytes)
    }
}
