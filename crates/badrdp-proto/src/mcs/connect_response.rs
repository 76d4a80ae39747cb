//! Server MCS Connect Response PDU (MS-RDPBCGR 2.2.1.4, T.125 11.2).

use crate::asn1;
use crate::gcc::ServerBlocks;
use crate::gcc::conference::{self, CreateResponse};
use crate::mcs::{CONNECT_RESPONSE, DecodeError, DomainParameters, RT_SUCCESSFUL, ber};
use crate::mcs::{read_data_header, write_data_header};
use crate::message::{Message, MessageName};
use crate::reader::Reader;
use crate::writer::Writer;

/// What a server answers to Connect Initial: whether it agrees, and its settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectResponse {
    /// `result`, [`RT_SUCCESSFUL`] or why not.
    pub result: u8,
    /// `calledConnectId`; Windows answers 0.
    pub called_connect_id: u32,
    /// `domainParameters`
    pub domain_parameters: DomainParameters,
    /// What the T.124 ConferenceCreateResponse says.
    pub conference: CreateResponse,
    /// The server's GCC blocks in `userData`.
    pub blocks: ServerBlocks,
}

/// The answer of a Windows server that agrees.
#[must_use]
pub fn connect_response(blocks: &ServerBlocks) -> Message {
    ConnectResponse::new(blocks.clone()).encode()
}

impl ConnectResponse {
    /// Success, with the figures of Windows.
    #[must_use]
    pub const fn new(blocks: ServerBlocks) -> Self {
        Self {
            result: RT_SUCCESSFUL,
            called_connect_id: 0,
            domain_parameters: DomainParameters::WINDOWS,
            conference: CreateResponse::WINDOWS,
            blocks,
        }
    }

    /// Writes it as one TPKT frame.
    ///
    /// The two outer BER lengths are always in the long form `82 hh ll`, so that the frame
    /// has one layout, whatever the blocks.
    #[must_use]
    pub fn encode(&self) -> Message {
        let user_data = self.conference.encode(self.blocks.encode());
        let mut body = Writer::new(MessageName::ConnectResponse);
        body.raw("mcs.result-header", &[ber::ENUMERATED, 1])
            .u8("mcs.result", self.result);
        let called_connect_id = asn1::integer(self.called_connect_id);
        let length = u8::try_from(called_connect_id.len()).unwrap_or(u8::MAX);
        body.raw("mcs.called-connect-id-header", &[ber::INTEGER, length])
            .raw("mcs.called-connect-id", &called_connect_id);
        self.domain_parameters.write(&mut body);
        body.u8("mcs.user-data-tag", ber::OCTET_STRING);
        ber::write_length(
            &mut body,
            "mcs.user-data-length-form",
            "mcs.user-data-length",
            user_data.bytes.len(),
        );
        body.append(user_data);
        let body = body.finish();

        let mut writer = Writer::new(MessageName::ConnectResponse);
        write_data_header(&mut writer, 2 /* tag */ + 3 /* length */ + body.bytes.len());
        writer.raw("mcs.tag", &CONNECT_RESPONSE);
        ber::write_length(
            &mut writer,
            "mcs.length-form",
            "mcs.length",
            body.bytes.len(),
        );
        writer.append(body);
        writer.finish()
    }

    /// Reads one whole TPKT frame.
    ///
    /// A server that refuses may leave the user data out: there are no blocks then.
    ///
    /// # Errors
    /// [`DecodeError`] for another PDU and for one that is cut.
    pub fn decode(frame: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = read_data_header(frame)?;
        let tag = reader.array::<2>()?;
        if tag != CONNECT_RESPONSE {
            return Err(DecodeError::Tag {
                what: "Connect-Response",
                expected: u16::from_be_bytes(CONNECT_RESPONSE),
                found: u16::from_be_bytes(tag),
            });
        }
        ber::read_length(&mut reader)?; // the frame bounds it already
        let result = ber::read_number(&mut reader, "result", ber::ENUMERATED)?;
        let mut response = Self {
            result: u8::try_from(result).unwrap_or(u8::MAX),
            ..Self::new(ServerBlocks::default())
        };
        response.called_connect_id =
            ber::read_number(&mut reader, "calledConnectId", ber::INTEGER)?;
        response.domain_parameters = DomainParameters::decode(&mut reader)?;
        let user_data = ber::read_element(&mut reader, "userData", ber::OCTET_STRING)?;
        if response.result != RT_SUCCESSFUL && user_data.is_empty() {
            return Ok(response);
        }
        response.conference = CreateResponse::decode(user_data)?;
        let blocks = conference::blocks_behind(conference::SERVER_KEY, user_data)?;
        response.blocks = ServerBlocks::decode(&mut Reader::new(blocks))?;
        Ok(response)
    }
}

#[cfg(test)]
mod tests;
