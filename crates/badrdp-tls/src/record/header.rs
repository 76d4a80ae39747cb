//! The five bytes before every record (RFC 8446 5.1, RFC 6101 5.2.1).

/// The most plaintext that one record may carry.
pub const MAX_PLAINTEXT: usize = 1 << 14;

/// The most that may follow a record header: TLS 1.2 allows 2048 bytes of expansion.
pub const MAX_FRAGMENT: usize = MAX_PLAINTEXT + 2048;

/// Why bytes are no TLS records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// The first byte names no content type.
    #[error("{0:#04x} starts no TLS record")]
    ContentType(u8),
    /// A handshake record has nothing in it, which RFC 5246 6.2.1 forbids: any number of them
    /// would make no message.
    #[error("a handshake record is empty")]
    EmptyHandshake,
    /// A handshake message is longer than [`MAX_HANDSHAKE`](super::MAX_HANDSHAKE).
    #[error("a handshake message of {0} bytes is too long")]
    HandshakeTooLong(usize),
    /// The record is longer than [`MAX_FRAGMENT`].
    #[error("a record of {0} bytes is too long")]
    RecordTooLong(u16),
    /// The version is neither SSL 3.0 nor TLS 1.x.
    #[error("{0:#06x} is no record version")]
    Version(u16),
}

/// What a record carries; the order is that of the codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContentType {
    /// 20.
    ChangeCipherSpec,
    /// 21.
    Alert,
    /// 22.
    Handshake,
    /// 23.
    ApplicationData,
    /// 24, RFC 6520.
    Heartbeat,
}

impl ContentType {
    /// The code on the wire.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::ChangeCipherSpec => 20,
            Self::Alert => 21,
            Self::Handshake => 22,
            Self::ApplicationData => 23,
            Self::Heartbeat => 24,
        }
    }

    /// The content type of a code.
    #[must_use]
    pub const fn from_code(code: u8) -> Option<Self> {
        match code {
            20 => Some(Self::ChangeCipherSpec),
            21 => Some(Self::Alert),
            22 => Some(Self::Handshake),
            23 => Some(Self::ApplicationData),
            24 => Some(Self::Heartbeat),
            _ => None,
        }
    }
}

/// A record header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// What the record carries.
    pub content_type: ContentType,
    /// `0x0300` for SSL 3.0 to `0x0304`; what it says, not what was negotiated.
    pub version: u16,
    /// How many bytes follow.
    pub length: u16,
}

impl Header {
    /// How long a header is.
    pub const LEN: usize = 1 /* type */ + 2 /* version */ + 2 /* length */;

    /// Reads the header at the start of `bytes`; `None` when more bytes are needed.
    ///
    /// # Errors
    /// As soon as the bytes can be no record, which may be at the first one.
    pub fn parse(bytes: &[u8]) -> Result<Option<Self>, RecordError> {
        let Some((&code, rest)) = bytes.split_first() else {
            return Ok(None);
        };
        let content_type = ContentType::from_code(code).ok_or(RecordError::ContentType(code))?;
        let [major, minor, high, low, ..] = *rest else {
            return Ok(None);
        };
        let version = u16::from_be_bytes([major, minor]);
        if major != 3 || minor > 4 {
            return Err(RecordError::Version(version));
        }
        let length = u16::from_be_bytes([high, low]);
        if usize::from(length) > MAX_FRAGMENT {
            return Err(RecordError::RecordTooLong(length));
        }
        Ok(Some(Self {
            content_type,
            version,
            length,
        }))
    }

    /// The header as it goes over the wire.
    #[must_use]
    pub const fn encode(self) -> [u8; Self::LEN] {
        let [major, minor] = self.version.to_be_bytes();
        let [high, low] = self.length.to_be_bytes();
        [self.content_type.code(), major, minor, high, low]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_reads_back() {
        let header = Header {
            content_type: ContentType::Handshake,
            version: 0x0300,
            length: 0x0102,
        };
        assert_eq!(header.encode(), [22, 3, 0, 1, 2]);
        assert_eq!(Header::parse(&header.encode()), Ok(Some(header)));
        assert_eq!(Header::parse(&[22, 3, 0, 1]), Ok(None));
    }

    #[test]
    fn other_protocols_are_refused_by_what_they_say_first() {
        assert_eq!(Header::parse(b"H"), Err(RecordError::ContentType(b'H')));
        assert_eq!(
            Header::parse(&[22, 2, 0, 0, 1]),
            Err(RecordError::Version(0x0200))
        );
        assert_eq!(
            Header::parse(&[23, 3, 3, 0xff, 0xff]),
            Err(RecordError::RecordTooLong(0xffff))
        );
    }
}
