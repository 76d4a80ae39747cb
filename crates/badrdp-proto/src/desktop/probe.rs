//! Pixels whose colours are known.

use super::area::Area;
use super::layout::Layout;
use super::palette::{BARS, BLUE, GREEN, Ink, RED, YELLOW, colour};

/// The marks in the corners: at the right, at the bottom, colour.
pub(crate) const CORNERS: [(bool, bool, Ink); 4] = [
    (false, false, RED),
    (true, false, GREEN),
    (false, true, BLUE),
    (true, true, YELLOW),
];

/// Pixels of a desktop of this size and the colours that they have at any time and in any colour
/// depth: the outermost pixel of each corner, and the middle of each colour bar.
/// A click near a probe draws over it.
#[must_use]
pub fn probes(width: u16, height: u16) -> Vec<(u16, u16, (u8, u8, u8))> {
    let layout = Layout::new(width, height);
    let corners = CORNERS.map(|(right, bottom, ink)| {
        let x = if right { layout.desktop.width - 1 } else { 0 };
        let y = if bottom { layout.desktop.height - 1 } else { 0 };
        (Area::new(x, y, 1, 1), ink)
    });
    let count = i32::try_from(BARS.len()).unwrap_or_default();
    let bars = (0..)
        .zip(BARS)
        .map(|(index, ink)| (layout.bar(index, count), ink));
    corners
        .into_iter()
        .chain(bars)
        .map(|(area, ink)| {
            (
                area.left + area.width / 2,
                area.top + area.height / 2,
                colour(ink),
            )
        })
        .filter(|probe| probe.0 < i32::from(width) && probe.1 < i32::from(height))
        .filter_map(|(x, y, rgb)| Some((u16::try_from(x).ok()?, u16::try_from(y).ok()?, rgb)))
        .collect()
}
