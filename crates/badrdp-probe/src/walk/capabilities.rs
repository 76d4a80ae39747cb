//! Capabilities exchange: Demand Active and Confirm Active (MS-RDPBCGR 3.2.5.3.13.1).

use badrdp_proto::Phase;
use badrdp_proto::capabilities::windows::{Desktop, client_sets};
use badrdp_proto::capabilities::{ConfirmActive, DemandActive};

use super::{Stage, Walk, capability_sets, finalization};
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
    let mut sets = client_sets(&Desktop {
        width: desktop.width,
        height: desktop.height,
        bits_per_pixel: desktop.depth,
        fast_path_output: true,
    });
    sets.push(capability_sets::surface_commands());
    let confirm = ConfirmActive::new(demand.share_id, sets);
    let message = confirm.encode(walk.channels.user);
    walk.send(message);
    finalization::begin(walk);
    Ok(())
}

fn check(walk: &mut Walk, demand: &DemandActive, pdu: &[u8]) -> Result<(), String> {
    let raw = capability_sets::check_lengths(demand, pdu)?;
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
    capability_sets::check_rest(walk, &demand.sets, &raw)?;
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
