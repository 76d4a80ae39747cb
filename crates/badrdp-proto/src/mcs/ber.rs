//! The little of BER that MCS Connect Initial and Connect Response need (X.690 8.1), besides
//! [`asn1`](crate::asn1).

use crate::length::length16;
use crate::mcs::DecodeError;
use crate::reader::Reader;
use crate::writer::Writer;

/// Tag of BOOLEAN.
pub(crate) const BOOLEAN: u8 = 1;
/// Tag of INTEGER.
pub(crate) const INTEGER: u8 = 2;
/// Tag of OCTET STRING.
pub(crate) const OCTET_STRING: u8 = 4;
/// Tag of ENUMERATED.
pub(crate) const ENUMERATED: u8 = 0x0A;
/// Tag of SEQUENCE.
pub(crate) const SEQUENCE: u8 = 0x30;

/// First byte of a length in two more bytes.
pub(crate) const LONG_LENGTH: u8 = 0x82;

/// Writes `length` in the long form, as two fields: the form and the number.
pub(crate) fn write_length(
    writer: &mut Writer,
    form: &'static str,
    field: &'static str,
    length: usize,
) {
    writer.u8(form, LONG_LENGTH).u16_be(field, length16(length));
}

/// Reads a definite length of at most four bytes.
pub(crate) fn read_length(reader: &mut Reader<'_>) -> Result<usize, DecodeError> {
    let first = reader.u8()?;
    if first & 0x80 == 0 {
        return Ok(usize::from(first));
    }
    let count = usize::from(first & 0x7F);
    if count == 0 || count > 4 {
        return Err(DecodeError::LengthForm(first));
    }
    Ok(reader
        .take(count)?
        .iter()
        .fold(0_usize, |length, byte| (length << 8) | usize::from(*byte)))
}

/// Reads one element called `what` with `tag`: its content.
pub(crate) fn read_element<'a>(
    reader: &mut Reader<'a>,
    what: &'static str,
    tag: u8,
) -> Result<&'a [u8], DecodeError> {
    let found = reader.u8()?;
    if found != tag {
        return Err(DecodeError::Tag {
            what,
            expected: u16::from(tag),
            found: u16::from(found),
        });
    }
    let length = read_length(reader)?;
    Ok(reader.take(length)?)
}

/// Reads an INTEGER or ENUMERATED called `what` as an unsigned number of its last four bytes.
///
/// Clients write 65535 as `FF FF`, which is -1 by the letter.
pub(crate) fn read_number(
    reader: &mut Reader<'_>,
    what: &'static str,
    tag: u8,
) -> Result<u32, DecodeError> {
    let content = read_element(reader, what, tag)?;
    Ok(content
        .iter()
        .fold(0_u32, |number, byte| (number << 8) | u32::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_read_back_in_every_form() {
        for number in [0, 0x7F, 0x80, 0xFF, 0x100, 0xFFFF] {
            let bytes = crate::asn1::length(number);
            assert_eq!(read_length(&mut Reader::new(&bytes)), Ok(number));
        }
        let indefinite = read_length(&mut Reader::new(&[0x80, 0, 0]));
        assert_eq!(indefinite, Err(DecodeError::LengthForm(0x80)));
    }

    #[test]
    fn a_negative_integer_is_taken_as_the_client_meant_it() {
        let mut reader = Reader::new(&[2, 2, 0xFF, 0xFF]);
        assert_eq!(
            read_number(&mut reader, "maxMCSPDUsize", INTEGER),
            Ok(0xFFFF)
        );
    }
}
