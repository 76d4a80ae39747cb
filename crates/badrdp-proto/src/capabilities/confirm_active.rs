//! Confirm Active PDU (MS-RDPBCGR 2.2.1.13.2).

use super::list::{self, Names, first};
use super::set::{
    Bitmap, CapabilitySet, General, Input, MultifragmentUpdate, Pointer, VirtualChannel,
};
use crate::message::{Message, MessageName};
use crate::reader::Reader;
use crate::share::Malformed;
use crate::share::control::{self, SERVER_CHANNEL, pdu_type};
use crate::writer::Writer;

const NAMES: Names = Names {
    length_source_descriptor: "confirm-active.length-source-descriptor",
    length_combined: "confirm-active.length-combined-capabilities",
    source_descriptor: "confirm-active.source-descriptor",
    number: "confirm-active.number-capabilities",
    pad: "confirm-active.pad2octets",
};

/// What a client confirms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfirmActive {
    /// `shareId`, as the server gave it.
    pub share_id: u32,
    /// `originatorId`: 0x03EA in an honest client.
    pub originator_id: u16,
    /// `sourceDescriptor`, with its terminator: `MSTSC` from Microsoft's clients.
    pub source_descriptor: Vec<u8>,
    /// `capabilitySets`, in wire order.
    pub sets: Vec<CapabilitySet>,
}

impl ConfirmActive {
    /// What a client says that was given `share_id` and has `sets`.
    #[must_use]
    pub fn new(share_id: u32, sets: Vec<CapabilitySet>) -> Self {
        Self {
            share_id,
            originator_id: SERVER_CHANNEL,
            source_descriptor: b"MSTSC\0".to_vec(),
            sets,
        }
    }

    /// The PDU with its share control header; `user_channel` is the client's.
    #[must_use]
    pub fn encode(&self, user_channel: u16) -> Message {
        let name = MessageName::ConfirmActive;
        let mut writer = Writer::new(name);
        writer
            .u32_le("confirm-active.share-id", self.share_id)
            .u16_le("confirm-active.originator-id", self.originator_id)
            .append(list::write(
                name,
                &NAMES,
                &self.source_descriptor,
                &self.sets,
            ));
        control::with_header(pdu_type::CONFIRM_ACTIVE, user_channel, writer.finish())
    }

    /// Reads what follows the share control header.
    ///
    /// # Errors
    /// [`Malformed`] when the bytes end early or a set's length makes no sense.
    pub fn decode(body: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(body);
        let share_id = reader.u32_le()?;
        let originator_id = reader.u16_le()?;
        let (descriptor, sets) = list::read(&mut reader)?;
        Ok(Self {
            share_id,
            originator_id,
            source_descriptor: descriptor.to_vec(),
            sets,
        })
    }

    /// The General Capability Set; its `extra_flags` tell whether fast-path output is known.
    #[must_use]
    pub fn general(&self) -> Option<General> {
        first!(self.sets, General)
    }

    /// `extraFlags` of the General Capability Set; 0 without one.
    #[must_use]
    pub fn extra_flags(&self) -> u16 {
        self.general().map_or(0, |general| general.extra_flags)
    }

    /// The Bitmap Capability Set: depth, size and whether the desktop may be resized.
    #[must_use]
    pub fn bitmap(&self) -> Option<Bitmap> {
        first!(self.sets, Bitmap)
    }

    /// The Input Capability Set.
    #[must_use]
    pub fn input(&self) -> Option<Input> {
        first!(self.sets, Input)
    }

    /// The Pointer Capability Set.
    #[must_use]
    pub fn pointer(&self) -> Option<Pointer> {
        first!(self.sets, Pointer)
    }

    /// The Virtual Channel Capability Set.
    #[must_use]
    pub fn virtual_channel(&self) -> Option<VirtualChannel> {
        first!(self.sets, VirtualChannel)
    }

    /// `MaxRequestSize`: the largest fast-path update that the client puts together, in bytes.
    #[must_use]
    pub fn max_request_size(&self) -> Option<u32> {
        let set: Option<MultifragmentUpdate> = first!(self.sets, MultifragmentUpdate);
        set.map(|set| set.max_request_size)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::capabilities::flags::general;
    use crate::capabilities::windows::{Desktop, client_sets};
    use crate::share::control::ControlHeader;

    #[test]
    fn a_clients_confirmation_reads_back() {
        let sets = client_sets(&Desktop {
            width: 800,
            height: 600,
            bits_per_pixel: 16,
            fast_path_output: true,
        });
        let confirm = ConfirmActive::new(0x0001_03EA, sets);
        let bytes = confirm.encode(1004).bytes;
        let (header, body, _) = ControlHeader::decode(&bytes).unwrap();
        assert_eq!(header.source, Some(1004));
        let decoded = ConfirmActive::decode(body).unwrap();
        assert_eq!(decoded, confirm);
        let bitmap = decoded.bitmap().unwrap();
        assert_eq!((bitmap.desktop_width, bitmap.desktop_height), (800, 600));
        assert_ne!(
            decoded.extra_flags() & general::FASTPATH_OUTPUT_SUPPORTED,
            0
        );
    }

    #[test]
    fn a_short_old_set_reads_as_zeros() {
        // Virtual Channel without VCChunkSize, as old clients send it (2.2.7.1.10).
        let body = [
            1, 0, 0, 0, 0xEA, 3, 0, 0, 12, 0, 1, 0, 0, 0, 0x14, 0, 8, 0, 1, 0, 0, 0,
        ];
        let decoded = ConfirmActive::decode(&body).unwrap();
        let expected = VirtualChannel {
            flags: 1,
            chunk_size: 0,
        };
        assert_eq!(decoded.virtual_channel(), Some(expected));
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = ConfirmActive::decode(&bytes);
        }
    }
}
