//! A small TLS server for what rustls refuses: SSL 3.0 to TLS 1.2 with static RSA.
//!
//! ```text
//! server         the Engine: records in, records out
//! |- handshake   the state machine
//! |  |- hello    what is chosen, and the ServerHello
//! |  |- messages the other handshake messages
//! |  `- keys     PRF, master secret, key block, Finished
//! `- records     MAC-then-encrypt in both directions
//!    |- protection  which MAC, which cipher, which keys
//!    |- cipher      AES, 3DES, RC4, none
//!    `- hashes      MD5, SHA-1, SHA-256, alone and keyed
//! ```
//!
//! Standards: RFC 6101 (SSL 3.0), RFC 2246 (TLS 1.0), RFC 4346 (TLS 1.1), RFC 5246
//! (TLS 1.2), RFC 5746 (renegotiation), RFC 7507 (fallback).
//!
//! **This is a lab server.** It is written to be wrong on demand, not to keep a secret:
//! neither the RSA decryption nor the padding check runs in constant time, so it is open to
//! Bleichenbacher and Lucky 13 by design; it only makes sure that no input makes it panic
//! or buffer without bound. Never give it a key that matters.
//!
//! It refuses ECDHE and DHE, resumption, renegotiation, compression, client certificates'
//! proofs (any will do) and ClientHellos in the format of SSL 2.0.

mod cipher;
#[cfg(test)]
mod client;
mod handshake;
mod hashes;
mod hello;
mod keys;
mod messages;
mod protection;
mod records;
mod server;
#[cfg(test)]
mod tests;

#[cfg(test)]
pub(crate) use client::hello_without_name;
pub(crate) use server::{Config, Legacy};
