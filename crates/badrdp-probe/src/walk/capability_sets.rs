//! The sets of Demand Active: their lengths and count, and what some of them say.

use badrdp_proto::capabilities::set::SurfaceCommands;
use badrdp_proto::capabilities::{CapabilitySet, DemandActive};
use badrdp_proto::reader::Reader;

use super::Walk;

/// `capabilitySetType` and `lengthCapability`.
const HEADER_LEN: usize = 4;

const BITMAP_CODECS: u16 = 0x001D;
const VIRTUAL_CHANNEL: u16 = 0x0014;

/// What `VCChunkSize` may be, where it is there (MS-RDPBCGR 2.2.7.1.10).
const CHUNK_SIZES: std::ops::RangeInclusive<u32> = 1600..=16256;

/// A set as it is on the wire.
pub(super) struct RawSet<'a> {
    kind: u16,
    /// What follows its header.
    body: &'a [u8],
}

/// What other sets say.
pub(super) fn check_rest(
    walk: &mut Walk,
    sets: &[CapabilitySet],
    raw: &[RawSet<'_>],
) -> Result<(), String> {
    /// More than any update has; Windows says 608,299 bytes.
    const HUGE: u32 = 1 << 24;
    for set in sets {
        match set {
            CapabilitySet::MultifragmentUpdate(set)
                if set.max_request_size == 0 || set.max_request_size > HUGE =>
            {
                let size = set.max_request_size;
                walk.odd(format!(
                    "capability.multifragment-update.max-request-size is {size}"
                ));
            }
            _ => {}
        }
    }
    for set in raw {
        match (set.kind, set.body) {
            (VIRTUAL_CHANNEL, [_, _, _, _, a, b, c, d, ..]) => {
                let size = u32::from_le_bytes([*a, *b, *c, *d]);
                if !CHUNK_SIZES.contains(&size) {
                    walk.odd(format!(
                        "capability.virtual-channel.vc-chunk-size is {size}"
                    ));
                }
            }
            (BITMAP_CODECS, body) => check_codecs(body)?,
            _ => {}
        }
    }
    Ok(())
}

/// Bitmap Codecs (MS-RDPBCGR 2.2.7.2.10): each has a GUID, an id, and properties of a length.
fn check_codecs(body: &[u8]) -> Result<(), String> {
    let mut reader = Reader::new(body);
    let count = reader.u8().unwrap_or_default();
    for index in 0..count {
        let length = reader.take(16 + 1).and_then(|_| reader.u16_le());
        let properties = length.and_then(|length| reader.take(usize::from(length)));
        properties.map_err(|_| {
            format!("capability.bitmap-codecs.bitmap-codec-count is {count}, {index} are there")
        })?;
    }
    Ok(())
}

/// Surface Commands (2.2.7.2.9): the client takes bitmaps without a codec, and frames.
pub(super) fn surface_commands() -> CapabilitySet {
    /// SURFCMDS_SET_SURFACE_BITS, SURFCMDS_FRAME_MARKER and SURFCMDS_STREAM_SURFACE_BITS.
    const COMMANDS: u32 = 0x02 | 0x10 | 0x40;
    CapabilitySet::SurfaceCommands(SurfaceCommands {
        cmd_flags: COMMANDS,
        reserved: 0,
    })
}

/// The lengths and the count, which decoders take kindly; gives the sets as they are.
pub(super) fn check_lengths<'a>(
    demand: &DemandActive,
    pdu: &'a [u8],
) -> Result<Vec<RawSet<'a>>, String> {
    const HEADERS: usize = 6 /* share control */ + 4 /* shareId */;
    let mut reader = Reader::new(pdu.get(HEADERS..).unwrap_or_default());
    let cut = |_| "it is cut".to_owned();
    let descriptor = reader.u16_le().map_err(cut)?;
    let combined = reader.u16_le().map_err(cut)?;
    reader.take(usize::from(descriptor)).map_err(cut)?;
    let behind = reader.rest().len();
    let count = reader.u16_le().map_err(cut)?;
    // sessionId follows the sets; old servers leave it out.
    let plausible = [behind, behind.saturating_sub(4)];
    if !plausible.contains(&usize::from(combined)) {
        return Err(format!(
            "demand-active.length-combined-capabilities is {combined}, {behind} bytes follow"
        ));
    }
    if usize::from(count) != demand.sets.len() {
        return Err(format!(
            "demand-active.number-capabilities is {count}, {} sets are there",
            demand.sets.len()
        ));
    }
    reader.take(2 /* pad2Octets */).map_err(cut)?;
    let left = reader.rest().len();
    let raw = raw_sets(reader.rest(), demand.sets.len()).ok_or("a set is cut")?;
    let sets: usize = raw.iter().map(|set| HEADER_LEN + set.body.len()).sum();
    if left - sets > 4 {
        return Err(format!("{} bytes follow the capability sets", left - sets));
    }
    check_set_lengths(&demand.sets, &raw)?;
    Ok(raw)
}

/// So many sets, by their own lengths.
fn raw_sets(bytes: &[u8], count: usize) -> Option<Vec<RawSet<'_>>> {
    let mut reader = Reader::new(bytes);
    let one = |_| {
        let kind = reader.u16_le().ok()?;
        let length = usize::from(reader.u16_le().ok()?);
        let body = reader.take(length.checked_sub(HEADER_LEN)?).ok()?;
        Some(RawSet { kind, body })
    };
    (0..count).map(one).collect()
}

/// The sets whose length is fixed (MS-RDPBCGR 2.2.7.1).
fn check_set_lengths(sets: &[CapabilitySet], raw: &[RawSet<'_>]) -> Result<(), String> {
    for (set, RawSet { kind, body }) in sets.iter().zip(raw) {
        let fixed = match kind {
            0x0001 => 24,
            0x0002 => 28,
            0x0003 | 0x000D => 88,
            _ => continue,
        };
        let length = HEADER_LEN + body.len();
        if length != fixed {
            let name = set.name();
            return Err(format!("capability.{name}.length is {length}, not {fixed}"));
        }
    }
    Ok(())
}
