//! Captures without root: what went over a connection, as a pcapng file that Wireshark opens.
//!
//! ```text
//! driver --tape--> conversation --Tcp--> segments --packet--> pcapng blocks --> Capture (file)
//!                  one connection        pure      bytes                           ^
//!                                          secrets of TLS (rustls::KeyLog) --------+
//! ```
//!
//! Nothing listens on an interface: the bytes are those that the driver read and wrote, at the
//! time when it did, and the TCP/IP around them is made up. It refuses to guess: segments are cut
//! at a usual size, nothing is ever lost or sent twice, and a RST or FIN is there if there was
//! one, from the side that sent it. The server's port reads 3389, whatever it is, because that is
//! where Wireshark looks for RDP and for RDP inside TLS; comments tell the real one. Where TLS
//! begins, a packet on an interface of its own tells Wireshark, which would not notice (`hint`).
//!
//! **A capture holds what the client sent, passwords included**: with the secrets of TLS in it,
//! everybody who can read the file can read them. So there is one only where somebody asks for
//! it, and its file is for its owner only.

mod conversation;
mod file;
mod hint;
mod packet;
mod pcapng;
mod tcp;
#[cfg(test)]
mod tests;

pub(crate) use self::conversation::{Conversation, Ended};
pub use self::file::{Capture, CaptureError};
