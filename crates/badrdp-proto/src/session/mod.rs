//! What is said in a session: one module for each family of PDUs.
//!
//! Encoders of server PDUs return a [`Message`](crate::Message) whose bytes start behind the
//! security header; share PDUs come with share control and share data headers, fast-path
//! output is complete. [`samples`] has each in its plain form.

pub mod client_wishes;
pub mod finalization;
pub mod input;
pub mod samples;
