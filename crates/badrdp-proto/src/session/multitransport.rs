//! Initiate Multitransport (MS-RDPBCGR 2.2.15), behind a security header with
//! SEC_TRANSPORT_REQ or SEC_TRANSPORT_RSP.

use crate::message::{Message, MessageName};
use crate::reader::{Reader, TooShort};
use crate::writer::Writer;

/// INITIATE_REQUEST_PROTOCOL_UDPFECR: reliable UDP.
pub const UDP_RELIABLE: u16 = 1;
/// INITIATE_REQUEST_PROTOCOL_UDPFECL: lossy UDP.
pub const UDP_LOSSY: u16 = 2;
/// S_OK: the client has the side channel.
pub const S_OK: u32 = 0;
/// E_ABORT: the client could not build it.
pub const E_ABORT: u32 = 0x8000_4004;

/// Server Initiate Multitransport Request (2.2.15.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// `requestId`
    pub request_id: u32,
    /// `requestedProtocol`: [`UDP_RELIABLE`] or [`UDP_LOSSY`].
    pub protocol: u16,
    /// `securityCookie`
    pub cookie: [u8; 16],
}

impl Request {
    /// The PDU.
    #[must_use]
    pub fn encode(&self) -> Message {
        let mut writer = Writer::new(MessageName::InitiateMultitransportRequest);
        writer
            .u32_le("multitransport-request.request-id", self.request_id)
            .u16_le("multitransport-request.requested-protocol", self.protocol)
            .u16_le("multitransport-request.reserved", 0)
            .raw("multitransport-request.security-cookie", &self.cookie);
        writer.finish()
    }

    /// Reads the PDU.
    ///
    /// # Errors
    /// [`TooShort`] with fewer than 24 bytes.
    pub fn decode(bytes: &[u8]) -> Result<Self, TooShort> {
        let mut reader = Reader::new(bytes);
        let request_id = reader.u32_le()?;
        let protocol = reader.u16_le()?;
        reader.u16_le()?;
        Ok(Self {
            request_id,
            protocol,
            cookie: reader.array()?,
        })
    }
}

/// Client Initiate Multitransport Response (2.2.15.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Response {
    /// `requestId`
    pub request_id: u32,
    /// `hrResponse`: [`S_OK`] or [`E_ABORT`].
    pub result: u32,
}

impl Response {
    /// The PDU.
    #[must_use]
    pub fn encode(&self) -> Message {
        let mut writer = Writer::new(MessageName::InitiateMultitransportResponse);
        writer
            .u32_le("multitransport-response.request-id", self.request_id)
            .u32_le("multitransport-response.hr-response", self.result);
        writer.finish()
    }

    /// Reads the PDU.
    ///
    /// # Errors
    /// [`TooShort`] with fewer than eight bytes.
    pub fn decode(bytes: &[u8]) -> Result<Self, TooShort> {
        let mut reader = Reader::new(bytes);
        Ok(Self {
            request_id: reader.u32_le()?,
            result: reader.u32_le()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_pdus_read_back() {
        let request = Request {
            request_id: 1,
            protocol: UDP_RELIABLE,
            cookie: [7; 16],
        };
        let bytes = request.encode().bytes;
        assert_eq!(bytes.len(), 24);
        assert_eq!(Request::decode(&bytes), Ok(request));
        let response = Response {
            request_id: 1,
            result: E_ABORT,
        };
        assert_eq!(Response::decode(&response.encode().bytes), Ok(response));
        assert!(Response::decode(&[0; 7]).is_err());
    }
}
