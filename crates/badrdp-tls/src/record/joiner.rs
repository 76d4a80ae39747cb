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
}

impl Joiner {
    /// Adds the content of one handshake record.
    pub(crate) fn push(&mut self, fragment: &[u8]) {
        self.bytes.extend_from_slice(fragment);
    }

    /// The next message with its header, if it is complete.
    pub(crate) fn pop(&mut self) -> Result<Option<Vec<u8>>, RecordError> {
        let mut reader = Reader::new(&self.bytes);
        let (Ok(_), Ok(length)) = (reader.u8(), reader.u24_be()) else {
            return Ok(None);
        };
        let len = usize::try_from(length)
            .unwrap_or(usize::MAX)
            .saturating_add(HANDSHAKE_HEADER);
        if len > MAX_HANDSHAKE {
            return Err(RecordError::HandshakeTooLong(len));
        }
        if self.bytes.len() < len {
            return Ok(None);
        }
        let rest = self.bytes.split_off(len);
        Ok(Some(std::mem::replace(&mut self.bytes, rest)))
    }

    /// Whether a message has begun that is not complete.
    pub(crate) const fn is_partial(&self) -> bool {
        !self.bytes.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_and_parts() {
        let mut joiner = Joiner::default();
        joiner.push(&[14, 0, 0, 0, 1, 0, 0]);
        assert_eq!(joiner.pop(), Ok(Some(vec![14, 0, 0, 0])));
        assert_eq!(joiner.pop(), Ok(None));
        assert!(joiner.is_partial());
        joiner.push(&[1, 7]);
        assert_eq!(joiner.pop(), Ok(Some(vec![1, 0, 0, 1, 7])));
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
