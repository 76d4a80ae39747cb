//! Puts handshake messages together that were spread over records, and takes
//! messages apart that share one (RFC 8446 5.1).

use badrdp_proto::reader::Reader;

use super::header::RecordError;

/// The longest handshake message that is taken, header included; rustls takes as much.
pub const MAX_HANDSHAKE: usize = HANDSHAKE_HEADER + 0xffff;

/// How long a handshake header is: type and 24 bits of length (RFC 5246 7.4).
pub(crate) const HANDSHAKE_HEADER: usize = 1 + 3;

/// Handshake fragments in, handshake messages out.
#[derive(Debug, Default)]
pub(crate) struct Joiner {
    bytes: Vec<u8>,
    taken: usize,
}

impl Joiner {
    /// Adds the content of one handshake record.
    pub(crate) fn push(&mut self, fragment: &[u8]) {
        self.bytes.drain(..self.taken);
        self.taken = 0;
        self.bytes.extend_from_slice(fragment);
    }

    /// The next message with its header, if it is complete. Between messages, once this has said
    /// that there is no other, nothing is kept.
    ///
    /// What follows it stays where it is: thousands of short messages fit into one record.
    pub(crate) fn pop(&mut self) -> Result<Option<&mut [u8]>, RecordError> {
        let waiting = self.waiting();
        if waiting.is_empty() {
            *self = Self::default();
            return Ok(None);
        }
        let mut reader = Reader::new(waiting);
        let (Ok(_), Ok(length)) = (reader.u8(), reader.u24_be()) else {
            return Ok(None);
        };
        let len = usize::try_from(length)
            .unwrap_or(usize::MAX)
            .saturating_add(HANDSHAKE_HEADER);
        if len > MAX_HANDSHAKE {
            return Err(RecordError::HandshakeTooLong(len));
        }
        let start = self.taken;
        let message = self.bytes.get_mut(start..start + len);
        self.taken += message.as_ref().map_or(0, |message| message.len());
        Ok(message)
    }

    /// Whether a message has begun that is not complete.
    pub(crate) fn is_partial(&self) -> bool {
        !self.waiting().is_empty()
    }

    /// What was pushed and has not been given out.
    fn waiting(&self) -> &[u8] {
        self.bytes.get(self.taken..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_and_parts() {
        let mut joiner = Joiner::default();
        joiner.push(&[14, 0, 0, 0, 1, 0, 0]);
        assert_eq!(joiner.pop(), Ok(Some(&mut [14, 0, 0, 0][..])));
        assert_eq!(joiner.pop(), Ok(None));
        assert!(joiner.is_partial());
        joiner.push(&[1, 7]);
        assert_eq!(joiner.pop(), Ok(Some(&mut [1, 0, 0, 1, 7][..])));
        assert!(!joiner.is_partial());
        assert_eq!(joiner.pop(), Ok(None));
        assert_eq!(joiner.bytes.capacity(), 0, "an idle joiner keeps no memory");
    }

    #[test]
    fn many_messages_in_one_record_come_out_one_by_one() {
        let mut joiner = Joiner::default();
        joiner.push(&[15, 0, 0, 0].repeat(4096));
        for _ in 0..4096 {
            assert!(joiner.is_partial());
            assert_eq!(joiner.pop(), Ok(Some(&mut [15, 0, 0, 0][..])));
        }
        assert_eq!(joiner.pop(), Ok(None));
        assert!(!joiner.is_partial());
    }

    #[test]
    fn a_length_beyond_the_bound_is_refused_before_it_is_buffered() {
        let mut joiner = Joiner::default();
        joiner.push(&[11, 0xff, 0xff, 0xff]);
        assert!(matches!(
            joiner.pop(),
            Err(RecordError::HandshakeTooLong(_))
        ));
    }
}
