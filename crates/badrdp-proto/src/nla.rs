//! TSRequest, the envelope of CredSSP (MS-CSSP 2.2.1), as far as naming it needs.

use crate::message::{Message, MessageName};
use crate::reader::{Reader, TooShort};
use crate::writer::Writer;

/// The highest version of CredSSP in the standard.
pub const VERSION: u8 = 6;

/// NTSTATUS: the request is not supported. What a server says to a version it cannot speak
/// (MS-CSSP 3.1.5), and the honest answer of one that ends at the first TSRequest.
pub const STATUS_NOT_SUPPORTED: u32 = 0xC000_00BB;

/// A TSRequest with nothing but `version` and `errorCode`.
///
/// The code is a four-byte INTEGER, `02 04 C0 00 00 BB`, although it then reads as negative:
/// FreeRDP reads no longer one.
#[must_use]
pub fn error_reply(version: u8, error_code: u32) -> Message {
    let mut writer = Writer::new(MessageName::TsRequestReply);
    let version_len = 2 /* [0] */ + 3 /* INTEGER */;
    let error_len = 2 /* [4] */ + 6 /* INTEGER */;
    writer
        .raw("ts-request.sequence", &[0x30, version_len + error_len])
        .raw("ts-request.version-tag", &[0xA0, 3, 2, 1])
        .u8("ts-request.version", version)
        .raw("ts-request.error-code-tag", &[0xA4, 6, 2, 4])
        .u32_be("ts-request.error-code", error_code);
    writer.finish()
}

/// The first TSRequest of a client that offers NTLM: an NTLM NEGOTIATE_MESSAGE in a
/// negoToken (MS-CSSP 2.2.1.1, MS-NLMP 2.2.1.1).
#[must_use]
pub fn negotiate_request() -> Vec<u8> {
    /// Unicode, request target, NTLM, always sign, extended session security, 128 and 56 bit.
    const FLAGS: u32 = 0xA008_8205;
    let mut ntlm = Vec::with_capacity(32);
    ntlm.extend_from_slice(b"NTLMSSP\0");
    ntlm.extend_from_slice(&1_u32.to_le_bytes());
    ntlm.extend_from_slice(&FLAGS.to_le_bytes());
    ntlm.extend_from_slice(&[0; 16]); // no domain, no workstation
    let wrap = |tag: u8, body: Vec<u8>| {
        let mut out = vec![tag, u8::try_from(body.len()).unwrap_or(0x7F)];
        out.extend(body);
        out
    };
    let token = wrap(0xA0, wrap(0x04, ntlm));
    let tokens = wrap(0xA1, wrap(0x30, wrap(0x30, token)));
    let mut body = vec![0xA0, 3, 2, 1, VERSION];
    body.extend(tokens);
    wrap(0x30, body)
}

/// What one TSRequest says on its outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TsRequest {
    /// `version`.
    pub version: u8,
    /// `errorCode`, an NTSTATUS, if there is one.
    pub error_code: Option<u32>,
    /// Whether there are `negoTokens`.
    pub has_tokens: bool,
}

impl TsRequest {
    /// Reads the outside of a DER-coded TSRequest.
    ///
    /// # Errors
    /// [`TooShort`] when the bytes end inside an element.
    pub fn decode(bytes: &[u8]) -> Result<Option<Self>, TooShort> {
        let mut reader = Reader::new(bytes);
        let Some((0x30, body)) = element(&mut reader)? else {
            return Ok(None);
        };
        let mut reader = Reader::new(body);
        let Some((0xA0, version)) = element(&mut reader)? else {
            return Ok(None);
        };
        let [2, 1, version] = *version else {
            return Ok(None);
        };
        let mut request = Self {
            version,
            error_code: None,
            has_tokens: false,
        };
        while let Some((tag, value)) = element(&mut reader)? {
            match (tag, value) {
                (0xA1, _) => request.has_tokens = true,
                (0xA4, [2, 4, a, b, c, d] | [2, 5, 0, a, b, c, d]) => {
                    request.error_code = Some(u32::from_be_bytes([*a, *b, *c, *d]));
                }
                _ => {}
            }
        }
        Ok(Some(request))
    }
}

/// One DER element: its tag and its content; `None` at the end.
fn element<'a>(reader: &mut Reader<'a>) -> Result<Option<(u8, &'a [u8])>, TooShort> {
    if reader.is_empty() {
        return Ok(None);
    }
    let tag = reader.u8()?;
    let length = match reader.u8()? {
        0x81 => usize::from(reader.u8()?),
        0x82 => usize::from(reader.u16_be()?),
        short => usize::from(short),
    };
    Ok(Some((tag, reader.take(length)?)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_error_code_is_a_four_byte_integer() {
        let reply = error_reply(6, 0xC000_006D);
        assert_eq!(&reply.bytes[9..], [2, 4, 0xC0, 0, 0, 0x6D]);
        let expected = TsRequest {
            version: 6,
            error_code: Some(0xC000_006D),
            has_tokens: false,
        };
        assert_eq!(TsRequest::decode(&reply.bytes), Ok(Some(expected)));
    }

    #[test]
    fn the_negotiate_request_reads_back() {
        let expected = TsRequest {
            version: 6,
            error_code: None,
            has_tokens: true,
        };
        assert_eq!(TsRequest::decode(&negotiate_request()), Ok(Some(expected)));
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let _ = TsRequest::decode(&bytes);
        }

        #[test]
        fn any_error_code_reads_back(version in any::<u8>(), code in any::<u32>()) {
            let reply = error_reply(version, code);
            let expected = TsRequest { version, error_code: Some(code), has_tokens: false };
            prop_assert_eq!(TsRequest::decode(&reply.bytes), Ok(Some(expected)));
        }
    }
}
