//! MAC-then-encrypt, record by record (RFC 5246 6.2.3, RFC 6101 5.2.3).
//!
//! Bad padding and a bad MAC give the same error, but not in the same time: this is a
//! lab server.

use super::cipher::{Cipher, cipher};
use super::protection::{Keys, Protection};
use crate::choices::Version;
use crate::random::Stream;
use crate::record::{ContentType, MAX_PLAINTEXT};

/// A record that does not decrypt, or whose MAC or padding is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BadRecord;

/// Protects what one side writes.
pub(super) struct Sealer(Half);

/// Opens what the other side writes.
pub(super) struct Opener(Half);

/// One direction of a connection.
struct Half {
    protection: Protection,
    version: Version,
    mac: Vec<u8>,
    sequence: u64,
    cipher: Box<dyn Cipher>,
}

impl Sealer {
    /// Starts at record 0.
    pub(super) fn new(version: Version, keys: Keys) -> Self {
        Self(Half::new(version, keys, true))
    }

    /// The fragment that carries `content`.
    pub(super) fn seal(
        &mut self,
        kind: ContentType,
        content: &[u8],
        random: &mut Stream,
    ) -> Vec<u8> {
        let half = &mut self.0;
        let block = half.protection.bulk.block_len();
        let mut out = Vec::with_capacity(content.len() + 80);
        if half.explicit_iv() {
            // RFC 4346 6.2.3.2 (2)(b): a random block goes first; the chain goes on through it.
            out.extend_from_slice(&random.array::<16>()[..block]);
        }
        out.extend_from_slice(content);
        out.extend(half.mac(kind, content));
        if block > 0 {
            let unpadded = out.len() + 1;
            let padding = unpadded.next_multiple_of(block) - unpadded;
            let length = u8::try_from(padding).unwrap_or_default();
            out.resize(unpadded + padding, length);
        }
        half.cipher.run(&mut out);
        out
    }
}

impl Opener {
    /// Starts at record 0.
    pub(super) fn new(version: Version, keys: Keys) -> Self {
        Self(Half::new(version, keys, false))
    }

    /// The content of `fragment`.
    pub(super) fn open(
        &mut self,
        kind: ContentType,
        fragment: &[u8],
    ) -> Result<Vec<u8>, BadRecord> {
        let half = &mut self.0;
        let block = half.protection.bulk.block_len();
        if block > 0 && !fragment.len().is_multiple_of(block) {
            return Err(BadRecord);
        }
        let mut content = fragment.to_vec();
        half.cipher.run(&mut content);
        if block > 0 {
            let length = content
                .len()
                .checked_sub(half.padding(&content)?)
                .ok_or(BadRecord)?;
            content.truncate(length);
        }
        if half.explicit_iv() {
            content = content.get(block..).ok_or(BadRecord)?.to_vec();
        }
        let length = content
            .len()
            .checked_sub(half.protection.mac.len())
            .ok_or(BadRecord)?;
        let mac = content.split_off(length);
        if mac != half.mac(kind, &content) || content.len() > MAX_PLAINTEXT {
            return Err(BadRecord);
        }
        Ok(content)
    }
}

impl Half {
    fn new(version: Version, keys: Keys, encrypts: bool) -> Self {
        let Keys {
            protection,
            mac,
            key,
            iv,
        } = keys;
        let cipher = cipher(protection.bulk, &key, &iv, encrypts);
        Self {
            protection,
            version,
            mac,
            sequence: 0,
            cipher,
        }
    }

    fn explicit_iv(&self) -> bool {
        self.version >= Version::Tls11 && self.protection.bulk.block_len() > 0
    }

    /// The MAC of the next record.
    fn mac(&mut self, kind: ContentType, content: &[u8]) -> Vec<u8> {
        let hash = self.protection.mac;
        let mac = hash.record_mac(self.version, &self.mac, self.sequence, kind.code(), content);
        self.sequence = self.sequence.wrapping_add(1);
        mac
    }

    /// How many bytes of padding end `content`, the length byte included.
    ///
    /// SSL 3.0 leaves their values open, but pads less than a block (RFC 6101 5.2.3.2).
    fn padding(&self, content: &[u8]) -> Result<usize, BadRecord> {
        let length = *content.last().ok_or(BadRecord)?;
        let whole = usize::from(length) + 1;
        let start = content.len().checked_sub(whole).ok_or(BadRecord)?;
        let padding = content.get(start..).unwrap_or_default();
        let sound = if self.version == Version::Ssl3 {
            whole <= self.protection.bulk.block_len()
        } else {
            padding.iter().all(|byte| *byte == length)
        };
        if sound { Ok(whole) } else { Err(BadRecord) }
    }
}
