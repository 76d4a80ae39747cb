//! TLS as a faulty server needs it, without sockets.
//!
//! An [`Engine`] takes the client's bytes and gives back [`Message`]s, one per
//! TLS record or handshake message, each with a name, so that a fault can strike
//! at any of them. There are two engines: [`modern`] drives rustls (TLS 1.2 and
//! 1.3, correct); [`legacy`] says what rustls refuses to say (SSL 3.0 to TLS 1.2
//! with static RSA, RC4, 3DES, CBC and NULL; wrong signatures, wrong Finished,
//! suites that were not offered). Which one plays follows from the [`Choices`];
//! [`Prepared`] is the place to start.
//!
//! It refuses to do I/O and to read a clock: randomness is injected.

pub mod alert;
pub mod choices;
pub mod client_hello;
mod either;
pub mod engine;
pub mod identity;
pub mod legacy;
pub mod modern;
pub mod playable;
pub mod prepared;
mod random;
pub mod record;
mod signer;
pub mod suite;
#[cfg(test)]
mod testing;

pub use choices::{Choices, Version};
pub use engine::{Engine, Error, Info, Observed};
pub use identity::{Chain, Identity, Later, PrivateKey};
pub use playable::{Backend, Unplayable};
pub use prepared::Prepared;
pub use suite::Suite;

pub use badrdp_proto::Message;
