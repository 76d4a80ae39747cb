//! SERVER_CERTIFICATE: how the server shows its RSA key (MS-RDPBCGR 2.2.1.4.3.1).
//!
//! [`proprietary`] writes the certificate of RDP's own with the fields that a fault can
//! edit, [`x509_chain`] the chain that license servers issue. [`ServerCertificate::decode`]
//! reads both. Messages from here are parts: [`Writer::append`] puts them into the server's
//! security data or into a licensing message.
//!
//! [`Writer::append`]: crate::writer::Writer::append

mod chain;
mod decode;
mod proprietary;
mod public_key;
pub mod signing;

pub use chain::x509_chain;
pub use decode::{CertificateError, MAX_CERTIFICATES, Proprietary, ServerCertificate};
pub use proprietary::{Signature, proprietary};
pub use public_key::PublicKey;

/// `dwVersion` of a proprietary certificate: CERT_CHAIN_VERSION_1.
pub const VERSION_1: u32 = 1;

/// `dwVersion` of an X.509 chain: CERT_CHAIN_VERSION_2.
pub const VERSION_2: u32 = 2;

/// The bit `t` of `dwVersion`: the certificate was issued temporarily.
pub const TEMPORARY: u32 = 0x8000_0000;
