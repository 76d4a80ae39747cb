//! Where one message of a client ends and the next begins.

use std::cmp::Ordering;

use crate::session::input::fast_path;
use crate::tpkt;

/// The most bytes that a client's Connection Request may have: a TPKT header and
/// what an 8-bit length indicator can count.
pub const MAX_CONNECTION_REQUEST: usize = tpkt::HEADER_LEN + 1 + 255;

/// The most bytes that a client's first PDU after the negotiation may have.
pub const MAX_FIRST_PDU: usize = 64 * 1024;

/// The first byte of a client's stream is that of another protocol, or the length makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAFrame {
    /// The first byte opens neither TPKT nor a TSRequest.
    #[error("the first byte is {0:#04x}: {kind}", kind = describe(*.0))]
    FirstByte(u8),
    /// The length in the header is impossible.
    #[error("the length in the header is {0}")]
    Length(usize),
}

/// The length of the TPKT frame or DER-coded TSRequest that `bytes` start with.
///
/// `Ok(None)` means that more bytes are needed to tell. `max` bounds what is believed. A length
/// that is not definite, or in more than two bytes, makes BER of another protocol.
///
/// # Errors
/// [`NotAFrame`] when this is another protocol or the length is past `max`.
pub fn length(bytes: &[u8], max: usize) -> Result<Option<usize>, NotAFrame> {
    let length = match bytes {
        [] => return Ok(None),
        [tpkt::VERSION, _, high, low, ..] => {
            let length = usize::from(u16::from_be_bytes([*high, *low]));
            if length < tpkt::HEADER_LEN {
                return Err(NotAFrame::Length(length));
            }
            length
        }
        [tag @ 0x30, rest @ ..] => match der_length(rest) {
            Ok(Some(length)) => 1 + length,
            Ok(None) => return Ok(None),
            Err(BadLength) => return Err(NotAFrame::FirstByte(*tag)),
        },
        [tpkt::VERSION, ..] => return Ok(None),
        [other, ..] => return Err(NotAFrame::FirstByte(*other)),
    };
    if length > max {
        Err(NotAFrame::Length(length))
    } else {
        Ok(Some(length))
    }
}

/// The length of the TPKT frame or fast-path PDU that `bytes` start with, behind the security
/// layer (MS-RDPBCGR 2.2.8.1.2, 5.4.4). `Ok(None)` means that more bytes are needed to tell.
///
/// # Errors
/// [`NotAFrame`] when this is another protocol or the length makes no sense.
pub fn session_length(bytes: &[u8]) -> Result<Option<usize>, NotAFrame> {
    match bytes {
        [tpkt::VERSION, ..] => length(bytes, MAX_FIRST_PDU),
        [first, ..] if fast_path::is_fast_path(*first) => match fast_path::length(bytes) {
            Some(length) if length < 3 => Err(NotAFrame::Length(length)),
            length => Ok(length),
        },
        [] => Ok(None),
        [other, ..] => Err(NotAFrame::FirstByte(*other)),
    }
}

/// Takes a frame of `length` bytes off the front of `buffer`, once it is whole.
pub fn take(buffer: &mut Vec<u8>, length: usize) -> Option<Vec<u8>> {
    match buffer.len().cmp(&length) {
        Ordering::Less => None,
        Ordering::Equal => Some(std::mem::take(buffer)),
        Ordering::Greater => Some(buffer.drain(..length).collect()),
    }
}

/// A DER length in a form that no TSRequest needs.
struct BadLength;

/// The bytes of a definite DER length and of the content that it counts (X.690 8.1.3).
fn der_length(bytes: &[u8]) -> Result<Option<usize>, BadLength> {
    Ok(match bytes {
        [short @ 0..=0x7F, ..] => Some(1 + usize::from(*short)),
        [0x81, a, ..] => Some(2 + usize::from(*a)),
        [0x82, a, b, ..] => Some(3 + usize::from(u16::from_be_bytes([*a, *b]))),
        [] | [0x81 | 0x82, ..] => None,
        _ => return Err(BadLength),
    })
}

/// What a stream that starts with `first` most likely is.
#[must_use]
pub const fn describe(first: u8) -> &'static str {
    match first {
        0x16 => "a TLS ClientHello without X.224 before it",
        0x30 => "BER, but no TSRequest: LDAP, for example",
        0x80 => "an SSLv2-style ClientHello",
        b'A'..=b'Z' => "text, such as an HTTP request",
        b'a'..=b'z' => "text",
        _ => "no protocol that RDP knows",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tpkt_tells_its_length() {
        assert_eq!(length(&[3, 0, 0], 100), Ok(None));
        assert_eq!(length(&[3, 0, 0, 19, 1], 100), Ok(Some(19)));
        assert_eq!(length(&[3, 0, 0, 3], 100), Err(NotAFrame::Length(3)));
        assert_eq!(length(&[3, 0, 1, 0], 100), Err(NotAFrame::Length(256)));
    }

    #[test]
    fn a_ts_request_tells_its_length() {
        assert_eq!(length(&[0x30, 5], 100), Ok(Some(7)));
        assert_eq!(length(&[0x30, 0x82, 1], 1000), Ok(None));
        assert_eq!(length(&[0x30, 0x82, 1, 0], 1000), Ok(Some(260)));
    }

    #[test]
    fn ber_of_other_forms_is_another_protocol() {
        for bytes in [[0x30, 0x80, 0], [0x30, 0x84, 0]] {
            let error = length(&bytes, 100).unwrap_err();
            assert_eq!(
                error.to_string(),
                "the first byte is 0x30: BER, but no TSRequest: LDAP, for example"
            );
        }
    }

    #[test]
    fn another_protocol_is_named() {
        let error = length(b"GET / HTTP/1.1", 100).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the first byte is 0x47: text, such as an HTTP request"
        );
    }

    proptest! {
        #[test]
        fn never_believes_more_than_the_bound(bytes in proptest::collection::vec(any::<u8>(), 0..8)) {
            if let Ok(Some(length)) = length(&bytes, 300) {
                prop_assert!(length <= 300);
            }
        }
    }
}
