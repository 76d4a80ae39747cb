//! Cuts a byte stream into records.
//!
//! Holds at most one unfinished record beside what was pushed last, and no
//! memory at all between records.

use super::header::{ContentType, Header, RecordError};

/// One record as it came over the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its first five bytes, read.
    pub header: Header,
    /// All of it, header included.
    pub bytes: Vec<u8>,
}

impl Record {
    /// What follows the header.
    #[must_use]
    pub fn fragment(&self) -> &[u8] {
        self.bytes.get(Header::LEN..).unwrap_or_default()
    }

    /// The level and the description, where this can be an alert in the clear.
    #[must_use]
    pub fn alert(&self) -> Option<(u8, u8)> {
        match *self.fragment() {
            [level, description] if self.header.content_type == ContentType::Alert => {
                Some((level, description))
            }
            _ => None,
        }
    }
}

/// Bytes in, records out.
#[derive(Debug, Default)]
pub(crate) struct Deframer {
    bytes: Vec<u8>,
    taken: usize,
}

impl Deframer {
    /// With bytes that are there already.
    pub(crate) const fn of(bytes: Vec<u8>) -> Self {
        Self { bytes, taken: 0 }
    }

    /// Adds bytes; any split is fine.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.bytes.drain(..self.taken);
        self.taken = 0;
        self.bytes.extend_from_slice(bytes);
    }

    /// The next record, if it is complete.
    pub(crate) fn pop(&mut self) -> Result<Option<Record>, RecordError> {
        let rest = self.bytes.get(self.taken..).unwrap_or_default();
        let Some(header) = Header::parse(rest)? else {
            self.release();
            return Ok(None);
        };
        let len = Header::LEN + usize::from(header.length);
        let bytes = match rest.get(..len) {
            None => return Ok(None),
            Some(all) if all.len() == self.bytes.len() => std::mem::take(&mut self.bytes),
            Some(bytes) => {
                let bytes = bytes.to_vec();
                self.taken += len;
                bytes
            }
        };
        Ok(Some(Record { header, bytes }))
    }

    /// Everything that was not given out, for a reader that can make sense of it.
    pub(crate) fn take_rest(&mut self) -> Vec<u8> {
        let rest = self.bytes.split_off(self.taken);
        *self = Self::default();
        rest
    }

    /// Thousands of idle connections must not keep a buffer each.
    fn release(&mut self) {
        if self.taken == self.bytes.len() {
            *self = Self::default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_come_out_whole_whatever_the_split() {
        let stream = [21, 3, 1, 0, 2, 1, 0, 23, 3, 3, 0, 1, 9];
        for cut in 0..stream.len() {
            let mut deframer = Deframer::default();
            let mut records = Vec::new();
            for part in [&stream[..cut], &stream[cut..]] {
                deframer.push(part);
                while let Some(record) = deframer.pop().unwrap() {
                    records.push(record);
                }
            }
            assert_eq!(records.len(), 2);
            assert_eq!(records[0].alert(), Some((1, 0)));
            assert_eq!(records[1].fragment(), [9]);
            assert_eq!(
                deframer.bytes.capacity(),
                0,
                "an idle deframer keeps no memory"
            );
        }
    }
}
