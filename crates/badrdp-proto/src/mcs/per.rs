//! The little of aligned PER that the GCC and the MCS domain PDUs need (X.691).

use crate::reader::{Reader, TooShort};

/// What a user id is counted from: `UserId ::= DynamicChannelId`, 1001 to 65535 (T.125 7).
pub(crate) const FIRST_USER_ID: u16 = 1001;

/// A length in the two-byte form that Windows always writes (X.691 10.9.3.7).
///
/// PER ends at 14 bits. Clients take 15, and so does this; what is longer is cut to that.
pub(crate) fn long_length(length: usize) -> u16 {
    0x8000 | u16::try_from(length.min(0x7FFF)).unwrap_or(0x7FFF)
}

/// A length in one byte where it fits, else in two.
pub(crate) fn length(length: usize) -> Vec<u8> {
    match u8::try_from(length) {
        Ok(short @ 0..=0x7F) => vec![short],
        _ => long_length(length).to_be_bytes().to_vec(),
    }
}

/// Reads a length of one or two bytes.
pub(crate) fn read_length(reader: &mut Reader<'_>) -> Result<usize, TooShort> {
    let first = reader.u8()?;
    if first & 0x80 == 0 {
        return Ok(usize::from(first));
    }
    let second = reader.u8()?;
    Ok(usize::from(u16::from_be_bytes([first & 0x7F, second])))
}

/// `id` as it is on the wire. An id below 1001 wraps around, as its reading does.
pub(crate) const fn user_id(id: u16) -> u16 {
    id.wrapping_sub(FIRST_USER_ID)
}

/// Reads a user id.
pub(crate) fn read_user_id(reader: &mut Reader<'_>) -> Result<u16, TooShort> {
    Ok(reader.u16_be()?.wrapping_add(FIRST_USER_ID))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_read_back_in_both_forms() {
        for number in [0, 0x7F, 0x80, 0x1234, 0x7FFF] {
            assert_eq!(read_length(&mut Reader::new(&length(number))), Ok(number));
            let long = long_length(number).to_be_bytes();
            assert_eq!(read_length(&mut Reader::new(&long)), Ok(number));
        }
    }
}
