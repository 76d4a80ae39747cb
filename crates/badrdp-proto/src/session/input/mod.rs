//! Keys and mouse of the client (MS-RDPBCGR 2.2.8): both paths end in [`InputEvent`].

pub mod event;
pub mod fast_path;
pub mod slow_path;

pub use self::event::InputEvent;
