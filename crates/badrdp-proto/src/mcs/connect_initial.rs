//! Client MCS Connect Initial PDU (MS-RDPBCGR 2.2.1.3, T.125 11.1).

use crate::asn1;
use crate::gcc::ClientBlocks;
use crate::gcc::conference;
use crate::mcs::{CONNECT_INITIAL, DecodeError, DomainParameters, ber};
use crate::mcs::{read_data_header, write_data_header};
use crate::message::MessageName;
use crate::reader::Reader;
use crate::writer::Writer;

/// What a client proposes to start with: limits of the domain, and its settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectInitial {
    /// `targetParameters`
    pub target: DomainParameters,
    /// `minimumParameters`
    pub minimum: DomainParameters,
    /// `maximumParameters`
    pub maximum: DomainParameters,
    /// The client's GCC blocks in `userData`.
    pub blocks: ClientBlocks,
}

impl ConnectInitial {
    /// With the domain parameters that clients propose.
    #[must_use]
    pub const fn new(blocks: ClientBlocks) -> Self {
        Self {
            target: DomainParameters::CLIENT_TARGET,
            minimum: DomainParameters::CLIENT_MINIMUM,
            maximum: DomainParameters::CLIENT_MAXIMUM,
            blocks,
        }
    }

    /// Reads one whole TPKT frame.
    ///
    /// The way to the GCC blocks is read by its tags. What the conference request says is
    /// passed over: nothing in it matters but the key that the blocks follow.
    ///
    /// # Errors
    /// [`DecodeError`] for another PDU, for one that is cut, and without core data.
    pub fn decode(frame: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = read_data_header(frame)?;
        let tag = reader.array::<2>()?;
        if tag != CONNECT_INITIAL {
            return Err(DecodeError::Tag {
                what: "Connect-Initial",
                expected: u16::from_be_bytes(CONNECT_INITIAL),
                found: u16::from_be_bytes(tag),
            });
        }
        ber::read_length(&mut reader)?; // the frame bounds it already
        for what in ["callingDomainSelector", "calledDomainSelector"] {
            ber::read_element(&mut reader, what, ber::OCTET_STRING)?;
        }
        ber::read_element(&mut reader, "upwardFlag", ber::BOOLEAN)?;
        let target = DomainParameters::decode(&mut reader)?;
        let minimum = DomainParameters::decode(&mut reader)?;
        let maximum = DomainParameters::decode(&mut reader)?;
        let user_data = ber::read_element(&mut reader, "userData", ber::OCTET_STRING)?;
        let blocks = conference::blocks_behind(conference::CLIENT_KEY, user_data)?;
        Ok(Self {
            target,
            minimum,
            maximum,
            blocks: ClientBlocks::decode(&mut Reader::new(blocks))?,
        })
    }

    /// Writes it as one TPKT frame.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut parameters = Writer::new(MessageName::ConnectInitial);
        for set in [self.target, self.minimum, self.maximum] {
            set.write(&mut parameters);
        }
        let user_data = conference::create_request(&self.blocks.encode());

        let mut body = asn1::element(ber::OCTET_STRING, &[1]);
        body.extend(asn1::element(ber::OCTET_STRING, &[1]));
        body.extend(asn1::element(ber::BOOLEAN, &[0xFF]));
        body.extend(parameters.finish().bytes);
        body.extend(asn1::element(ber::OCTET_STRING, &user_data));

        let mut pdu = CONNECT_INITIAL.to_vec();
        pdu.extend(asn1::length(body.len()));
        pdu.extend(body);
        let mut writer = Writer::new(MessageName::ConnectInitial);
        write_data_header(&mut writer, pdu.len());
        writer.raw("mcs.connect-initial", &pdu);
        writer.finish().bytes
    }
}

#[cfg(test)]
mod tests;
