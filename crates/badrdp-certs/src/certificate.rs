//! A certificate that is signed when somebody wants it.

use std::fmt;
use std::sync::{Arc, LazyLock};

/// A certificate in DER. What it says is settled; an RSA signature takes a millisecond, so it is
/// signed when it is first [looked at](Self::der).
#[derive(Clone)]
pub(crate) struct Certificate(Arc<LazyLock<Vec<u8>, Make>>);

type Make = Box<dyn FnOnce() -> Vec<u8> + Send>;

impl Certificate {
    /// What `sign` gives when it is first wanted.
    pub(crate) fn later(sign: impl FnOnce() -> Vec<u8> + Send + 'static) -> Self {
        Self(Arc::new(LazyLock::new(Box::new(sign))))
    }

    pub(crate) fn der(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Certificate {
    fn from(der: Vec<u8>) -> Self {
        Self::later(|| der)
    }
}

impl fmt::Debug for Certificate {
    // What is not signed yet is not signed for a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Certificate(..)")
    }
}
