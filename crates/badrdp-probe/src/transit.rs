//! How TLS records come in: a record is written at once, so how it arrives is the path's doing.

use std::time::{Duration, Instant};

/// Type, version and length.
const HEADER_LEN: usize = 5;

/// Follows the records of one connection.
#[derive(Debug, Default)]
pub(crate) struct Transit {
    header: Vec<u8>,
    /// Bytes of the record that are still to come.
    left: usize,
    length: usize,
    pieces: usize,
    since: Option<Instant>,
    /// Records of the whole connection that came in many small pieces.
    pub(crate) cut_up: u32,
    /// Records of the whole connection that took their time.
    pub(crate) slow: u32,
}

impl Transit {
    /// One read gave `bytes`, at the time `now`.
    pub(crate) fn read(&mut self, mut bytes: &[u8], now: Instant) {
        self.pieces += 1;
        while !bytes.is_empty() {
            self.since.get_or_insert(now);
            if self.header.len() < HEADER_LEN {
                let missing = HEADER_LEN - self.header.len();
                let (taken, rest) = bytes.split_at(missing.min(bytes.len()));
                self.header.extend(taken);
                bytes = rest;
                if let [_, _, _, high, low] = self.header[..] {
                    self.left = usize::from(u16::from_be_bytes([high, low]));
                    self.length = HEADER_LEN + self.left;
                }
            } else {
                let taken = self.left.min(bytes.len());
                self.left -= taken;
                bytes = bytes.get(taken..).unwrap_or_default();
            }
            if self.header.len() == HEADER_LEN && self.left == 0 {
                self.whole(now, !bytes.is_empty());
            }
        }
    }

    fn whole(&mut self, now: Instant, more: bool) {
        /// No path has smaller segments (RFC 9293 3.7.1: 536 bytes), and TCP fills them.
        const SMALL: usize = 256;
        const MANY: usize = 3;
        /// Bytes a second that nobody calls a network any more.
        const SLOW: u128 = 32 << 10;
        /// Less tells nothing about a rate.
        const LEAST: usize = 1024;
        const SOME_TIME: Duration = Duration::from_millis(40);
        let took = now.saturating_duration_since(self.since.unwrap_or(now));
        self.cut_up += u32::from(self.pieces >= MANY && self.length / self.pieces < SMALL);
        let rate = u128::try_from(self.length).unwrap_or_default() * 1000 / took.as_millis().max(1);
        self.slow += u32::from(self.length >= LEAST && took > SOME_TIME && rate < SLOW);
        self.header.clear();
        self.since = None;
        self.pieces = usize::from(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(length: u16) -> Vec<u8> {
        let [high, low] = length.to_be_bytes();
        let mut record = vec![0x17, 3, 3, high, low];
        record.resize(HEADER_LEN + usize::from(length), 0);
        record
    }

    #[test]
    fn records_that_come_at_once_are_no_news() {
        let mut transit = Transit::default();
        let now = Instant::now();
        let several = [record(4000), record(0), record(10)].concat();
        for bytes in several.chunks(1460) {
            transit.read(bytes, now);
        }
        assert_eq!((transit.cut_up, transit.slow), (0, 0));
    }

    #[test]
    fn small_pieces_and_slow_ones_are_counted() {
        let mut transit = Transit::default();
        let start = Instant::now();
        for (nth, bytes) in (0..).zip(record(2000).chunks(100)) {
            transit.read(bytes, start + Duration::from_millis(10 * nth));
        }
        assert_eq!((transit.cut_up, transit.slow), (1, 1));
    }
}
