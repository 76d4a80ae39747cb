//! Share Data Header: TS_SHAREDATAHEADER (MS-RDPBCGR 2.2.8.1.1.1.2).

use super::Malformed;
use super::control::{self, SERVER_CHANNEL, pdu_type};
use crate::length::length16;
use crate::message::Message;
use crate::reader::Reader;
use crate::writer::Writer;

/// `pduType2`.
pub mod pdu_type2 {
    /// PDUTYPE2_UPDATE
    pub const UPDATE: u8 = 0x02;
    /// PDUTYPE2_CONTROL
    pub const CONTROL: u8 = 0x14;
    /// PDUTYPE2_POINTER
    pub const POINTER: u8 = 0x1B;
    /// PDUTYPE2_INPUT
    pub const INPUT: u8 = 0x1C;
    /// PDUTYPE2_SYNCHRONIZE
    pub const SYNCHRONIZE: u8 = 0x1F;
    /// PDUTYPE2_REFRESH_RECT
    pub const REFRESH_RECT: u8 = 0x21;
    /// PDUTYPE2_PLAY_SOUND
    pub const PLAY_SOUND: u8 = 0x22;
    /// PDUTYPE2_SUPPRESS_OUTPUT
    pub const SUPPRESS_OUTPUT: u8 = 0x23;
    /// PDUTYPE2_SHUTDOWN_REQUEST
    pub const SHUTDOWN_REQUEST: u8 = 0x24;
    /// PDUTYPE2_SHUTDOWN_DENIED
    pub const SHUTDOWN_DENIED: u8 = 0x25;
    /// PDUTYPE2_SAVE_SESSION_INFO
    pub const SAVE_SESSION_INFO: u8 = 0x26;
    /// PDUTYPE2_FONTLIST
    pub const FONT_LIST: u8 = 0x27;
    /// PDUTYPE2_FONTMAP
    pub const FONT_MAP: u8 = 0x28;
    /// PDUTYPE2_SET_KEYBOARD_INDICATORS
    pub const SET_KEYBOARD_INDICATORS: u8 = 0x29;
    /// PDUTYPE2_BITMAPCACHE_PERSISTENT_LIST
    pub const PERSISTENT_KEY_LIST: u8 = 0x2B;
    /// PDUTYPE2_SET_ERROR_INFO_PDU
    pub const SET_ERROR_INFO: u8 = 0x2F;
    /// PDUTYPE2_ARC_STATUS_PDU
    pub const AUTO_RECONNECT_STATUS: u8 = 0x32;
    /// PDUTYPE2_STATUS_INFO_PDU
    pub const STATUS_INFO: u8 = 0x36;
    /// PDUTYPE2_MONITOR_LAYOUT_PDU
    pub const MONITOR_LAYOUT: u8 = 0x37;
    /// PDUTYPE2_FRAME_ACKNOWLEDGE (MS-RDPRFX 2.2.3.1)
    pub const FRAME_ACKNOWLEDGE: u8 = 0x38;
}

/// PACKET_COMPRESSED in `compressedType`.
pub const PACKET_COMPRESSED: u8 = 0x20;

/// STREAM_LOW: the priority with which Windows sends a Synchronize.
pub const STREAM_LOW: u8 = 1;
/// STREAM_MED: the priority with which Windows sends the rest.
pub const STREAM_MED: u8 = 2;

/// Bytes of the header behind the share control header.
pub const HEADER_LEN: usize = 4 /* shareId */ + 1 /* pad1 */ + 1 /* streamId */
    + 2 /* uncompressedLength */ + 1 /* pduType2 */ + 1 /* compressedType */ + 2 /* compressedLength */;

/// What the header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataHeader {
    /// `shareId`
    pub share_id: u32,
    /// `pduType2`, see [`pdu_type2`].
    pub pdu_type2: u8,
    /// `compressedType`: flags and the type of compression (MS-RDPBCGR 3.1.8.2.1).
    pub compressed_type: u8,
}

impl DataHeader {
    /// Reads the header off the body of a share control PDU, and returns what follows.
    /// `uncompressedLength` is not believed: clients disagree about what it counts.
    ///
    /// # Errors
    /// [`Malformed`] when the bytes end inside the header.
    pub fn decode(body: &[u8]) -> Result<(Self, &[u8]), Malformed> {
        let mut reader = Reader::new(body);
        let share_id = reader.u32_le()?;
        reader.take(2 /* pad1, streamId */ + 2 /* uncompressedLength */)?;
        let pdu_type2 = reader.u8()?;
        let compressed_type = reader.u8()?;
        reader.u16_le()?;
        let header = Self {
            share_id,
            pdu_type2,
            compressed_type,
        };
        Ok((header, reader.rest()))
    }

    /// Whether the body is compressed, and so unreadable here.
    #[must_use]
    pub const fn is_compressed(&self) -> bool {
        self.compressed_type & PACKET_COMPRESSED != 0
    }
}

/// Puts share data and share control headers of a server in front of `body`.
#[must_use]
pub fn from_server(share_id: u32, pdu_type2: u8, body: Message) -> Message {
    with_headers(SERVER_CHANNEL, share_id, pdu_type2, body)
}

/// Puts share data and share control headers in front of `body`; `source` is the channel of the sender.
#[must_use]
pub fn with_headers(source: u16, share_id: u32, pdu_type2: u8, body: Message) -> Message {
    // `uncompressedLength` counts from pduType2 on, as Windows does (MS-RDPBCGR 4.1.14).
    let uncompressed = 1 + 1 + 2 + body.bytes.len();
    let stream = if pdu_type2 == pdu_type2::SYNCHRONIZE {
        STREAM_LOW
    } else {
        STREAM_MED
    };
    let mut writer = Writer::new(body.name);
    writer
        .u32_le("share-data.share-id", share_id)
        .u8("share-data.pad1", 0)
        .u8("share-data.stream-id", stream)
        .u16_le("share-data.uncompressed-length", length16(uncompressed))
        .u8("share-data.pdu-type2", pdu_type2)
        .u8("share-data.compressed-type", 0)
        .u16_le("share-data.compressed-length", 0)
        .append(body);
    control::with_header(pdu_type::DATA, source, writer.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::MessageName;
    use crate::share::control::ControlHeader;

    #[test]
    fn both_headers_read_back() {
        let mut body = Writer::new(MessageName::SetErrorInfo);
        body.u32_le("set-error-info.error-info", 7);
        let message = from_server(0x0001_03EA, pdu_type2::SET_ERROR_INFO, body.finish());
        assert_eq!(message.bytes.len(), control::HEADER_LEN + HEADER_LEN + 4);
        let (_, rest, _) = ControlHeader::decode(&message.bytes).unwrap();
        let (header, body) = DataHeader::decode(rest).unwrap();
        assert_eq!(header.share_id, 0x0001_03EA);
        assert_eq!(header.pdu_type2, pdu_type2::SET_ERROR_INFO);
        assert!(!header.is_compressed());
        assert_eq!(body, [7, 0, 0, 0]);
    }
}
