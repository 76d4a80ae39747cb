//! TSRequest, the envelope of CredSSP (MS-CSSP 2.2.1).

use crate::asn1;
use crate::credssp::NtStatus;
use crate::credssp::der::{self, Malformed, context};
use crate::message::{Message, MessageName};
use crate::reader::Reader;
use crate::writer::Writer;

/// One TSRequest, of either side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TsRequest {
    /// `version`: the highest that the sender speaks.
    pub version: u32,
    /// The first of `negoTokens`: SPNEGO or bare NTLM.
    pub nego_token: Option<Vec<u8>>,
    /// `authInfo`: the sealed TSCredentials.
    pub auth_info: Option<Vec<u8>>,
    /// `pubKeyAuth`: sealed, it ties the logon to the key of the TLS certificate.
    pub pub_key_auth: Option<Vec<u8>>,
    /// `errorCode`: why the server refuses, from version 3 on but not in 5.
    pub error_code: Option<NtStatus>,
    /// `clientNonce`: 32 random bytes, from version 5 on.
    pub client_nonce: Option<Vec<u8>>,
}

impl TsRequest {
    /// Reads a DER-coded TSRequest. Elements that the standard does not know are skipped.
    ///
    /// # Errors
    /// [`Malformed`] when it is no DER or an element is not what it should be.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let body = der::only(bytes, der::SEQUENCE)?;
        let mut reader = Reader::new(body);
        let version = der::only(der::expect(&mut reader, context(0))?, der::INTEGER)?;
        let mut request = Self {
            version: der::unsigned(version)?,
            ..Self::default()
        };
        while let Some((tag, value)) = der::next(&mut reader)? {
            let octets = || der::only(value, der::OCTET_STRING).map(<[u8]>::to_vec);
            match tag {
                0xA1 => request.nego_token = first_token(value)?,
                0xA2 => request.auth_info = Some(octets()?),
                0xA3 => request.pub_key_auth = Some(octets()?),
                0xA4 => request.error_code = Some(error_code(der::only(value, der::INTEGER)?)?),
                0xA5 => request.client_nonce = Some(octets()?),
                _ => {}
            }
        }
        Ok(request)
    }

    /// Writes it as the message called `name`.
    #[must_use]
    pub fn encode(&self, name: MessageName) -> Message {
        let token = self.nego_token.as_ref().map(|bytes| opaque(name, bytes));
        self.encode_with(name, token)
    }

    /// Writes it with `token`, and its fields, in place of `nego_token`.
    #[must_use]
    pub fn encode_with(&self, name: MessageName, token: Option<Message>) -> Message {
        let mut body = Writer::new(name);
        write_version(&mut body, self.version);
        if let Some(token) = token {
            body.append(nego_tokens(name, token));
        }
        if let Some(bytes) = &self.auth_info {
            let tags = ["ts-request.auth-info-header", "ts-request.auth-info"];
            octet_string(&mut body, tags, 2, bytes);
        }
        if let Some(bytes) = &self.pub_key_auth {
            let tags = ["ts-request.pub-key-auth-header", "ts-request.pub-key-auth"];
            octet_string(&mut body, tags, 3, bytes);
        }
        if let Some(NtStatus(code)) = self.error_code {
            body.raw(
                "ts-request.error-code-header",
                &[context(4), 6, der::INTEGER, 4],
            )
            .u32_be("ts-request.error-code", code);
        }
        if let Some(bytes) = &self.client_nonce {
            let tags = ["ts-request.client-nonce-header", "ts-request.client-nonce"];
            octet_string(&mut body, tags, 5, bytes);
        }
        envelope(name, body.finish())
    }
}

/// A TSRequest with nothing but `version` and `errorCode`.
///
/// The code is a four-byte INTEGER, `02 04 C0 00 00 BB`, although it then reads as negative:
/// FreeRDP reads no longer one.
#[must_use]
pub fn error_reply(version: u32, error_code: NtStatus) -> Message {
    let request = TsRequest {
        version,
        error_code: Some(error_code),
        ..TsRequest::default()
    };
    request.encode(MessageName::TsRequestReply)
}

/// The same with `errorCode` as DER would have an unsigned number: `02 05 00 C0 00 00 BB`.
#[must_use]
pub fn error_reply_of_five_bytes(version: u32, error_code: NtStatus) -> Message {
    let name = MessageName::TsRequestReply;
    let mut body = Writer::new(name);
    write_version(&mut body, version);
    body.raw(
        "ts-request.error-code-header",
        &[context(4), 7, der::INTEGER, 5],
    )
    .u8("ts-request.error-code-padding", 0)
    .u32_be("ts-request.error-code", error_code.0);
    envelope(name, body.finish())
}

fn envelope(name: MessageName, body: Message) -> Message {
    let tag = ("ts-request.tag", der::SEQUENCE);
    der::wrap_message(name, tag, "ts-request.length", body)
}

