//! RDP messages on the wire and the honest acceptor, without I/O.
//!
//! This crate knows what an RDP server says up to and in an active session, and how
//! what a client says reads. It never touches a socket, a clock or a source of
//! randomness: bytes come in as arguments, [`Message`]s come out.
//!
//! ```text
//! x224, negotiation | credssp | mcs, gcc | standard_security | licensing | capabilities, share, session
//!                        each PDU family: what the server writes, what the client said
//! acceptor               the honest server, one file per phase, over all of them
//! desktop                the picture that it shows
//! client                 what a client says: for the probe
//! ```
//!
//! Start reading at [`message`]: a [`Message`] is bytes plus the name, the phase
//! and the spans of its fields. [`acceptor`] is the honest server.
//!
//! It refuses to judge or to fail on purpose: that is `badrdp-faults`.

#![deny(clippy::as_conversions)]

pub mod acceptor;
mod asn1;
pub mod capabilities;
pub mod channels;
pub mod client;
pub mod credssp;
pub mod desktop;
pub mod frame;
pub mod gcc;
mod length;
pub mod licensing;
pub mod mcs;
pub mod message;
pub mod negotiation;
pub mod pdu;
pub mod phase;
pub mod reader;
pub mod session;
pub mod share;
pub mod standard_security;
pub mod tpkt;
pub mod writer;
pub mod x224;

pub use message::{Direction, Field, Message, MessageName};
pub use phase::Phase;
