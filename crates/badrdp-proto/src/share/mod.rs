//! Share control and share data PDUs: what both sides say once licensing is over.
//!
//! ```text
//! TPKT, X.224, MCS, security header | share control | share data | body
//!        somebody else's              control.rs      data.rs      session/, capabilities/
//! ```
//!
//! [`ClientPdu`] reads what a client says, [`ServerPdu`] what a server says. Encoders of the
//! bodies live in [`crate::session`] and [`crate::capabilities`]; all of them start behind
//! the security header.

pub mod client;
pub mod control;
pub mod data;
pub mod server;

pub mod text;

pub use self::client::ClientPdu;
pub use self::server::ServerPdu;

use crate::reader::TooShort;

/// A PDU that does not read as the standard says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// The bytes ended before a field did.
    #[error(transparent)]
    TooShort(#[from] TooShort),
    /// A field has a value that makes the rest unreadable.
    #[error("{field} is {value:#x}")]
    Field {
        /// `structure.field`, as in the spans of messages.
        field: &'static str,
        /// What it said.
        value: u32,
    },
}

impl Malformed {
    pub(crate) fn field(field: &'static str, value: impl Into<u32>) -> Self {
        Self::Field {
            field,
            value: value.into(),
        }
    }
}
