//! Text in UTF-16 little-endian, as Microsoft's structures hold it.

/// The bytes of `text` without a terminator.
#[must_use]
pub fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// The bytes of `text` with a terminator of two zero bytes.
#[must_use]
pub fn utf16_z(text: &str) -> Vec<u8> {
    let mut bytes = utf16(text);
    bytes.extend([0, 0]);
    bytes
}

/// The bytes of `text`, terminated, in a field of `length` bytes; longer text is cut.
#[must_use]
pub fn utf16_fixed(text: &str, length: usize) -> Vec<u8> {
    let mut bytes = utf16(text);
    bytes.truncate(length.saturating_sub(2));
    bytes.resize(length, 0);
    bytes
}

/// Reads text up to its terminator or the end. What is no UTF-16 becomes U+FFFD.
#[must_use]
pub fn from_utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).map(|pair| match pair {
        [low, high] => u16::from_le_bytes([*low, *high]),
        _ => 0,
    });
    let units: Vec<_> = units.take_while(|unit| *unit != 0).collect();
    String::from_utf16_lossy(&units)
}

/// Reads bytes of a code page up to their terminator; what is not ASCII becomes U+FFFD.
#[must_use]
pub fn from_ansi(bytes: &[u8]) -> String {
    let bytes = bytes.iter().take_while(|byte| **byte != 0);
    bytes
        .map(|byte| {
            if byte.is_ascii() {
                char::from(*byte)
            } else {
                char::REPLACEMENT_CHARACTER
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_ends_at_its_terminator() {
        assert_eq!(utf16_z("ab"), [b'a', 0, b'b', 0, 0, 0]);
        assert_eq!(from_utf16(&utf16_fixed("ab", 10)), "ab");
        assert_eq!(utf16_fixed("abc", 4), [b'a', 0, 0, 0]);
        assert_eq!(from_ansi(b"ab\0cd"), "ab");
    }

    #[test]
    fn a_lone_surrogate_is_replaced() {
        assert_eq!(from_utf16(&[0, 0xD8, b'a', 0]), "\u{FFFD}a");
    }
}
