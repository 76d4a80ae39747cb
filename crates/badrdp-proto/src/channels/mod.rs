//! What servers say in the usual virtual channels, as far as a client has to look to know
//! whether it makes sense: headers, lengths, versions.
//!
//! Each reader takes one whole message, once its chunks are put together
//! ([`crate::session::virtual_channel`]). The server here says none of it but as a fault.

pub mod clipboard;
pub mod devices;
pub mod dynamic;
pub mod sound;
