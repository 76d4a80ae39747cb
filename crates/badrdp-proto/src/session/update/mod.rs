//! The picture and the pointer (MS-RDPBCGR 2.2.9.1).
//!
//! ```text
//! bitmap, palette, pointer: a body          slow_path: update type, share data header
//!                               |---------> fast_path: update header, fast-path header
//! ```
//!
//! A body is an [`Update`]; both paths carry it. Bitmaps are given as rectangles that fit
//! into one PDU: tiles of at most 64 by 64 pixels do.
//!
//! What only clients need is apart: [`compressed`] checks pictures, [`fragments`] puts updates
//! together, [`orders`] and [`surface`] read what the server here never says on its own.

pub mod bitmap;
pub mod compressed;
pub mod fast_path;
pub mod fragments;
pub mod orders;
pub mod palette;
pub mod pointer;
pub mod slow_path;
pub mod surface;

pub use self::bitmap::Bitmap;
pub use self::fast_path::Protection;
pub use self::pointer::{Pointer, PointerShape};

/// What is updated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Update {
    /// Rectangles of the picture.
    Bitmap(Vec<Bitmap>),
    /// The colors of an 8-bit picture: red, green and blue each.
    Palette(Vec<[u8; 3]>),
    /// The pointer.
    Pointer(Pointer),
    /// The server starts to draw; it has no content.
    Synchronize,
    /// An update of a type that is chosen freely, with a content that is.
    Unknown {
        /// `updateType` of slow-path, or the four bits of `updateCode` of fast-path.
        code: u8,
        /// What follows.
        data: Vec<u8>,
    },
}
