//! Share Control Header: TS_SHARECONTROLHEADER (MS-RDPBCGR 2.2.8.1.1.1.1).

use super::Malformed;
use crate::length::length16;
use crate::message::Message;
use crate::reader::Reader;
use crate::writer::Writer;

/// `type` in the low four bits of `pduType`.
pub mod pdu_type {
    /// PDUTYPE_DEMANDACTIVEPDU
    pub const DEMAND_ACTIVE: u8 = 0x1;
    /// PDUTYPE_CONFIRMACTIVEPDU
    pub const CONFIRM_ACTIVE: u8 = 0x3;
    /// PDUTYPE_DEACTIVATEALLPDU
    pub const DEACTIVATE_ALL: u8 = 0x6;
    /// PDUTYPE_DATAPDU
    pub const DATA: u8 = 0x7;
    /// PDUTYPE_SERVER_REDIR_PKT
    pub const SERVER_REDIRECTION: u8 = 0xA;
}

/// `versionLow` and `versionHigh` of `pduType`: TS_PROTOCOL_VERSION, shifted to its place.
pub const PROTOCOL_VERSION: u16 = 0x10;

/// `totalLength` of a flow PDU, which has no share control header (T.128 8.5).
pub const FLOW_MARKER: u16 = 0x8000;

/// The channel from which a server's share PDUs come, and the share id's lower half.
pub const SERVER_CHANNEL: u16 = 1002;

/// `shareId` as Windows gives it first: the server's channel in the lower half (MS-RDPBCGR 4.1.12).
pub const SHARE_ID: u32 = 0x0001_03EA;

/// Bytes of the header.
pub const HEADER_LEN: usize = 2 /* totalLength */ + 2 /* pduType */ + 2 /* pduSource */;

/// What the header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ControlHeader {
    /// `type`, see [`pdu_type`].
    pub pdu_type: u8,
    /// `pduSource`: the channel id of the sender. Some servers leave it out of Deactivate All.
    pub source: Option<u16>,
}

impl ControlHeader {
    /// Reads one share control PDU off the front: its header, its body, what follows it.
    ///
    /// # Errors
    /// [`Malformed`] when the bytes end before `totalLength`, or the length makes no sense.
    pub fn decode(bytes: &[u8]) -> Result<(Self, &[u8], &[u8]), Malformed> {
        let mut reader = Reader::new(bytes);
        let total = reader.u16_le()?;
        if total == FLOW_MARKER || total < 4 {
            return Err(Malformed::field("share-control.total-length", total));
        }
        let pdu = Reader::new(bytes).take(usize::from(total))?;
        let mut reader = Reader::new(pdu);
        reader.u16_le()?;
        let pdu_type = reader.u16_le()?.to_le_bytes()[0] & 0x0F;
        let source = if reader.is_empty() {
            None
        } else {
            Some(reader.u16_le()?)
        };
        let rest = bytes.get(pdu.len()..).unwrap_or_default();
        Ok((Self { pdu_type, source }, reader.rest(), rest))
    }
}

/// Puts the header in front of `body`: the message has the name of the body.
#[must_use]
pub fn with_header(pdu_type: u8, source: u16, body: Message) -> Message {
    let mut writer = Writer::new(body.name);
    writer
        .u16_le(
            "share-control.total-length",
            length16(HEADER_LEN + body.bytes.len()),
        )
        .u16_le(
            "share-control.pdu-type",
            PROTOCOL_VERSION | u16::from(pdu_type),
        )
        .u16_le("share-control.pdu-source", source)
        .append(body);
    writer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::MessageName;

    #[test]
    fn the_header_reads_back_with_what_follows() {
        let mut body = Writer::new(MessageName::DeactivateAll);
        body.u32_le("deactivate-all.share-id", 1);
        let message = with_header(pdu_type::DEACTIVATE_ALL, SERVER_CHANNEL, body.finish());
        assert_eq!(message.bytes, [10, 0, 0x16, 0, 0xEA, 3, 1, 0, 0, 0]);
        let mut bytes = message.bytes;
        bytes.push(9);
        let (header, body, rest) = ControlHeader::decode(&bytes).unwrap();
        assert_eq!(header.pdu_type, pdu_type::DEACTIVATE_ALL);
        assert_eq!(header.source, Some(1002));
        assert_eq!((body, rest), (&[1, 0, 0, 0][..], &[9][..]));
    }

    #[test]
    fn a_length_past_the_end_and_a_flow_pdu_are_refused() {
        assert!(matches!(
            ControlHeader::decode(&[9, 0, 0x17, 0]),
            Err(Malformed::TooShort(_))
        ));
        assert!(matches!(
            ControlHeader::decode(&[0, 0x80, 0x41, 0]),
            Err(Malformed::Field { value: 0x8000, .. })
        ));
    }

    #[test]
    fn a_deactivate_all_without_a_source_is_taken() {
        let (header, body, _) = ControlHeader::decode(&[4, 0, 0x16, 0]).unwrap();
        assert_eq!((header.source, body), (None, &[][..]));
    }
}
