//! X.224 class 0 TPDUs: Connection Request, Connection Confirm, Disconnect Request, Error.
//!
//! [`connection_confirm`] and its neighbours write what a server says, and
//! [`ConnectionConfirm`] reads it; [`ConnectionRequest`] is what a client said, and can be
//! written too.

mod confirm;

use crate::message::{Message, MessageName};
use crate::negotiation::{
    Negotiation, Protocols, STRUCTURE_LEN, TYPE_CORRELATION_INFO, TYPE_FAILURE, TYPE_REQUEST,
    TYPE_RESPONSE,
};
use crate::reader::{Reader, TooShort};
use crate::tpkt;
use crate::writer::Writer;

pub use self::confirm::{ConfirmError, ConnectionConfirm};

/// `CR | CDT` (X.224 13.3).
pub const CONNECTION_REQUEST: u8 = 0xE0;
/// `CC | CDT` (X.224 13.4).
pub const CONNECTION_CONFIRM: u8 = 0xD0;
/// `DR` (X.224 13.5).
pub const DISCONNECT_REQUEST: u8 = 0x80;
/// `DT` (X.224 13.7).
pub const DATA: u8 = 0xF0;
/// `ER` (X.224 13.12).
pub const ERROR: u8 = 0x70;

/// What Windows puts into `srcRef` of its Connection Confirm.
pub const WINDOWS_SOURCE_REFERENCE: u16 = 0x1234;

/// Whether a TPKT frame carries a Disconnect Request (X.224 13.5).
#[must_use]
pub fn is_disconnect_request(frame: &[u8]) -> bool {
    frame.get(tpkt::HEADER_LEN + 1) == Some(&DISCONNECT_REQUEST)
}

/// Connection Confirm (MS-RDPBCGR 2.2.1.2). Without `negotiation` it has 11 bytes, as
/// Windows XP sends it, and selects Standard RDP Security.
#[must_use]
pub fn connection_confirm(source_reference: u16, negotiation: Option<Negotiation>) -> Message {
    let mut writer = Writer::new(MessageName::ConnectionConfirm);
    let variable_len = if negotiation.is_some() {
        STRUCTURE_LEN
    } else {
        0
    };
    let indicator =
        1 /* CC | CDT */ + 2 /* dstRef */ + 2 /* srcRef */ + 1 /* class */ + variable_len;
    tpkt::write_header(&mut writer, 1 + usize::from(indicator));
    writer
        .u8("x224.length-indicator", indicator)
        .u8("x224.code", CONNECTION_CONFIRM)
        .u16_be("x224.destination-reference", 0)
        .u16_be("x224.source-reference", source_reference)
        .u8("x224.class", 0);
    if let Some(negotiation) = negotiation {
        let (kind, flags, value_field, value) = match negotiation {
            Negotiation::Response { flags, selected } => {
                (TYPE_RESPONSE, flags, "neg.selected-protocol", selected.0)
            }
            Negotiation::Failure(code) => (TYPE_FAILURE, 0, "neg.failure-code", code),
        };
        writer
            .u8("neg.type", kind)
            .u8("neg.flags", flags)
            .u16_le("neg.length", u16::from(STRUCTURE_LEN))
            .u32_le(value_field, value);
    }
    writer.finish()
}

/// Disconnect Request with `reason` (X.224 13.5.3).
#[must_use]
pub fn disconnect_request(reason: u8) -> Message {
    let mut writer = Writer::new(MessageName::DisconnectRequest);
    let indicator = 1 /* DR */ + 2 /* dstRef */ + 2 /* srcRef */ + 1 /* reason */;
    tpkt::write_header(&mut writer, 1 + usize::from(indicator));
    writer
        .u8("x224.length-indicator", indicator)
        .u8("x224.code", DISCONNECT_REQUEST)
        .u16_be("x224.destination-reference", 0)
        .u16_be("x224.source-reference", 0)
        .u8("x224.reason", reason);
    writer.finish()
}

