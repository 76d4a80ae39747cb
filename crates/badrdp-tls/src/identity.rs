//! The certificate chain and the private key that a server shows.

use std::fmt;
use std::sync::Arc;

use rsa::RsaPrivateKey;

/// What a server shows in its Certificate message, and the key it signs with.
///
/// Nothing here checks that the two belong together: a scenario may want them not to.
#[derive(Clone, Debug)]
pub struct Identity {
    /// DER certificates, the leaf first unless the recipe says otherwise.
    pub chain: Vec<Vec<u8>>,
    /// The key that signs or decrypts for the leaf.
    pub key: PrivateKey,
}

/// A private key.
#[derive(Clone)]
pub enum PrivateKey {
    /// ECDSA or Ed25519, as a PKCS #8 document.
    Pkcs8(Arc<Vec<u8>>),
    /// RSA of any size, also those that ring refuses.
    Rsa(Arc<RsaPrivateKey>),
}

impl fmt::Debug for PrivateKey {
    // A key must never reach a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pkcs8(_) => "Pkcs8(..)",
            Self::Rsa(_) => "Rsa(..)",
        })
    }
}
