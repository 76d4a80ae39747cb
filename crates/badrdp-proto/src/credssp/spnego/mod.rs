//! SPNEGO, which says what mechanism the tokens inside belong to (RFC 4178, MS-SPNG).

pub mod client_token;
pub mod mech;
pub mod response;

pub use client_token::{ClientToken, Init, init_token};
pub use mech::Mech;
pub use response::{NegState, Response};
