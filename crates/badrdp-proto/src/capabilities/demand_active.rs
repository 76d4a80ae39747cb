//! Demand Active PDU (MS-RDPBCGR 2.2.1.13.1).

use super::list::{self, Names, first};
use super::set::{Bitmap, CapabilitySet, General, Input};
use crate::message::{Message, MessageName};
use crate::reader::Reader;
use crate::share::Malformed;
use crate::share::control::{self, SERVER_CHANNEL, pdu_type};
use crate::writer::Writer;

/// The `sourceDescriptor` of a Windows server.
pub const WINDOWS_SOURCE_DESCRIPTOR: &[u8] = b"RDP\0";

const NAMES: Names = Names {
    length_source_descriptor: "demand-active.length-source-descriptor",
    length_combined: "demand-active.length-combined-capabilities",
    source_descriptor: "demand-active.source-descriptor",
    number: "demand-active.number-capabilities",
    pad: "demand-active.pad2octets",
};

/// What a server demands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemandActive {
    /// `shareId`: every later share PDU carries it.
    pub share_id: u32,
    /// `sourceDescriptor`, with its terminator.
    pub source_descriptor: Vec<u8>,
    /// `capabilitySets`, in wire order.
    pub sets: Vec<CapabilitySet>,
}

impl DemandActive {
    /// The PDU with its share control header.
    #[must_use]
    pub fn encode(&self) -> Message {
        let name = MessageName::DemandActive;
        let mut writer = Writer::new(name);
        writer
            .u32_le("demand-active.share-id", self.share_id)
            .append(list::write(
                name,
                &NAMES,
                &self.source_descriptor,
                &self.sets,
            ))
            .u32_le("demand-active.session-id", 0);
        control::with_header(pdu_type::DEMAND_ACTIVE, SERVER_CHANNEL, writer.finish())
    }

    /// Reads what follows the share control header.
    ///
    /// # Errors
    /// [`Malformed`] when the bytes end early or a set's length makes no sense.
    pub fn decode(body: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(body);
        let share_id = reader.u32_le()?;
        let (descriptor, sets) = list::read(&mut reader)?;
        Ok(Self {
            share_id,
            source_descriptor: descriptor.to_vec(),
            sets,
        })
    }

    /// The General Capability Set.
    #[must_use]
    pub fn general(&self) -> Option<General> {
        first!(self.sets, General)
    }

    /// The Bitmap Capability Set: size and depth of the desktop.
    #[must_use]
    pub fn bitmap(&self) -> Option<Bitmap> {
        first!(self.sets, Bitmap)
    }

    /// The Input Capability Set.
    #[must_use]
    pub fn input(&self) -> Option<Input> {
        first!(self.sets, Input)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::capabilities::windows::{Desktop, server_sets};
    use crate::share::control::ControlHeader;

    fn desktop() -> Desktop {
        Desktop {
            width: 1280,
            height: 1024,
            bits_per_pixel: 24,
            fast_path_output: true,
        }
    }

    #[test]
    fn a_windows_demand_reads_back() {
        let demand = DemandActive {
            share_id: 0x0001_03EA,
            source_descriptor: WINDOWS_SOURCE_DESCRIPTOR.to_vec(),
            sets: server_sets(&desktop()),
        };
        let message = demand.encode();
        let (header, body, rest) = ControlHeader::decode(&message.bytes).unwrap();
        assert_eq!(header.pdu_type, pdu_type::DEMAND_ACTIVE);
        assert!(rest.is_empty());
        assert_eq!(DemandActive::decode(body), Ok(demand));
        let size = message.field("capability.bitmap.desktop-width").unwrap();
        assert_eq!(message.bytes.get(size.range.clone()), Some(&[0, 5][..]));
    }

    #[test]
    fn sets_are_those_of_the_standards_example() {
        // MS-RDPBCGR 4.1.12: share, general, virtual channel and bitmap.
        let demand = DemandActive {
            share_id: 0x0001_03EA,
            source_descriptor: WINDOWS_SOURCE_DESCRIPTOR.to_vec(),
            sets: server_sets(&desktop()),
        };
        let bytes = demand.encode().bytes;
        let has = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
        assert!(has(&[0x09, 0, 0x08, 0, 0xEA, 0x03]));
        assert!(has(&[1, 0, 0x18, 0, 1, 0, 3, 0, 0, 2, 0, 0, 0, 0, 0x1D, 4]));
        assert!(has(&[
            2, 0, 0x1C, 0, 0x18, 0, 1, 0, 1, 0, 1, 0, 0, 5, 0, 4, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0,
            0
        ]));
        assert!(has(&[8, 0, 0x0A, 0, 1, 0, 0x19, 0, 0x19, 0]));
    }

    #[test]
    fn an_unknown_set_and_no_sets_are_possible() {
        for sets in [
            vec![],
            vec![CapabilitySet::Other {
                kind: 0x99,
                body: vec![1, 2, 3],
            }],
        ] {
            let demand = DemandActive {
                share_id: 1,
                source_descriptor: vec![],
                sets,
            };
            let bytes = demand.encode().bytes;
            let (_, body, _) = ControlHeader::decode(&bytes).unwrap();
            assert_eq!(DemandActive::decode(body), Ok(demand));
        }
    }

    #[test]
    fn a_set_shorter_than_its_header_is_named() {
        let body = [0, 0, 0, 0, 0, 0, 8, 0, 1, 0, 0, 0, 1, 0, 3, 0];
        assert_eq!(
            DemandActive::decode(&body),
            Err(Malformed::field("capability.length", 3_u16))
        );
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = DemandActive::decode(&bytes);
        }
    }
}
