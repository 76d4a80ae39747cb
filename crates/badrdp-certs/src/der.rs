//! The few pieces of DER that are needed to change a certificate before it is sealed.
//!
//! It refuses to be a decoder: it cuts what rcgen has just written, and nothing that
//! came from a network.

/// The universal tags in use.
pub(crate) mod tag {
    pub(crate) const BIT_STRING: u8 = 0x03;
    pub(crate) const NULL: u8 = 0x05;
    pub(crate) const OID: u8 = 0x06;
    pub(crate) const SEQUENCE: u8 = 0x30;
    /// `[0]`, the version of a certificate.
    pub(crate) const VERSION: u8 = 0xa0;
    /// `[3]`, the extensions of a certificate.
    pub(crate) const EXTENSIONS: u8 = 0xa3;
}

/// One element: tag, length, content.
pub(crate) fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    let len = content.len().to_be_bytes();
    let significant = &len[len.iter().take_while(|b| **b == 0).count()..];
    match significant {
        [] => out.push(0),
        [short] if *short < 0x80 => out.push(*short),
        long => {
            out.push(0x80 | long.len() as u8);
            out.extend_from_slice(long);
        }
    }
    out.extend_from_slice(content);
    out
}

/// A SEQUENCE of whole elements.
pub(crate) fn sequence<'a>(elements: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    element(
        tag::SEQUENCE,
        &elements.into_iter().collect::<Vec<_>>().concat(),
    )
}

/// An OBJECT IDENTIFIER of at least two components.
pub(crate) fn oid(components: &[u64]) -> Vec<u8> {
    let (head, tail) = components.split_at(components.len().min(2));
    let first = head.first().copied().unwrap_or(0) * 40 + head.get(1).copied().unwrap_or(0);
    let mut content = Vec::new();
    for component in std::iter::once(first).chain(tail.iter().copied()) {
        let groups = (u64::BITS - component.leading_zeros()).div_ceil(7).max(1);
        for group in (0..groups).rev() {
            let more = if group > 0 { 0x80 } else { 0 };
            content.push((component >> (group * 7)) as u8 & 0x7f | more);
        }
    }
    element(tag::OID, &content)
}

/// The length of the head (tag and length) of the first element, and of its content.
pub(crate) fn head(der: &[u8]) -> Option<(usize, usize)> {
    let first = usize::from(*der.get(1)?);
    if first < 0x80 {
        return Some((2, first));
    }
    let count = first & 0x7f;
    let len = der
        .get(2..2 + count)?
        .iter()
        .try_fold(0_usize, |len, byte| {
            len.checked_mul(256).map(|len| len | usize::from(*byte))
        })?;
    Some((2 + count, len))
}

/// The content of the first element.
pub(crate) fn content(der: &[u8]) -> Option<&[u8]> {
    let (head, len) = head(der)?;
    der.get(head..head + len)
}

/// Cuts content into whole elements.
pub(crate) fn elements(mut rest: &[u8]) -> Option<Vec<&[u8]>> {
    let mut out = Vec::new();
    while !rest.is_empty() {
        let (head, len) = head(rest)?;
        let (first, tail) = rest.split_at_checked(head + len)?;
        out.push(first);
        rest = tail;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_short_below_128_and_long_above() {
        assert_eq!(element(tag::NULL, &[]), [5, 0]);
        assert_eq!(element(4, &[7; 127])[..2], [4, 127]);
        assert_eq!(element(4, &[7; 128])[..3], [4, 0x81, 128]);
        assert_eq!(element(4, &[7; 300])[..4], [4, 0x82, 1, 44]);
    }

    #[test]
    fn elements_are_the_inverse_of_concatenation() {
        let parts = [element(4, &[1; 5]), element(3, &[0; 200]), element(5, &[])];
        let joined = parts.concat();
        assert_eq!(elements(&joined).unwrap(), parts);
        assert_eq!(elements(&joined[..joined.len() - 3]), None);
    }

    #[test]
    fn oid_of_remote_desktop_authentication() {
        let der = oid(&[1, 3, 6, 1, 4, 1, 311, 54, 1, 2]);
        assert_eq!(der, [6, 10, 0x2b, 6, 1, 4, 1, 0x82, 0x37, 0x36, 1, 2]);
    }
}
