//! rustls without a socket: TLS 1.2 and 1.3, correct but for what a scenario asks for.
//!
//! ```text
//! client bytes -> Deframer -> one record -> rustls -> write_tls -> Splitter -> Message
//!                                \-> Observer -> Observed
//! ```
//!
//! Records go into rustls one by one, so that it is known which of them finished the
//! handshake or carried an alert, also where TLS 1.3 hides it. What TLS 1.3 encrypts of the
//! handshake leaves as one record for each message, so that `nth` can tell them apart: rustls
//! leaves it open, by suites of ours, and the flight seals it. There are no tickets and no
//! session store: every connection is a full handshake and an idle one is small.
//!
//! rustls draws its own randomness: the seed of a connection does not reach it.

mod alerts;
mod config;
mod engine;
mod flight;
mod reading;
mod seal;
mod secrets;
mod suites;
#[cfg(test)]
mod tests;

pub(crate) use config::Config;
pub(crate) use engine::Modern;
