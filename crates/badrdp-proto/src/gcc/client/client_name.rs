//! `clientName` of TS_UD_CS_CORE (MS-RDPBCGR 2.2.1.3.2).

/// The bytes of `clientName`: 16 characters of UTF-16, the last one a zero.
const CLIENT_NAME_LEN: usize = 32;
/// At most 15 characters, then zeros.
pub(super) fn encode(name: &str) -> [u8; CLIENT_NAME_LEN] {
    let mut out = [0; CLIENT_NAME_LEN];
    let units = name.encode_utf16().take(CLIENT_NAME_LEN / 2 - 1);
    for (place, unit) in out.chunks_exact_mut(2).zip(units) {
        place.copy_from_slice(&unit.to_le_bytes());
    }
    out
}

/// Up to the first zero, at most 15 characters; what is no UTF-16 becomes U+FFFD.
pub(super) fn decode(bytes: &[u8; CLIENT_NAME_LEN]) -> String {
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .take(CLIENT_NAME_LEN / 2 - 1)
        .map(|pair| {
            pair.iter()
                .rev()
                .fold(0, |unit, byte| (unit << 8) | u16::from(*byte))
        })
        .take_while(|unit| *unit != 0)
        .collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_ends_at_its_first_zero_or_after_15_characters() {
        assert_eq!(decode(&encode("LAB")), "LAB");
        assert_eq!(decode(&[0x41; CLIENT_NAME_LEN]).chars().count(), 15);
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
