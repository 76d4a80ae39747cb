//! Capabilities exchange: Demand Active and Confirm Active (MS-RDPBCGR 3.2.5.3.13.1).

use badrdp_proto::Phase;
use badrdp_proto::capabilities::windows::{Desktop, client_sets};
use badrdp_proto::capabilities::{CapabilitySet, ConfirmActive, DemandActive};
use badrdp_proto::reader::Reader;

use super::{Stage, Walk, finalization};
use crate::seen::{DesktopSeen, Stop};

const NAME: &str = "Demand Active";

/// What every server has to say (MS-RDPBCGR 2.2.7.1).
const MANDATORY: [(u16, &str); 5] = [
    (0x0001, "General"),
    (0x0002, "Bitmap"),
    (0x0003, "Order"),
    (0x0008, "Pointer"),
    (0x000D, "Input"),
];

/// The largest desktop of the standard, in pixels (MS-RDPBCGR 2.2.1.3.2).
const LARGEST: u16 = 8192;

/// The highest `capabilitySetType` of the standard; 6 and 0x0B are none.
const LAST_KNOWN: u16 = 0x001E;

/// Takes what the server demands, and confirms.
pub(super) fn handle(walk: &mut Walk, demand: &DemandActive, pdu: &[u8]) -> Result<(), Stop> {
    if !matches!(walk.stage, Stage::DemandActive) {
        if matches!(walk.stage, Stage::Finalization(_)) {
            let what = format!("it comes while {} is due", walk.seen.waiting_for);
            return Err(Stop::malformed(NAME, what));
        }
        let what = "Demand Active came again, without Deactivate All before it";
        return Err(Stop::Session(what.to_owned()));
    }
    check(walk, demand, pdu).map_err(|what| Stop::malformed(NAME, what))?;
    walk.share_id = demand.share_id;
    let desktop = walk.seen.desktop.unwrap_or(DesktopSeen {
        width: 0,
        height: 0,
        depth: 0,
    });
    let sets = client_sets(&Desktop {
        width: desktop.width,
        height: desktop.height,
        bits_per_pixel: desktop.depth,
        fast_path_output: true,
    });
    let confirm = ConfirmActive::new(demand.share_id, sets);
    let message = confirm.encode(walk.channels.user);
    walk.send(message);
    finalization::begin(walk);
    Ok(())
}

fn check(walk: &mut Walk, demand: &DemandActive, pdu: &[u8]) -> Result<(), String> {
    check_lengths(demand, pdu)?;
    for (index, set) in demand.sets.iter().enumerate() {
        let kind = set.kind();
        if matches!(kind, 0 | 6 | 0x0B) || kind > LAST_KNOWN {
            walk.odd(format!(
                "a capability set of type {kind:#06x}, which no standard knows"
            ));
        }
        if demand
            .sets
            .iter()
            .skip(index + 1)
            .any(|other| other.kind() == kind)
        {
            walk.odd(format!("the capability set {kind:#06x} comes twice"));
        }
    }
    for (kind, name) in MANDATORY {
        if !demand.sets.iter().any(|set| set.kind() == kind) {
            return Err(format!("the {name} Capability Set is missing"));
        }
    }
    if let Some(general) = demand.general()
        && general.protocol_version != 0x0200
    {
        let version = general.protocol_version;
        return Err(format!(
            "capability.general.protocol-version is {version:#06x}"
        ));
    }
    check_rest(walk, &demand.sets);
    let Some(bitmap) = demand.bitmap() else {
        return Ok(());
    };
    let (width, height) = (bitmap.desktop_width, bitmap.desktop_height);
    if width == 0 || height == 0 {
        return Err(format!("the desktop has {width} by {height} pixels"));
    }
    if width > LARGEST || height > LARGEST {
        walk.odd(format!("the desktop has {width} by {height} pixels"));
    }
    let depth = bitmap.preferred_bits_per_pixel;
    if !matches!(depth, 8 | 15 | 16 | 24 | 32) {
        return Err(format!(
            "capability.bitmap.preferred-bits-per-pixel is {depth}"
        ));
    }
    if bitmap.bitmap_compression_flag != 1 {
        let flag = bitmap.bitmap_compression_flag;
        walk.odd(format!(
            "capability.bitmap.bitmap-compression-flag is {flag}, not 1"
        ));
    }
    walk.seen.desktop = Some(DesktopSeen {
        width,
        height,
        depth,
    });
    walk.enter(Phase::CapabilitiesExchange, walk.seen.said, NAME);
    Ok(())
}

/// What other sets say.
fn check_rest(walk: &mut Walk, sets: &[CapabilitySet]) {
    /// More than any update has; Windows says 608,299 bytes.
    const HUGE: u32 = 1 << 24;
    /// The most that `VCChunkSize` may be (MS-RDPBCGR 2.2.7.1.10).
    const LARGEST_CHUNK: u32 = 16256;
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
            CapabilitySet::VirtualChannel(set) if set.chunk_size > LARGEST_CHUNK => {
                let size = set.chunk_size;
                walk.odd(format!(
                    "capability.virtual-channel.vc-chunk-size is {size}"
                ));
            }
            _ => {}
        }
    }
}

/// The lengths and the count, which decoders take kindly.
fn check_lengths(demand: &DemandActive, pdu: &[u8]) -> Result<(), String> {
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
    let left = reader
        .take(2)
        .map(|_| reader.rest().len())
        .unwrap_or_default();
    let sets: usize = set_lengths(reader.rest(), demand.sets.len()).ok_or("a set is cut")?;
    if left < sets || left - sets > 4 {
        return Err(format!("{} bytes follow the capability sets", left - sets));
    }
    check_set_lengths(&demand.sets, reader.rest())
}

/// The bytes that so many sets take by their own lengths.
fn set_lengths(bytes: &[u8], count: usize) -> Option<usize> {
    let mut reader = Reader::new(bytes);
    for _ in 0..count {
        reader.u16_le().ok()?;
        let length = usize::from(reader.u16_le().ok()?);
        reader.take(length.checked_sub(4)?).ok()?;
    }
    Some(bytes.len() - reader.rest().len())
}

/// The sets whose length is fixed (MS-RDPBCGR 2.2.7.1).
fn check_set_lengths(sets: &[CapabilitySet], bytes: &[u8]) -> Result<(), String> {
    let mut reader = Reader::new(bytes);
    for set in sets {
        let Ok((kind, length)) = reader
            .u16_le()
            .and_then(|kind| Ok((kind, reader.u16_le()?)))
        else {
            return Ok(());
        };
        let fixed = match kind {
            0x0001 => Some(24),
            0x0002 => Some(28),
            0x0003 => Some(88),
            0x000D => Some(88),
            _ => None,
        };
        if let Some(fixed) = fixed.filter(|fixed| *fixed != length) {
            let name = set.name();
            return Err(format!("capability.{name}.length is {length}, not {fixed}"));
        }
        let _ = reader.take(usize::from(length.saturating_sub(4)));
    }
    Ok(())
}