/// Error TPDU with `cause` (X.224 13.12.3).
#[must_use]
pub fn error(cause: u8) -> Message {
    let mut writer = Writer::new(MessageName::ErrorTpdu);
    let indicator = 1 /* ER */ + 2 /* dstRef */ + 1 /* cause */;
    tpkt::write_header(&mut writer, 1 + usize::from(indicator));
    writer
        .u8("x224.length-indicator", indicator)
        .u8("x224.code", ERROR)
        .u16_be("x224.destination-reference", 0)
        .u8("x224.reject-cause", cause);
    writer.finish()
}

/// Client X.224 Connection Request PDU (MS-RDPBCGR 2.2.1.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConnectionRequest {
    /// The identifier behind `Cookie: mstshash=`, mostly the user name.
    pub cookie: Option<String>,
    /// A load balancer's token, where there is no cookie.
    pub routing_token: Option<Vec<u8>>,
    /// `flags` of RDP_NEG_REQ.
    pub flags: u8,
    /// `requestedProtocols`; `None` where the client sent no RDP_NEG_REQ.
    pub requested: Option<Protocols>,
    /// The identifier of RDP_NEG_CORRELATION_INFO.
    pub correlation_id: Option<[u8; 16]>,
}

/// Bytes that are no Connection Request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// The TPDU code is another one.
    #[error("the TPDU code is {0:#04x}, not that of a Connection Request")]
    Code(u8),
    /// The bytes ended too early.
    #[error(transparent)]
    TooShort(#[from] TooShort),
}

/// What a cookie starts with (MS-RDPBCGR 2.2.1.1); any other line is a routing token.
pub(crate) const COOKIE: &[u8] = b"Cookie: mstshash=";

/// The cookie or routing token at the start of a request's variable part, without its CR LF.
/// It is text, which a structure is not: the types of those are control characters.
pub(crate) fn token(variable: &[u8]) -> Option<&[u8]> {
    let end = variable.windows(2).position(|pair| pair == b"\r\n")?;
    let line = variable.get(..end)?;
    line.first()
        .is_some_and(u8::is_ascii_graphic)
        .then_some(line)
}

impl ConnectionRequest {
    /// Reads one whole TPKT frame.
    ///
    /// Odd clients are read as far as they make sense: what follows the fixed
    /// part and is neither token, cookie, RDP_NEG_REQ nor correlation info is
    /// passed over.
    ///
    /// # Errors
    /// When the fixed part is missing or is that of another TPDU.
    pub fn decode(frame: &[u8]) -> Result<Self, RequestError> {
        let mut reader = Reader::new(frame);
        reader.take(tpkt::HEADER_LEN)?;
        reader.u8()?; // length indicator: the TPKT length has bounded the frame already
        let code = reader.u8()?;
        if code & 0xF0 != CONNECTION_REQUEST {
            return Err(RequestError::Code(code));
        }
        reader.take(2 /* dstRef */ + 2 /* srcRef */ + 1 /* class */)?;
        let mut request = Self::default();
        request.read_token(&mut reader);
        while request.read_structure(&mut reader)? {}
        Ok(request)
    }

