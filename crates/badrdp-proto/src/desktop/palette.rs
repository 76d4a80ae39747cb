//! The colours of the card, and the palette for sessions of 8 bpp.

/// A colour of the card: an index into [`palette`].
pub(crate) type Ink = u8;

pub(crate) const BLACK: Ink = 0;
pub(crate) const DESKTOP: Ink = 1;
pub(crate) const PAPER: Ink = 2;
pub(crate) const RULE: Ink = 3;
pub(crate) const PANEL: Ink = 4;
pub(crate) const FIELD: Ink = 5;
pub(crate) const TEXT: Ink = 6;
pub(crate) const LABEL: Ink = 7;
pub(crate) const ACCENT: Ink = 8;
pub(crate) const ALERT: Ink = 9;
pub(crate) const ALIVE: Ink = 10;
pub(crate) const YELLOW: Ink = 11;
pub(crate) const CYAN: Ink = 12;
pub(crate) const GREEN: Ink = 13;
pub(crate) const MAGENTA: Ink = 14;
pub(crate) const RED: Ink = 15;
pub(crate) const BLUE: Ink = 16;
pub(crate) const WHITE: Ink = 255;

/// The colour bars, left to right: every channel is off or full, so that each colour depth
/// carries them exactly.
pub(crate) const BARS: [Ink; 8] = [WHITE, YELLOW, CYAN, GREEN, MAGENTA, RED, BLUE, BLACK];

/// The 256 entries, red, green and blue, for the `paletteEntries` of a Palette Update
/// (MS-RDPBCGR 2.2.9.1.1.3.1.1.1). Black is the first and white the last, as clients expect;
/// what the card does not use is a cube of 6 x 6 x 6 colours.
#[must_use]
pub fn palette() -> [(u8, u8, u8); 256] {
    let mut entries = [(0, 0, 0); 256];
    for (entry, index) in entries.iter_mut().zip(0..=255) {
        *entry = colour(index);
    }
    entries
}

/// Red, green and blue of an entry.
pub(crate) const fn colour(ink: Ink) -> (u8, u8, u8) {
    match ink {
        DESKTOP => (14, 22, 36),
        PAPER => (24, 36, 56),
        RULE => (62, 84, 116),
        PANEL => (38, 54, 82),
        FIELD => (10, 14, 24),
        TEXT => (232, 238, 246),
        LABEL => (146, 168, 196),
        ACCENT => (96, 192, 255),
        ALERT => (255, 184, 64),
        ALIVE => (72, 220, 140),
        YELLOW => (255, 255, 0),
        CYAN => (0, 255, 255),
        GREEN => (0, 255, 0),
        MAGENTA => (255, 0, 255),
        RED => (255, 0, 0),
        BLUE => (0, 0, 255),
        WHITE => (255, 255, 255),
        32..=247 => {
            let n = ink - 32;
            (n / 36 * 51, n / 6 % 6 * 51, n % 6 * 51)
        }
        _ => (0, 0, 0),
    }
}
