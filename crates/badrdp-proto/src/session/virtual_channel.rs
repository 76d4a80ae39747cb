//! Data of static virtual channels (MS-RDPBCGR 2.2.6.1): CHANNEL_PDU_HEADER and a chunk.

use crate::length::length32;
use crate::message::{Message, MessageName};
use crate::reader::{Reader, TooShort};
use crate::writer::Writer;

/// CHANNEL_FLAG_FIRST
pub const FLAG_FIRST: u32 = 0x01;
/// CHANNEL_FLAG_LAST
pub const FLAG_LAST: u32 = 0x02;
/// CHANNEL_FLAG_SHOW_PROTOCOL
pub const FLAG_SHOW_PROTOCOL: u32 = 0x10;
/// CHANNEL_PACKET_COMPRESSED
pub const PACKET_COMPRESSED: u32 = 0x0020_0000;

/// One chunk of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chunk<'a> {
    /// `length`: bytes of the whole, of which this may be a part.
    pub total: u32,
    /// `flags`
    pub flags: u32,
    /// `virtualChannelData`
    pub data: &'a [u8],
}

impl<'a> Chunk<'a> {
    /// Data that is sent whole, in one chunk.
    #[must_use]
    pub fn whole(data: &'a [u8]) -> Self {
        Self {
            total: length32(data.len()),
            flags: FLAG_FIRST | FLAG_LAST,
            data,
        }
    }

    /// The PDU of a server.
    #[must_use]
    pub fn from_server(&self) -> Message {
        self.encode(MessageName::ServerVirtualChannel)
    }

    /// The PDU of a client.
    #[must_use]
    pub fn from_client(&self) -> Message {
        self.encode(MessageName::ClientVirtualChannel)
    }

    /// Reads the PDU of either side.
    ///
    /// # Errors
    /// [`TooShort`] when the bytes end inside the header.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, TooShort> {
        let mut reader = Reader::new(bytes);
        Ok(Self {
            total: reader.u32_le()?,
            flags: reader.u32_le()?,
            data: reader.rest(),
        })
    }

    fn encode(&self, name: MessageName) -> Message {
        let mut writer = Writer::new(name);
        writer
            .u32_le("channel-pdu.length", self.total)
            .u32_le("channel-pdu.flags", self.flags)
            .raw("channel-pdu.virtual-channel-data", self.data);
        writer.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_reads_back() {
        let chunk = Chunk::whole(b"data");
        let bytes = chunk.from_server().bytes;
        assert_eq!(bytes.get(..8), Some(&[4, 0, 0, 0, 3, 0, 0, 0][..]));
        assert_eq!(Chunk::decode(&bytes), Ok(chunk));
        assert!(Chunk::decode(&[0; 7]).is_err());
    }
}
