//! NTLM version 2 with extended session security (MS-NLMP).
//!
//! Three messages agree on a key, [`session`] signs and seals with it:
//!
//! ```text
//! client                                   server
//!   NEGOTIATE      negotiate      ->
//!                  challenge      <-       CHALLENGE (names and build of the server)
//!   AUTHENTICATE   authenticate   ->       verify
//! ```

pub mod authenticate;
pub mod av_pair;
pub mod challenge;
mod crypto;
pub mod flags;
pub mod negotiate;
pub(super) mod payload;
pub mod respond;
pub mod session;
pub mod target;
pub mod verify;
pub mod version;

pub use authenticate::Authenticate;
pub use av_pair::{AvId, AvPair};
pub use challenge::Challenge;
pub use negotiate::Negotiate;
pub use respond::{Random, Response, respond};
pub use session::Session;
pub use target::Target;
pub use verify::{NotVerified, verify};
pub use version::Version;

/// What every NTLM message starts with.
pub const SIGNATURE: [u8; 8] = *b"NTLMSSP\0";
