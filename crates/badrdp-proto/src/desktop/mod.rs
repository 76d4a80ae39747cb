//! The desktop that an active session shows: a test card.
//!
//! ```text
//!  Card + Input + time -> Screen -> paint (palette indices) -> codec -> Tile
//! ```
//!
//! A [`Card`] says what is on it. A [`Screen`] keeps the little that changes and makes [`Tile`]s:
//! rectangles as a Bitmap Update carries them ([MS-RDPBCGR] 2.2.9.1.1.3.1.2.2). No picture is
//! kept: each tile is painted when it is asked for, from the card, the input seen and the time.
//!
//! It does no I/O and reads no clock: time is the [`Duration`](std::time::Duration) since the
//! session became active. It frames no PDU.
//!
//! Start reading at [`Screen`]; [`probes`] are the places where tests look.
//!
//! [MS-RDPBCGR]: https://learn.microsoft.com/openspecs/windows_protocols/ms-rdpbcgr

pub mod area;
pub mod card;
mod codec;
mod console;
pub mod format;
mod image;
pub mod input;
mod keyboard;
mod layout;
mod moment;
mod paint;
pub mod palette;
pub mod pointer;
mod probe;
pub mod screen;
#[cfg(test)]
mod tests;
mod text;
pub mod tile;

pub use area::Area;
pub use card::{Announcement, Card};
pub use format::{Depth, Format};
pub use input::{Button, Input};
pub use pointer::Pointer;
pub use probe::probes;
pub use screen::Screen;
pub use tile::Tile;
