//! The reference client: walks a connection as far as it can and names what it met.
//!
//! ```text
//!  probe() --> attempt: connect, Connection Request, TLS, first PDU --> Attempt (what was seen)
//!     |            ^ again, after a failure                               |
//!     |            + once more with an old ClientHello                    v
//!     +------------------------------------------------------ diagnose (pure) --> Diagnosis
//! ```
//!
//! It works against real servers too. It never sends credentials: under CredSSP it offers
//! NTLM and stops at the first answer.

mod attempt;
pub mod certificate;
mod confirm;
pub mod diagnose;
mod foreign;
mod old_hello;
pub mod options;
mod probe;
pub mod report;
pub mod seen;
mod stream;
mod tls;

pub use diagnose::Diagnosis;
pub use options::{Options, Security};
pub use probe::probe;
pub use report::Report;
