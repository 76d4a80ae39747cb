//! How elements of ASN.1 are written, in the fewest bytes: the DER of CredSSP, and the BER of MCS,
//! which is the same here (X.690 8.1.3, 8.3).

/// The bytes of a definite length.
pub(crate) fn length(length: usize) -> Vec<u8> {
    if let Ok(short @ 0..=0x7F) = u8::try_from(length) {
        return vec![short];
    }
    let bytes = length.to_be_bytes();
    let start = bytes.iter().take_while(|byte| **byte == 0).count();
    let number = bytes.get(start..).unwrap_or_default();
    let count = u8::try_from(number.len()).unwrap_or(0);
    let mut out = vec![0x80 | count];
    out.extend(number);
    out
}

/// The content of the INTEGER `number`, which is never negative.
pub(crate) fn integer(number: u32) -> Vec<u8> {
    let [a, b, c, d] = number.to_be_bytes();
    let all = [0, a, b, c, d];
    let start = (0..4)
        .find(|at| match all.get(*at..*at + 2) {
            Some([first, second]) => *first != 0 || *second >= 0x80,
            _ => true,
        })
        .unwrap_or(4);
    all.get(start..).unwrap_or(&all).to_vec()
}

/// One element: its tag, its length and `content`.
pub(crate) fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    out.extend(length(content.len()));
    out.extend(content);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_as_short_as_can_be() {
        assert_eq!(length(0x7F), [0x7F]);
        assert_eq!(length(0x80), [0x81, 0x80]);
        assert_eq!(length(0x1234), [0x82, 0x12, 0x34]);
    }

    #[test]
    fn integers_take_the_fewest_bytes_that_stay_positive() {
        assert_eq!(integer(0), [0]);
        assert_eq!(integer(0x7F), [0x7F]);
        assert_eq!(integer(0x80), [0, 0x80]);
        assert_eq!(integer(0xFFF8), [0, 0xFF, 0xF8]);
        assert_eq!(integer(u32::MAX), [0, 0xFF, 0xFF, 0xFF, 0xFF]);
    }
}
