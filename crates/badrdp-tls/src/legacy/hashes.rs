//! The three hashes of old TLS, alone and keyed.

use hmac::{Mac, SimpleHmac};
use md5::Md5;
use sha1::Sha1;
use sha2::digest::core_api::BlockSizeUser;
use sha2::{Digest, Sha256};

use crate::choices::Version;

/// A hash function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hash {
    Md5,
    Sha1,
    Sha256,
}

impl Hash {
    /// How long its output is.
    pub(super) const fn len(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
        }
    }

    /// The hash of `parts`, one after the other.
    pub(super) fn of(self, parts: &[&[u8]]) -> Vec<u8> {
        match self {
            Self::Md5 => digest::<Md5>(parts),
            Self::Sha1 => digest::<Sha1>(parts),
            Self::Sha256 => digest::<Sha256>(parts),
        }
    }

    /// RFC 2104.
    pub(super) fn hmac(self, key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
        match self {
            Self::Md5 => hmac::<Md5>(key, parts),
            Self::Sha1 => hmac::<Sha1>(key, parts),
            Self::Sha256 => hmac::<Sha256>(key, parts),
        }
    }

    /// The MAC of a record: RFC 5246 6.2.3.1, RFC 6101 5.2.3.1.
    pub(super) fn record_mac(
        self,
        version: Version,
        key: &[u8],
        sequence: u64,
        content_type: u8,
        content: &[u8],
    ) -> Vec<u8> {
        let sequence = sequence.to_be_bytes();
        let length = u16::try_from(content.len())
            .unwrap_or(u16::MAX)
            .to_be_bytes();
        let kind = [content_type];
        if version == Version::Ssl3 {
            let pad = self.ssl3_pad_len();
            let inner = [key, &PAD1[..pad], &sequence, &kind, &length, content];
            self.of(&[key, &PAD2[..pad], &self.of(&inner)])
        } else {
            let version = version.code().to_be_bytes();
            self.hmac(key, &[&sequence, &kind, &version, &length, content])
        }
    }

    const fn ssl3_pad_len(self) -> usize {
        match self {
            Self::Md5 => 48,
            Self::Sha1 | Self::Sha256 => 40,
        }
    }
}

/// The handshake so far, hashed in every way that a Finished may need.
#[derive(Clone, Default)]
pub(super) struct Transcript {
    md5: Md5,
    sha1: Sha1,
    sha256: Sha256,
}

impl Transcript {
    /// Adds a handshake message, header included.
    pub(super) fn add(&mut self, message: &[u8]) {
        self.md5.update(message);
        self.sha1.update(message);
        self.sha256.update(message);
    }

    /// What TLS 1.0 and 1.1 hash: MD5 and SHA-1, one after the other.
    pub(super) fn md5_sha1(&self) -> Vec<u8> {
        let mut out = self.md5.clone().finalize().to_vec();
        out.extend(self.sha1.clone().finalize());
        out
    }

    /// What TLS 1.2 hashes with these suites.
    pub(super) fn sha256(&self) -> Vec<u8> {
        self.sha256.clone().finalize().to_vec()
    }

    /// RFC 6101 5.6.9, with the sender's four bytes.
    pub(super) fn ssl3(&self, master: &[u8], sender: &[u8]) -> Vec<u8> {
        let md5 = self.md5.clone().chain_update(sender).chain_update(master);
        let inner = md5.chain_update(&PAD1[..48]).finalize();
        let mut out = Hash::Md5.of(&[master, &PAD2[..48], &inner]);
        let sha1 = self.sha1.clone().chain_update(sender).chain_update(master);
        let inner = sha1.chain_update(&PAD1[..40]).finalize();
        out.extend(Hash::Sha1.of(&[master, &PAD2[..40], &inner]));
        out
    }
}

fn digest<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
    let mut digest = D::new();
    for part in parts {
        digest.update(part);
    }
    digest.finalize().to_vec()
}

fn hmac<D: Digest + BlockSizeUser>(key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    // HMAC takes keys of any length, so this cannot fail.
    let Ok(mut mac) = SimpleHmac::<D>::new_from_slice(key) else {
        return Vec::new();
    };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().to_vec()
}

const PAD1: [u8; 48] = [0x36; 48];
const PAD2: [u8; 48] = [0x5c; 48];
