//! The reference client: walks a connection as far as it can and names what it met.
//!
//! ```text
//!  probe() --> attempt: connect, Connection Request, TLS --> session: drives a walk (pure)
//!     |            ^ again, after a failure, or where          |
//!     |            |  a redirection leads (redirect)            |
//!     |            + once more with an old ClientHello          v
//!     +----------------------------- diagnose (pure) <-- Attempt (what was seen)
//! ```
//!
//! [`walk`] is the client behind the negotiation: CredSSP, MCS, licensing, capabilities, the
//! active session. It works against real servers too. Credentials go to no server whose
//! certificate is refused, and nowhere in the clear.

mod attempt;
pub mod certificate;
mod confirm;
pub mod diagnose;
mod foreign;
mod link;
mod old_hello;
pub mod options;
mod probe;
mod redirect;
pub mod report;
pub mod seen;
mod session;
mod stream;
mod tls;
mod transit;
mod verifier;
mod walk;

pub use diagnose::Diagnosis;
pub use options::{Follow, Options, Security};
pub use probe::probe;
pub use report::Report;
