//! Standard RDP Security: RDP's own encryption, from before TLS (MS-RDPBCGR 5.3).
//!
//! ```text
//! server  random + certificate ---------> client     Connect Response
//! client  its random, RSA encrypted ----> server     Security Exchange
//!         both derive the same keys
//!         [security header | MAC | body encrypted]   every PDU after that
//! ```
//!
//! Start reading at [`session`]: one side's state, which seals what it sends and opens
//! what it gets. [`encryption`] chooses method and level, [`keys`] derives what a session
//! starts with, [`header`] writes and reads the security header. [`server_key`] and
//! [`certificate`] are the server's RSA key and how it is shown to the client.
//!
//! It draws no randomness and makes no RSA keys: both come in as arguments. It protects
//! nobody: RC4, 512-bit RSA and a published signing key are what the old peers speak.

pub mod certificate;
pub mod encryption;
pub mod header;
pub mod keys;
pub mod level;
pub mod mac;
pub mod method;
pub mod rsa;
pub mod security_exchange;
pub mod server_key;
pub mod session;
pub mod stream;

pub use certificate::{CertificateError, PublicKey, ServerCertificate};
pub use encryption::{Encryption, NothingInCommon};
pub use header::{Form, Header, Seal};
pub use keys::Keys;
pub use level::Level;
pub use method::{Method, Methods};
pub use security_exchange::SecurityExchange;
pub use server_key::ServerKey;
pub use session::{OpenError, Role, Session};
