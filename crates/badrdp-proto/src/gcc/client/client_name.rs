//! `clientName` of TS_UD_CS_CORE (MS-RDPBCGR 2.2.1.3.2).

use crate::share::text::{from_utf16, utf16_fixed};

/// The bytes of `clientName`: 16 characters of UTF-16, the last one a zero.
pub(super) const LEN: usize = 32;

/// At most 15 characters, then zeros.
pub(super) fn encode(name: &str) -> Vec<u8> {
    utf16_fixed(name, LEN)
}

/// Up to the first zero, at most 15 characters; what is no UTF-16 becomes U+FFFD.
pub(super) fn decode(bytes: &[u8]) -> String {
    from_utf16(bytes.get(..LEN - 2).unwrap_or(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_ends_at_its_first_zero_or_after_15_characters() {
        assert_eq!(decode(&encode("LAB")), "LAB");
        assert_eq!(decode(&[0x41; LEN]).chars().count(), 15);
        assert_eq!(
            decode(&encode("A-NAME-THAT-IS-TOO-LONG")),
            "A-NAME-THAT-IS-"
        );
    }

    #[test]
    fn what_is_no_utf_16_is_replaced() {
        let mut bytes = encode("LAB");
        bytes[2..4].copy_from_slice(&[0, 0xD8]);
        assert_eq!(decode(&bytes), "L\u{FFFD}B");
    }
}
