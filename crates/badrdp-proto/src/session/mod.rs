//! What is said in a session: one module for each family of PDUs.
//!
//! Encoders of server PDUs return a [`Message`](crate::Message) whose bytes start behind the
//! security header; share PDUs come with share control and share data headers, fast-path
//! output is complete. [`samples`] has each in its plain form.

pub mod auto_detect;
pub mod auto_reconnect;
pub mod client_info;
pub mod client_wishes;
pub mod error_info;
pub mod finalization;
pub mod forms;
pub mod heartbeat;
pub mod input;
pub mod multitransport;
pub mod notices;
pub mod redirection;
pub mod samples;
pub mod save_session_info;
pub mod status_info;
pub mod update;
pub mod virtual_channel;
