//! T.124 ConnectData around the blocks, in aligned PER (MS-RDPBCGR 4.1.3 and 4.1.4).
//!
//! ```text
//! 00 05 00 14 7C 00 01   the key: an object identifier, that of T.124
//! 2A                     the length of what follows; of Windows, whatever follows
//! 14 76 0A 01 01 00      conferenceCreateResponse: nodeID, tag, result
//! 01 C0 00 "McDn"        one set of user data, under an H.221 key
//! 81 08                  the length of the blocks
//! ```

use crate::mcs::{DecodeError, per};
use crate::message::{Message, MessageName};
use crate::reader::Reader;
use crate::writer::Writer;

/// The H.221 key in front of a client's blocks.
pub const CLIENT_KEY: [u8; 4] = *b"Duca";
/// The H.221 key in front of a server's blocks.
pub const SERVER_KEY: [u8; 4] = *b"McDn";

/// The choice `object`, its length and {itu-t(0) recommendation(0) t(20) t124(124) version(0) 1}.
const OBJECT_KEY: [u8; 7] = [0x00, 0x05, 0x00, 0x14, 0x7C, 0x00, 0x01];

/// conferenceCreateRequest with a conference called `1` and user data.
const CREATE_REQUEST: [u8; 8] = [0x00, 0x08, 0x00, 0x10, 0x00, 0x01, 0xC0, 0x00];

/// conferenceCreateResponse with user data.
const CREATE_RESPONSE: u8 = 0x14;

/// `connectPDU`'s length as Windows writes it, in one byte, however long the blocks are.
/// Clients such as rdesktop skip a fixed number of bytes and fail at a second one.
const WINDOWS_LENGTH: u8 = 0x2A;

/// ConferenceCreateResponse (T.124 8.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CreateResponse {
    /// `nodeID`, from 1001 on.
    pub node_id: u16,
    /// `tag`, at most 255 here.
    pub tag: u8,
    /// `result`: 0 success, 1 userRejected, 2 resourcesNotAvailable,
    /// 3 rejectedForSymmetryBreaking, 4 lockedConferenceNotSupported. Three bits.
    pub result: u8,
}

impl CreateResponse {
    /// What Windows answers (MS-RDPBCGR 4.1.4).
    pub const WINDOWS: Self = Self {
        node_id: 0x760A + per::FIRST_USER_ID,
        tag: 1,
        result: 0,
    };

    /// ConnectData with `blocks` as its user data.
    ///
    /// `gcc.result` has an extension bit, then three bits of number, then padding: result 1
    /// is the byte 0x10.
    pub(crate) fn encode(self, blocks: Message) -> Message {
        let mut writer = Writer::new(MessageName::ConnectResponse);
        writer
            .raw("gcc.object-key", &OBJECT_KEY)
            .u8("gcc.connect-pdu-length", WINDOWS_LENGTH)
            .u8("gcc.choice", CREATE_RESPONSE)
            .u16_be("gcc.node-id", per::user_id(self.node_id))
            .u8("gcc.tag-length", 1)
            .u8("gcc.tag", self.tag)
            .u8("gcc.result", (self.result & 7) << 4)
            .u8("gcc.user-data-count", 1)
            .u8("gcc.user-data-choice", 0xC0)
            .u8("gcc.h221-key-length", 0)
            .raw("gcc.h221-key", &SERVER_KEY)
            .raw("gcc.blocks-length", &per::length(blocks.bytes.len()))
            .append(blocks);
        writer.finish()
    }

    /// Reads the start of ConnectData.
    pub(crate) fn decode(user_data: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(user_data);
        reader.take(OBJECT_KEY.len())?;
        per::read_length(&mut reader)?;
        reader.u8()?; // choice
        let node_id = per::read_user_id(&mut reader)?;
        let tag_len = reader.u8()?;
        let tag = reader.take(usize::from(tag_len))?;
        let result = reader.u8()?;
        Ok(Self {
            node_id,
            tag: tag.last().copied().unwrap_or_default(),
            result: result >> 4 & 7,
        })
    }
}

/// ConnectData of a client with `blocks` as its user data.
pub(crate) fn create_request(blocks: &[u8]) -> Vec<u8> {
    let mut conference = CREATE_REQUEST.to_vec();
    conference.extend(CLIENT_KEY);
    conference.extend(per::length(blocks.len()));
    conference.extend_from_slice(blocks);
    let mut out = OBJECT_KEY.to_vec();
    out.extend(per::length(conference.len()));
    out.extend(conference);
    out
}

/// The blocks behind the H.221 `key`. If their length promises more than there is, they are
/// what there is.
pub(crate) fn blocks_behind(key: [u8; 4], user_data: &[u8]) -> Result<&[u8], DecodeError> {
    let start = user_data
        .windows(key.len())
        .position(|window| window == key)
        .ok_or(DecodeError::NoKey)?;
    let mut reader = Reader::new(user_data);
    reader.take(start + key.len())?;
    let length = per::read_length(&mut reader)?;
    Ok(reader.take(length.min(reader.rest().len()))?)
}
