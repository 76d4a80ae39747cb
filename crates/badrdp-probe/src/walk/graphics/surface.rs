//! Surface commands, frames and drawing orders: whether the client allowed them.

use badrdp_proto::session::update::orders::{self, Order};
use badrdp_proto::session::update::surface::{self, SurfaceBits, SurfaceCommand};

use super::super::Walk;
use super::rectangle::{Bounds, Rectangle};
use crate::seen::{DesktopSeen, Stop};

/// PatBlt, the order that the first one may leave out to say.
const FIRST_ORDER: u8 = 1;

/// Takes drawing orders: the client said that it draws none.
pub(super) fn orders(walk: &mut Walk, data: &[u8], name: &str) -> Result<(), Stop> {
    let orders = orders::decode(data, FIRST_ORDER).map_err(|error| Stop::malformed(name, error))?;
    let order = match orders.first() {
        None => {
            walk.odd("an update without any drawing order");
            return Ok(());
        }
        Some(Order::Primary(kind)) => format!("the drawing order {kind}"),
        Some(Order::Secondary(kind)) => format!("a secondary drawing order of type {kind}"),
        Some(Order::AlternateSecondary(kind)) => {
            format!("an alternate secondary drawing order of type {kind}")
        }
    };
    let what = format!("{order} came, and the client allowed none");
    Err(Stop::malformed(name, what))
}

/// Takes surface commands.
pub(super) fn commands(walk: &mut Walk, data: &[u8], name: &str) -> Result<(), Stop> {
    let commands = surface::decode(data).map_err(|error| Stop::malformed(name, error))?;
    for command in commands {
        match command {
            SurfaceCommand::Bits(bits) => {
                check(&bits, walk.seen.desktop).map_err(|what| Stop::malformed(name, what))?;
                walk.seen.updates += 1;
            }
            SurfaceCommand::FrameMarker { action, id } => frame(walk, action, id, name)?,
        }
    }
    Ok(())
}

/// Frames do not nest, and the one that ends is the one that began (MS-RDPBCGR 2.2.9.2.3).
fn frame(walk: &mut Walk, action: u16, id: u32, name: &str) -> Result<(), Stop> {
    const BEGIN: u16 = 0;
    const END: u16 = 1;
    match (action, walk.frame) {
        (BEGIN, None) => walk.frame = Some(id),
        (BEGIN, Some(open)) => walk.odd(format!("frame {id} begins inside frame {open}")),
        (END, open) => {
            if open != Some(id) {
                walk.odd(format!("frame {id} ends, which did not begin"));
            }
            walk.frame = None;
        }
        (other, _) => {
            let what = format!("surface-command.frame-action is {other}");
            return Err(Stop::malformed(name, what));
        }
    }
    Ok(())
}

/// Whether a bitmap has no codec, which nobody agreed on, and lies on the desktop.
fn check(bits: &SurfaceBits, desktop: Option<DesktopSeen>) -> Result<(), String> {
    let SurfaceBits {
        left,
        top,
        right,
        bottom,
        width,
        height,
        bits_per_pixel,
        codec,
        length,
    } = *bits;
    if codec != 0 {
        return Err(format!(
            "a surface bitmap has the codec {codec}, and the client has none of that number"
        ));
    }
    let rectangle = Rectangle {
        left,
        top,
        right,
        bottom,
        bounds: Bounds::Exclusive,
    };
    rectangle.check(desktop)?;
    let due = usize::from(width) * usize::from(height) * usize::from(bits_per_pixel.div_ceil(8));
    if length != due {
        return Err(format!(
            "a surface bitmap of {width} by {height} pixels has {length} bytes, not {due}"
        ));
    }
    Ok(())
}
