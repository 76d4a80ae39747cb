//! How a suite protects records, and the keys that this takes (RFC 5246 6.3, A.6).

use super::cipher::Bulk;
use super::hashes::Hash;
use crate::suite::Suite;

/// How a suite protects records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Protection {
    pub(super) bulk: Bulk,
    pub(super) mac: Hash,
}

impl Protection {
    /// The protection of a suite that this server plays.
    pub(super) const fn of(suite: Suite) -> Option<Self> {
        let (bulk, mac) = match suite.id() {
            0x0001 => (Bulk::Null, Hash::Md5),
            0x0002 => (Bulk::Null, Hash::Sha1),
            0x003b => (Bulk::Null, Hash::Sha256),
            0x0004 => (Bulk::Rc4, Hash::Md5),
            0x0005 => (Bulk::Rc4, Hash::Sha1),
            0x000a => (Bulk::TripleDes, Hash::Sha1),
            0x002f => (Bulk::Aes128, Hash::Sha1),
            0x0035 => (Bulk::Aes256, Hash::Sha1),
            0x003c => (Bulk::Aes128, Hash::Sha256),
            0x003d => (Bulk::Aes256, Hash::Sha256),
            _ => return None,
        };
        Some(Self { bulk, mac })
    }

    /// AES-128 with SHA-1, for a ServerHello that names what nobody plays.
    pub(super) const fn fallback() -> Self {
        Self {
            bulk: Bulk::Aes128,
            mac: Hash::Sha1,
        }
    }

    /// How much of the key block both sides need.
    pub(super) const fn key_block_len(self) -> usize {
        2 * (self.mac.len() + self.bulk.key_len() + self.bulk.block_len())
    }

    /// The two directions: what the client writes, and what the server writes (RFC 5246 6.3).
    ///
    /// `None` when the key block is shorter than [`Protection::key_block_len`].
    pub(super) fn keys(self, block: &[u8]) -> Option<(Keys, Keys)> {
        let (mac, key, iv) = (self.mac.len(), self.bulk.key_len(), self.bulk.block_len());
        let mut rest = block;
        let mut next = |len| {
            let (part, tail) = rest.split_at_checked(len)?;
            rest = tail;
            Some(part.to_vec())
        };
        let macs = (next(mac)?, next(mac)?);
        let keys = (next(key)?, next(key)?);
        let ivs = (next(iv)?, next(iv)?);
        let client = Keys {
            protection: self,
            mac: macs.0,
            key: keys.0,
            iv: ivs.0,
        };
        let server = Keys {
            protection: self,
            mac: macs.1,
            key: keys.1,
            iv: ivs.1,
        };
        Some((client, server))
    }
}

/// The keys of one direction.
#[derive(Clone)]
pub(super) struct Keys {
    pub(super) protection: Protection,
    pub(super) mac: Vec<u8>,
    pub(super) key: Vec<u8>,
    pub(super) iv: Vec<u8>,
}
