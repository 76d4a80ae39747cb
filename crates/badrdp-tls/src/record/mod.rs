//! The TLS record layer from outside: what a peer without the keys can see.
//!
//! ```text
//! server bytes -> Deframer -> Record -> Splitter -> Message   names and field spans
//! client bytes -> Deframer -> Record -> Observer -> Observed  names, ClientHello, alerts
//! ```
//!
//! [`Splitter`] serves the server, which learns the names of what rustls or the
//! legacy engine wants to send, and a probing client, which learns what it was sent.
//! Records of SSL 3.0 to TLS 1.3 are known; SSL 2.0 is not.
//!
//! It refuses to decrypt, and depends on no TLS library.

mod deframer;
mod fields;
mod header;
mod joiner;
mod observer;
mod splitter;
#[cfg(test)]
mod tests;

pub(crate) use deframer::Deframer;
pub use deframer::Record;
pub use fields::field_names;
pub(crate) use fields::plaintext;
pub use header::{ContentType, Header, MAX_FRAGMENT, MAX_PLAINTEXT, RecordError};
pub(crate) use joiner::Joiner;
pub use joiner::MAX_HANDSHAKE;
pub use observer::Observer;
pub use splitter::{Hidden, Splitter};
