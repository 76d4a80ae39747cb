//! Licensing: the short path, and the full exchange (MS-RDPBCGR 2.2.1.12, MS-RDPELE).
//!
//! ```text
//! short   server  License Error (STATUS_VALID_CLIENT)
//!
//! full    server  License Request              random, certificate
//!         client  New License Request          random, encrypted premaster secret
//!                 or License Information       the same, and the license it has
//!         server  Platform Challenge           encrypted from here on
//!         client  Platform Challenge Response
//!         server  New License
//! ```
//!
//! Start reading at [`exchange`], the server's side, or [`error`] for the short path. Every
//! message starts at the licensing preamble; the security header in front of it belongs
//! to [`crate::standard_security::header`].
//!
//! It knows no license server and judges no license: a lab's license says that it is one.

pub mod blob;
pub mod challenge;
pub mod client;
pub mod client_exchange;
pub mod error;
pub mod exchange;
pub mod keys;
pub mod license;
pub mod preamble;
pub mod request;
pub mod samples;

pub use client::ClientMessage;
pub use client_exchange::{ClientExchange, ServerSaid};
pub use error::{ErrorCode, LicenseError, StateTransition, license_error, valid_client};
pub use exchange::{Exchange, Next, Reply};
pub use keys::Keys;
