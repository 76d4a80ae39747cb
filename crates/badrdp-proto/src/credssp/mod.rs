//! CredSSP with NTLM, both sides, without I/O (MS-CSSP, MS-NLMP, MS-SPNG).
//!
//! One whole TSRequest goes in, what to answer comes out. Time and random bytes are arguments.
//! This code is ours and not a library's because a faulty server has to say what libraries
//! refuse: any errorCode, any version, a wrong `pubKeyAuth`, challenges that are broken.
//!
//! ```text
//! TSRequest            ts_request   the envelope
//!   negoTokens         spnego       which mechanism; or none, and NTLM lies bare
//!     NTLM             ntlm         NEGOTIATE, CHALLENGE, AUTHENTICATE; signs and seals
//!   pubKeyAuth         public_key   ties the logon to the TLS certificate
//!   authInfo           credentials  user name and password, sealed
//! ```
//!
//! Start reading at [`server`]; [`client`] is the probe's side. There is no Kerberos, no NTLMv1
//! and no session without extended session security: all three are refused.

pub mod client;
pub mod credentials;
pub(crate) mod der;
pub mod early_authorization;
pub mod ntlm;
pub mod public_key;
pub mod server;
pub mod spnego;
pub mod status;
pub mod ts_request;

pub use credentials::{Delegated, Identity, User};
pub use der::Malformed;
pub use early_authorization::early_user_authorization_result;
pub use status::NtStatus;
pub use ts_request::{TsRequest, error_reply};

/// The user whom every lab server lets in that lists no others.
pub const LAB_USER: &str = "lab";

/// The password of [`LAB_USER`]. It protects nothing.
pub const LAB_PASSWORD: &str = "Badrdp!1";

/// The highest version of CredSSP in the standard.
pub const VERSION: u8 = 6;

/// The version that both sides speak: the lower one, where a version beyond the highest
/// counts as the highest (MS-CSSP 2.2.1).
#[must_use]
pub fn negotiated_version(ours: u32, theirs: u32) -> u32 {
    ours.min(theirs).min(u32::from(VERSION))
}
