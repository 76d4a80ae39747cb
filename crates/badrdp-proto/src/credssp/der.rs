//! The little of DER that CredSSP and SPNEGO need (X.690), besides [`asn1`].
//!
//! Lengths are definite and at most four bytes long; nothing is read past the end.

use crate::asn1;
use crate::message::{Message, MessageName};
use crate::reader::{Reader, TooShort};
use crate::writer::Writer;

pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(crate) const ENUMERATED: u8 = 0x0A;
pub(crate) const SEQUENCE: u8 = 0x30;

/// These bytes are not what the standard says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// A number is too long or negative.
    #[error("an INTEGER of {0} bytes")]
    Integer(usize),
    /// A length is indefinite, or longer than four bytes.
    #[error("a length that starts with {0:#04x}")]
    Length(u8),
    /// Something that must be there is missing.
    #[error("there is no {0}")]
    Missing(&'static str),
    /// It does not start with `NTLMSSP` and the type of the message that is due.
    #[error("no NTLM message of type {0}")]
    Signature(u32),
    /// Another element is due.
    #[error("tag {found:#04x} where {expected:#04x} is due")]
    Tag {
        /// The tag that is due.
        expected: u8,
        /// The tag that is there.
        found: u8,
    },
    /// The bytes end inside an element.
    #[error(transparent)]
    TooShort(#[from] TooShort),
}

/// `[number]`, constructed.
pub(crate) const fn context(number: u8) -> u8 {
    0xA0 | number
}

/// The next element: its tag and its content; `None` at the end.
pub(crate) fn next<'a>(reader: &mut Reader<'a>) -> Result<Option<(u8, &'a [u8])>, Malformed> {
    if reader.is_empty() {
        return Ok(None);
    }
    let tag = reader.u8()?;
    let first = reader.u8()?;
    let length = match first {
        0..=0x7F => u32::from(first),
        0x81 => u32::from(reader.u8()?),
        0x82 => u32::from(reader.u16_be()?),
        0x83 => reader.u24_be()?,
        0x84 => u32::from_be_bytes(reader.array()?),
        _ => return Err(Malformed::Length(first)),
    };
    let length = usize::try_from(length).map_err(|_| Malformed::Length(first))?;
    Ok(Some((tag, reader.take(length)?)))
}

/// The content of the next element, which must have this tag.
pub(crate) fn expect<'a>(reader: &mut Reader<'a>, expected: u8) -> Result<&'a [u8], Malformed> {
    match next(reader)? {
        Some((tag, content)) if tag == expected => Ok(content),
        Some((found, _)) => Err(Malformed::Tag { expected, found }),
        None => Err(Malformed::Missing("element")),
    }
}

/// The content of the element with this tag that is all there is in `bytes`.
pub(crate) fn only(bytes: &[u8], expected: u8) -> Result<&[u8], Malformed> {
    expect(&mut Reader::new(bytes), expected)
}

/// The number in an INTEGER or ENUMERATED of these content bytes.
pub(crate) fn unsigned(content: &[u8]) -> Result<u32, Malformed> {
    let number = match content {
        [0, rest @ ..] if !rest.is_empty() => rest,
        [first, ..] if *first < 0x80 => content,
        _ => return Err(Malformed::Integer(content.len())),
    };
    if number.len() > 4 {
        return Err(Malformed::Integer(content.len()));
    }
    Ok(number
        .iter()
        .fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
}

/// Tags and lengths in front of `length` bytes of `[number] tag`.
pub(crate) fn header(number: u8, tag: u8, length: usize) -> Vec<u8> {
    let inner = asn1::length(length);
    let mut out = vec![context(number)];
    out.extend(asn1::length(1 /* tag */ + inner.len() + length));
    out.push(tag);
    out.extend(inner);
    out
}

/// An element around `inner` whose tag and length are fields of their own.
pub(crate) fn wrap_message(
    name: MessageName,
    tag: (&'static str, u8),
    length: &'static str,
    inner: Message,
) -> Message {
    let mut writer = Writer::new(name);
    writer
        .u8(tag.0, tag.1)
        .raw(length, &asn1::length(inner.bytes.len()))
        .append(inner);
    writer.finish()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_indefinite_length_is_refused() {
        assert_eq!(
            only(&[0x30, 0x80, 0, 0], 0x30),
            Err(Malformed::Length(0x80))
        );
    }

    proptest! {
        #[test]
        fn any_number_reads_back(number in any::<u32>()) {
            prop_assert_eq!(unsigned(&asn1::integer(number)), Ok(number));
        }

        #[test]
        fn any_element_reads_back(tag in any::<u8>(), content in proptest::collection::vec(any::<u8>(), 0..600)) {
            let wrapped = asn1::element(tag, &content);
            prop_assert_eq!(only(&wrapped, tag), Ok(&content[..]));
        }
    }
}