    /// Writes it as one TPKT frame.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut variable = Vec::new();
        if let Some(cookie) = &self.cookie {
            variable.extend_from_slice(COOKIE);
            variable.extend_from_slice(cookie.as_bytes());
            variable.extend_from_slice(b"\r\n");
        } else if let Some(token) = &self.routing_token {
            variable.extend_from_slice(token);
            variable.extend_from_slice(b"\r\n");
        }
        if let Some(requested) = self.requested {
            variable.extend_from_slice(&[TYPE_REQUEST, self.flags, STRUCTURE_LEN, 0]);
            variable.extend_from_slice(&requested.0.to_le_bytes());
        }
        if let Some(id) = self.correlation_id {
            variable.extend_from_slice(&[TYPE_CORRELATION_INFO, 0, 36, 0]);
            variable.extend_from_slice(&id);
            variable.extend_from_slice(&[0; 16]);
        }
        let indicator =
            1 /* CR */ + 2 /* dstRef */ + 2 /* srcRef */ + 1 /* class */ + variable.len();
        let mut writer = Writer::new(MessageName::ConnectionRequest);
        tpkt::write_header(&mut writer, 1 + indicator);
        writer
            .u8(
                "x224.length-indicator",
                u8::try_from(indicator).unwrap_or(u8::MAX),
            )
            .u8("x224.code", CONNECTION_REQUEST)
            .raw("x224.fixed", &[0; 5])
            .raw("x224.variable", &variable);
        writer.finish().bytes
    }

    fn read_token(&mut self, reader: &mut Reader<'_>) {
        let Some(line) = token(reader.rest()) else {
            return;
        };
        match line.strip_prefix(COOKIE) {
            Some(name) => self.cookie = Some(String::from_utf8_lossy(name).into_owned()),
            None => self.routing_token = Some(line.to_vec()),
        }
        let _ = reader.take(line.len() + 2 /* CR LF */);
    }

    fn read_structure(&mut self, reader: &mut Reader<'_>) -> Result<bool, TooShort> {
        match reader.rest().first() {
            Some(&TYPE_REQUEST) => {
                reader.u8()?;
                self.flags = reader.u8()?;
                reader.u16_le()?; // length: some clients send 0
                self.requested = Some(Protocols(reader.u32_le()?));
                Ok(true)
            }
            Some(&TYPE_CORRELATION_INFO) => {
                reader.take(4)?;
                self.correlation_id = Some(reader.array()?);
                reader.take(16)?;
                Ok(true)
            }
            _ => Ok(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn xp_answers_with_eleven_bytes() {
        let confirm = connection_confirm(WINDOWS_SOURCE_REFERENCE, None);
        assert_eq!(confirm.bytes, [3, 0, 0, 11, 6, 0xD0, 0, 0, 0x12, 0x34, 0]);
    }

    #[test]
    fn a_response_is_byte_for_byte_what_windows_sends() {
        let negotiation = Negotiation::Response {
            flags: 0x1F,
            selected: Protocols::HYBRID,
        };
        let confirm = connection_confirm(WINDOWS_SOURCE_REFERENCE, Some(negotiation));
        let expected = [
            3, 0, 0, 0x13, 0x0E, 0xD0, 0, 0, 0x12, 0x34, 0, 2, 0x1F, 8, 0, 2, 0, 0, 0,
        ];
        assert_eq!(confirm.bytes, expected);
        assert_eq!(
            confirm
                .field("neg.selected-protocol")
                .map(|field| field.range.clone()),
            Some(15..19)
        );
    }

    #[test]
    fn a_cookie_ends_at_its_line() {
        let request = ConnectionRequest {
            cookie: Some("alice".into()),
            requested: Some(Protocols::SSL | Protocols::HYBRID),
            ..ConnectionRequest::default()
        };
        assert_eq!(ConnectionRequest::decode(&request.encode()), Ok(request));
    }

    #[test]
    fn a_routing_token_may_start_with_any_letter_or_digit() {
        for token in ["Cookie: msts=16777343.15629.0000", "3640205228.15629.0000"] {
            let request = ConnectionRequest {
                routing_token: Some(token.as_bytes().to_vec()),
                requested: Some(Protocols::SSL),
                ..ConnectionRequest::default()
            };
            assert_eq!(ConnectionRequest::decode(&request.encode()), Ok(request));
        }
    }

    #[test]
    fn an_unfinished_cookie_is_passed_over() {
        let mut frame = vec![3, 0, 0, 20, 15, 0xE0, 0, 0, 0, 0, 0];
        frame.extend_from_slice(b"Cookie: m");
        assert_eq!(
            ConnectionRequest::decode(&frame),
            Ok(ConnectionRequest::default())
        );
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(frame in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = ConnectionRequest::decode(&frame);
        }

        #[test]
        fn a_request_reads_back(
            cookie in proptest::option::of("[a-zA-Z0-9/._-]{0,64}"),
            flags in any::<u8>(),
            requested in proptest::option::of(any::<u32>()),
            correlation_id in proptest::option::of(any::<[u8; 16]>()),
        ) {
            let request = ConnectionRequest {
                cookie,
                routing_token: None,
                flags: if requested.is_some() { flags } else { 0 },
                requested: requested.map(Protocols),
                correlation_id,
            };
            prop_assert_eq!(ConnectionRequest::decode(&request.encode()), Ok(request));
        }
    }
}
