//! `lengthSourceDescriptor` to `capabilitySets`: what Demand Active and Confirm Active share.

use super::set::CapabilitySet;
use crate::length::length16;
use crate::message::{Message, MessageName};
use crate::reader::Reader;
use crate::share::Malformed;
use crate::writer::Writer;

/// How the fields are called in one of the two PDUs.
pub(super) struct Names {
    pub(super) length_source_descriptor: &'static str,
    pub(super) length_combined: &'static str,
    pub(super) source_descriptor: &'static str,
    pub(super) number: &'static str,
    pub(super) pad: &'static str,
}

/// Writes the part with lengths and counts that are true.
pub(super) fn write(
    message: MessageName,
    names: &Names,
    source_descriptor: &[u8],
    sets: &[CapabilitySet],
) -> Message {
    let mut list = Writer::new(message);
    for set in sets {
        set.write(&mut list);
    }
    let list = list.finish();
    let combined = 2 /* numberCapabilities */ + 2 /* pad2Octets */ + list.bytes.len();
    let mut writer = Writer::new(message);
    writer
        .u16_le(
            names.length_source_descriptor,
            length16(source_descriptor.len()),
        )
        .u16_le(names.length_combined, length16(combined))
        .raw(names.source_descriptor, source_descriptor)
        .u16_le(names.number, length16(sets.len()))
        .u16_le(names.pad, 0)
        .append(list);
    writer.finish()
}

/// Reads the part: descriptor and sets. A wrong `numberCapabilities` or
/// `lengthCombinedCapabilities` is tolerated as long as whole sets are there; their number is
/// bounded by the bytes, because a set has at least four.
pub(super) fn read<'a>(
    reader: &mut Reader<'a>,
) -> Result<(&'a [u8], Vec<CapabilitySet>), Malformed> {
    let descriptor_len = reader.u16_le()?;
    let combined = reader.u16_le()?;
    let descriptor = reader.take(usize::from(descriptor_len))?;
    let count = reader.u16_le()?;
    reader.u16_le()?;
    let bytes = usize::from(combined).saturating_sub(4);
    let mut list = Reader::new(reader.take(bytes.min(reader.rest().len()))?);
    let mut sets = Vec::new();
    for _ in 0..count {
        if list.is_empty() {
            break;
        }
        sets.push(CapabilitySet::read(&mut list)?);
    }
    Ok((descriptor, sets))
}

/// The first set of a kind.
macro_rules! first {
    ($sets:expr, $kind:ident) => {
        $sets.iter().find_map(|set| match set {
            $crate::capabilities::CapabilitySet::$kind(set) => Some(*set),
            _ => None,
        })
    };
}
pub(super) use first;
