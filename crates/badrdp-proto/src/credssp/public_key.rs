//! What `pubKeyAuth` carries: it ties the logon to the key of the TLS certificate, so that
//! nobody in the middle can use it (MS-CSSP 3.1.5).

use sha2::{Digest, Sha256};

/// Length of `clientNonce`.
pub const NONCE_LEN: usize = 32;

/// The first version that sends a hash with a nonce in place of the key.
const FIRST_WITH_HASH: u32 = 5;

/// How the two sides prove that they see the same key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    /// Version 2 to 4: the key itself; the server adds 1 to its first byte.
    Echo,
    /// Version 5 and 6: SHA-256 over a text, the client's nonce and the key.
    Hash([u8; NONCE_LEN]),
}

impl Binding {
    /// The way of this version; `None` when it needs a nonce and there is none of the right
    /// length.
    #[must_use]
    pub fn of_version(version: u32, nonce: Option<&[u8]>) -> Option<Self> {
        if version < FIRST_WITH_HASH {
            return Some(Self::Echo);
        }
        Some(Self::Hash(nonce?.try_into().ok()?))
    }

    /// What the client seals. `key` is the content of the BIT STRING `subjectPublicKey`.
    #[must_use]
    pub fn of_client(self, key: &[u8]) -> Vec<u8> {
        match self {
            Self::Echo => key.to_vec(),
            Self::Hash(nonce) => hash(b"CredSSP Client-To-Server Binding Hash\0", nonce, key),
        }
    }

    /// What the server seals.
    #[must_use]
    pub fn of_server(self, key: &[u8]) -> Vec<u8> {
        match self {
            Self::Echo => {
                let mut out = key.to_vec();
                if let Some(first) = out.first_mut() {
                    *first = first.wrapping_add(1);
                }
                out
            }
            Self::Hash(nonce) => hash(b"CredSSP Server-To-Client Binding Hash\0", nonce, key),
        }
    }
}

fn hash(text: &[u8], nonce: [u8; NONCE_LEN], key: &[u8]) -> Vec<u8> {
    let digest = Sha256::new()
        .chain_update(text)
        .chain_update(nonce)
        .chain_update(key);
    digest.finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn up_to_version_4_the_server_adds_one() {
        let echo = Binding::of_version(4, None).unwrap();
        assert_eq!(echo.of_client(&[0xFF, 2]), [0xFF, 2]);
        assert_eq!(echo.of_server(&[0xFF, 2]), [0, 2]);
    }

    #[test]
    fn from_version_5_on_there_must_be_a_nonce() {
        assert_eq!(Binding::of_version(5, None), None);
        assert_eq!(Binding::of_version(6, Some(&[1; 31])), None);
        let hash = Binding::of_version(6, Some(&[1; 32])).unwrap();
        assert_ne!(hash.of_client(b"key"), hash.of_server(b"key"));
        assert_eq!(hash.of_client(b"key").len(), 32);
    }
}