fn write_version(body: &mut Writer, version: u32) {
    let number = asn1::integer(version);
    let header = der::header(0, der::INTEGER, number.len());
    body.raw("ts-request.version-header", &header)
        .raw("ts-request.version", &number);
}

/// A message that is one field.
fn opaque(name: MessageName, bytes: &[u8]) -> Message {
    let mut writer = Writer::new(name);
    writer.raw("ts-request.nego-token", bytes);
    writer.finish()
}

/// `negoTokens [1] SEQUENCE OF SEQUENCE { negoToken [0] OCTET STRING }` (MS-CSSP 2.2.1.1).
fn nego_tokens(name: MessageName, token: Message) -> Message {
    const LAYERS: [(&str, &str, u8); 5] = [
        (
            "ts-request.nego-token-string-tag",
            "ts-request.nego-token-length",
            der::OCTET_STRING,
        ),
        (
            "ts-request.nego-token-tag",
            "ts-request.nego-token-tag-length",
            context(0),
        ),
        (
            "ts-request.nego-data-item-tag",
            "ts-request.nego-data-item-length",
            der::SEQUENCE,
        ),
        (
            "ts-request.nego-data-tag",
            "ts-request.nego-data-length",
            der::SEQUENCE,
        ),
        (
            "ts-request.nego-tokens-tag",
            "ts-request.nego-tokens-length",
            context(1),
        ),
    ];
    LAYERS
        .into_iter()
        .fold(token, |inner, (tag, length, value)| {
            der::wrap_message(name, (tag, value), length, inner)
        })
}

fn octet_string(body: &mut Writer, fields: [&'static str; 2], number: u8, bytes: &[u8]) {
    let [header_field, field] = fields;
    let header = der::header(number, der::OCTET_STRING, bytes.len());
    body.raw(header_field, &header).raw(field, bytes);
}

fn first_token(value: &[u8]) -> Result<Option<Vec<u8>>, Malformed> {
    let mut items = Reader::new(der::only(value, der::SEQUENCE)?);
    if items.is_empty() {
        return Ok(None);
    }
    let item = der::expect(&mut items, der::SEQUENCE)?;
    let token = der::only(der::only(item, context(0))?, der::OCTET_STRING)?;
    Ok(Some(token.to_vec()))
}

/// Reads four bytes as they are, negative or not, and whatever else is a number.
fn error_code(content: &[u8]) -> Result<NtStatus, Malformed> {
    if let [a, b, c, d] = *content {
        return Ok(NtStatus(u32::from_be_bytes([a, b, c, d])));
    }
    der::unsigned(content).map(NtStatus)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_error_code_is_a_four_byte_integer() {
        let reply = error_reply(6, NtStatus::STATUS_LOGON_FAILURE);
        assert_eq!(
            reply.bytes,
            [0x30, 13, 0xA0, 3, 2, 1, 6, 0xA4, 6, 2, 4, 0xC0, 0, 0, 0x6D]
        );
    }

    #[test]
    fn an_error_code_of_five_bytes_has_a_zero_in_front() {
        let reply = error_reply_of_five_bytes(6, NtStatus::STATUS_LOGON_FAILURE);
        assert_eq!(reply.bytes[7..], [0xA4, 7, 2, 5, 0, 0xC0, 0, 0, 0x6D]);
        let decoded = TsRequest::decode(&reply.bytes).unwrap();
        assert_eq!(decoded.error_code, Some(NtStatus::STATUS_LOGON_FAILURE));
    }

    #[test]
    fn a_scanner_that_offers_version_96_is_understood() {
        // What the nmap script rdp-ntlm-info sends begins like this.
        let decoded = TsRequest::decode(&[0x30, 5, 0xA0, 3, 2, 1, 0x60]).unwrap();
        assert_eq!(decoded.version, 0x60);
    }

    fn bytes(max: usize) -> impl Strategy<Value = Option<Vec<u8>>> {
        proptest::option::of(proptest::collection::vec(any::<u8>(), 0..max))
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let _ = TsRequest::decode(&bytes);
        }

        #[test]
        fn any_request_reads_back_and_its_spans_cover_it(
            version in any::<u32>(), nego_token in bytes(400), auth_info in bytes(70000),
            pub_key_auth in bytes(300), error in proptest::option::of(any::<u32>()), client_nonce in bytes(40),
        ) {
            let error_code = error.map(NtStatus);
            let request = TsRequest { version, nego_token, auth_info, pub_key_auth, error_code, client_nonce };
            let message = request.encode(MessageName::TsRequestReply);
            let mut next = 0;
            for field in &message.fields {
                prop_assert_eq!(field.range.start, next);
                next = field.range.end;
            }
            prop_assert_eq!(next, message.bytes.len());
            prop_assert_eq!(TsRequest::decode(&message.bytes), Ok(request));
        }
    }
}
