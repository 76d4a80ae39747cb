//! The certificate chain and the private key that a server shows.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, LazyLock};

use rsa::RsaPrivateKey;
use rsa::pkcs8::{self, DecodePrivateKey as _, EncodePrivateKey as _};

/// What a server shows in its Certificate message, and the key it signs with.
///
/// Nothing here checks that the two belong together: a scenario may want them not to.
#[derive(Clone, Debug)]
pub struct Identity {
    /// DER certificates, the leaf first unless the recipe says otherwise.
    pub chain: Chain,
    /// The key that signs or decrypts for the leaf.
    pub key: PrivateKey,
    /// What is in the BIT STRING `subjectPublicKey` of the leaf (RFC 5280 4.1.2.7). It need not
    /// be the key's.
    pub public_key: Vec<u8>,
}

/// A list of DER certificates.
pub type Chain = Later<Vec<Vec<u8>>>;

/// What may be [made later](Self::new), when it is first looked at: a certificate costs a
/// signature, and of many servers few are met.
#[derive(Clone)]
pub struct Later<T>(Arc<LazyLock<T, Make<T>>>);

type Make<T> = Box<dyn FnOnce() -> T + Send>;

impl<T> Later<T> {
    /// What `make` gives when it is first looked at. Whoever looks meanwhile waits.
    pub fn new(make: impl FnOnce() -> T + Send + 'static) -> Self {
        Self(Arc::new(LazyLock::new(Box::new(make))))
    }
}

impl<T> Deref for Later<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Send + 'static> From<T> for Later<T> {
    fn from(made: T) -> Self {
        Self::new(|| made)
    }
}

impl<T> fmt::Debug for Later<T> {
    // What was not made yet is not made for a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Later(..)")
    }
}

/// A private key.
#[derive(Clone)]
pub enum PrivateKey {
    /// ECDSA or Ed25519, as a PKCS #8 document.
    Pkcs8(Arc<Vec<u8>>),
    /// RSA of any size, also those that ring refuses.
    Rsa(Arc<RsaKeyPair>),
}

/// An RSA key, and the PKCS #8 document that it comes from: to write one anew takes as long as a
/// signature.
pub struct RsaKeyPair {
    key: RsaPrivateKey,
    pkcs8: Vec<u8>,
}

impl RsaKeyPair {
    /// Reads a PKCS #8 document (RFC 5208).
    ///
    /// # Errors
    /// When it is none, or its key is not RSA.
    pub fn from_pkcs8(document: Vec<u8>) -> pkcs8::Result<Self> {
        let key = RsaPrivateKey::from_pkcs8_der(&document)?;
        let pkcs8 = document;
        Ok(Self { key, pkcs8 })
    }

    /// The PKCS #8 document. It is secret.
    #[must_use]
    pub fn pkcs8(&self) -> &[u8] {
        &self.pkcs8
    }
}

impl TryFrom<RsaPrivateKey> for RsaKeyPair {
    type Error = pkcs8::Error;

    fn try_from(key: RsaPrivateKey) -> pkcs8::Result<Self> {
        let pkcs8 = key.to_pkcs8_der()?.as_bytes().to_vec();
        Ok(Self { key, pkcs8 })
    }
}

impl Deref for RsaKeyPair {
    type Target = RsaPrivateKey;

    fn deref(&self) -> &RsaPrivateKey {
        &self.key
    }
}

impl fmt::Debug for RsaKeyPair {
    // A key must never reach a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RsaKeyPair(..)")
    }
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU8, Ordering};

    use super::*;

    #[test]
    fn a_chain_is_made_once_and_not_before_it_is_looked_at() {
        static MADE: AtomicU8 = AtomicU8::new(0);
        let chain = Chain::new(|| {
            MADE.fetch_add(1, Ordering::Relaxed);
            vec![vec![1], vec![2]]
        });
        assert_eq!(format!("{:?}", chain.clone()), "Later(..)");
        assert_eq!(MADE.load(Ordering::Relaxed), 0);
        assert_eq!(chain.clone()[0], [1]);
        assert_eq!(chain.len(), 2);
        assert_eq!(MADE.load(Ordering::Relaxed), 1);
    }
}
