//! TSRequest (MS-CSSP 2.2.1): `authInfo` and every token but NTLM's first are proofs of a
//! password, or the password itself under a key that follows from it.

use super::marker::Marker;
use crate::credssp::der;
use crate::credssp::ntlm;
use crate::reader::Reader;

/// `MessageType` of NTLM's NEGOTIATE_MESSAGE, little-endian.
const NEGOTIATE: [u8; 4] = [1, 0, 0, 0];

pub(super) fn mark(marker: &mut Marker) {
    let Some(elements) = elements(marker.left()) else {
        return marker.redact_rest();
    };
    for Element {
        tag,
        header,
        content,
        keep,
    } in elements
    {
        marker.raw("ts-request.header", header);
        if keep {
            marker.raw(name(tag), content);
        } else {
            marker.redact(content);
        }
    }
    marker.redact_rest();
}

/// One element of the sequence, with what stands before its content.
struct Element {
    tag: u8,
    header: usize,
    content: usize,
    keep: bool,
}

/// The elements; `None` for what is no DER.
fn elements(bytes: &[u8]) -> Option<Vec<Element>> {
    let mut outer = Reader::new(bytes);
    let body = der::expect(&mut outer, der::SEQUENCE).ok()?;
    let mut header = bytes.len() - outer.rest().len() - body.len();
    let mut reader = Reader::new(body);
    let mut elements = Vec::new();
    loop {
        let before = reader.rest().len();
        let Some((tag, content)) = der::next(&mut reader).ok()? else {
            return Some(elements);
        };
        let own = before - reader.rest().len() - content.len() + inner_header(tag, content);
        elements.push(Element {
            tag,
            header: header + own,
            content: content.len() - inner_header(tag, content),
            keep: is_harmless(tag, content),
        });
        header = 0;
    }
}

/// The tag and the length of the number or string that is all of the content.
fn inner_header(tag: u8, content: &[u8]) -> usize {
    let is_only = |length: u8| usize::from(length) + 2 == content.len();
    match (tag, content) {
        (0xA0 | 0xA4 | 0xA5, [_, length, ..]) if is_only(*length) => 2,
        _ => 0,
    }
}

/// `version`, `errorCode`, `clientNonce`, and tokens that say nothing about a password yet.
fn is_harmless(tag: u8, content: &[u8]) -> bool {
    let says = |kind: [u8; 4]| {
        let start = [&ntlm::SIGNATURE[..], &kind].concat();
        content.windows(start.len()).any(|bytes| bytes == start)
    };
    match tag {
        0xA0 | 0xA4 | 0xA5 => true,
        0xA1 => says(NEGOTIATE) && !says([3, 0, 0, 0]),
        _ => false,
    }
}

const fn name(tag: u8) -> &'static str {
    match tag {
        0xA0 => "ts-request.version",
        0xA1 => "ts-request.nego-tokens",
        0xA4 => "ts-request.error-code",
        _ => "ts-request.client-nonce",
    }
}
