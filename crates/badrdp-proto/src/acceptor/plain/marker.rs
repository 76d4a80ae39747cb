//! Marks the fields of bytes from front to back, and blanks some.

use super::{Plain, REDACTED};
use crate::message::{ByteOrder, Field};

/// A cursor that notes what it passes over. It never goes past the end.
pub(super) struct Marker {
    bytes: Vec<u8>,
    fields: Vec<Field>,
    at: usize,
}

impl Marker {
    pub(super) const fn new(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            fields: Vec::new(),
            at: 0,
        }
    }

    /// A number of `len` bytes, most significant byte first. Gives it; 0 where the bytes end
    /// before.
    pub(super) fn big(&mut self, name: &'static str, len: usize) -> usize {
        let field = self.field(name, len, ByteOrder::Big);
        field.iter().fold(0, |number, byte| {
            number.wrapping_shl(8) | usize::from(*byte)
        })
    }

    /// A number of `len` bytes, least significant byte first. Gives it; 0 where the bytes end
    /// before.
    pub(super) fn little(&mut self, name: &'static str, len: usize) -> usize {
        let field = self.field(name, len, ByteOrder::Little);
        field.iter().rev().fold(0, |number, byte| {
            number.wrapping_shl(8) | usize::from(*byte)
        })
    }

    /// Bytes that are no number.
    pub(super) fn raw(&mut self, name: &'static str, len: usize) {
        self.field(name, len, ByteOrder::Big);
    }

    /// Bytes that are nobody's business.
    pub(super) fn redact(&mut self, len: usize) {
        let start = self.at;
        self.raw(REDACTED, len);
        if let Some(bytes) = self.bytes.get_mut(start..self.at) {
            bytes.fill(0);
        }
    }

    /// Everything that is left.
    pub(super) fn rest(&mut self, name: &'static str) {
        self.raw(name, usize::MAX);
    }

    /// Everything that is left is nobody's business.
    pub(super) fn redact_rest(&mut self) {
        self.redact(usize::MAX);
    }

    /// What was not passed over yet.
    pub(super) fn left(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    pub(super) fn finish(self) -> Plain {
        Plain {
            bytes: self.bytes,
            fields: self.fields,
        }
    }

    /// As many of the next `len` bytes as there are; an empty field is not noted.
    fn field(&mut self, name: &'static str, len: usize, order: ByteOrder) -> &[u8] {
        let start = self.at;
        self.at = start.saturating_add(len).min(self.bytes.len());
        let range = start..self.at;
        if !range.is_empty() {
            self.fields.push(Field {
                name,
                range: range.clone(),
                order,
            });
        }
        self.bytes.get(range).unwrap_or_default()
    }
}
