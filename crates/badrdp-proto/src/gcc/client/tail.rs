//! The optional end of a block, where each field needs all those before it.

use crate::reader::{Reader, TooShort};

/// Reads optional fields until one is missing; from there on all are.
pub(super) struct Tail<'r, 'a> {
    reader: &'r mut Reader<'a>,
    ended: bool,
}

impl<'r, 'a> Tail<'r, 'a> {
    pub(super) const fn new(reader: &'r mut Reader<'a>) -> Self {
        Self {
            reader,
            ended: false,
        }
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.read(Reader::u8)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.read(Reader::u16_le)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.read(Reader::u32_le)
    }

    pub(super) fn skip(&mut self, count: usize) {
        self.read(|reader| reader.take(count).map(drop));
    }

    fn read<T>(&mut self, field: impl FnOnce(&mut Reader<'a>) -> Result<T, TooShort>) -> Option<T> {
        if self.ended {
            return None;
        }
        let value = field(self.reader).ok();
        self.ended = value.is_none();
        value
    }
}

/// Writes optional fields, each with its length, up to the last one that is there; one that
/// is missing before that is zeros.
pub(super) fn write_tail<const N: usize>(fields: [(Option<Vec<u8>>, usize); N]) -> Vec<u8> {
    let count = fields
        .iter()
        .rposition(|(value, _)| value.is_some())
        .map_or(0, |last| last + 1);
    fields
        .into_iter()
        .take(count)
        .flat_map(|(value, length)| value.unwrap_or_else(|| vec![0; length]))
        .collect()
}
