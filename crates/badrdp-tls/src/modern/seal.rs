//! Encrypts with the keys of a connection what rustls would not say.
//!
//! rustls sends only the alerts that it finds right. A faulty server wants to send any,
//! and a client must be able to decrypt it, or it would report a bad record instead.

use hmac::{Mac, SimpleHmac};
use ring::aead::{
    AES_128_GCM, AES_256_GCM, Aad, Algorithm, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey,
};
use rustls::ConnectionTrafficSecrets;
use sha2::digest::core_api::BlockSizeUser;
use sha2::{Digest, Sha256, Sha384};

use super::suites::IV_LEN;
use crate::record::{ContentType, Header, Record};

/// What protects the next record of one side.
#[derive(Clone)]
pub(super) struct Keys {
    key: LessSafeKey,
    iv: [u8; IV_LEN],
    sequence: u64,
}

impl Keys {
    /// The first keys of a TLS 1.3 suite; `None` for a suite unknown here.
    pub(super) fn new(suite: u16, key: &[u8], iv: [u8; IV_LEN]) -> Option<Self> {
        Self::of(algorithm(suite)?, key, iv, 0)
    }

    /// How long the key of a TLS 1.3 suite is.
    pub(super) fn len(suite: u16) -> Option<usize> {
        Some(algorithm(suite)?.key_len())
    }

    /// Keys that rustls gave away; `None` where they are of a kind unknown here.
    pub(super) fn extracted(sequence: u64, secrets: &ConnectionTrafficSecrets) -> Option<Self> {
        let (algorithm, key, iv) = match secrets {
            ConnectionTrafficSecrets::Aes128Gcm { key, iv } => (&AES_128_GCM, key, iv),
            ConnectionTrafficSecrets::Aes256Gcm { key, iv } => (&AES_256_GCM, key, iv),
            ConnectionTrafficSecrets::Chacha20Poly1305 { key, iv } => (&CHACHA20_POLY1305, key, iv),
            _ => return None,
        };
        Self::of(
            algorithm,
            key.as_ref(),
            iv.as_ref().try_into().ok()?,
            sequence,
        )
    }

    /// The first keys that come from a TLS 1.3 traffic secret (RFC 8446 7.3).
    pub(super) fn derived(suite: u16, secret: &[u8]) -> Option<Self> {
        let expand: Expand = match suite {
            0x1302 => expand_label::<Sha384>,
            _ => expand_label::<Sha256>,
        };
        let key = expand(secret, b"tls13 key", Self::len(suite)?)?;
        let iv = expand(secret, b"tls13 iv", IV_LEN)?;
        Self::new(suite, &key, iv.try_into().ok()?)
    }

    fn of(
        algorithm: &'static Algorithm,
        key: &[u8],
        iv: [u8; IV_LEN],
        sequence: u64,
    ) -> Option<Self> {
        let key = LessSafeKey::new(UnboundKey::new(algorithm, key).ok()?);
        Some(Self { key, iv, sequence })
    }

    /// The same keys, as they are before the record of that number.
    pub(super) fn at_record(self, sequence: u64) -> Self {
        Self { sequence, ..self }
    }

    /// The record with `alert` in it.
    pub(super) fn alert(&mut self, tls13: bool, alert: [u8; 2]) -> Option<Vec<u8>> {
        if tls13 {
            Some(self.seal13(ContentType::Alert, &alert)?.bytes)
        } else {
            self.seal12(alert)
        }
    }

    /// RFC 8446 5.2: the content type goes inside, the outer header is authenticated.
    pub(super) fn seal13(&mut self, kind: ContentType, content: &[u8]) -> Option<Record> {
        let tag_len = self.key.algorithm().tag_len();
        let len = content.len() + 1 /* content type */ + tag_len;
        let header = Header {
            content_type: ContentType::ApplicationData,
            version: TLS12,
            length: u16::try_from(len).ok()?,
        };
        let nonce = Nonce::assume_unique_for_key(self.nonce());
        self.sequence += 1;

        let mut bytes = Vec::with_capacity(Header::LEN + len);
        bytes.extend_from_slice(&header.encode());
        bytes.extend_from_slice(content);
        bytes.push(kind.code());
        let (aad, text) = bytes.split_at_mut_checked(Header::LEN)?;
        let tag = self
            .key
            .seal_in_place_separate_tag(nonce, Aad::from(aad), text)
            .ok()?;
        bytes.extend_from_slice(tag.as_ref());
        Some(Record { header, bytes })
    }

    /// RFC 5246 6.2.3.3 with RFC 5288 3 (the nonce's last eight bytes go before the text)
    /// or RFC 7905 2 (they do not).
    fn seal12(&self, alert: [u8; 2]) -> Option<Vec<u8>> {
        let mut aad = [0; 13];
        let plain = Header {
            content_type: ContentType::Alert,
            version: TLS12,
            length: 2,
        };
        aad[..8].copy_from_slice(&self.sequence.to_be_bytes());
        aad[8..].copy_from_slice(&plain.encode());

        let nonce = self.nonce();
        let mut sealed = alert.to_vec();
        let aead = Nonce::assume_unique_for_key(nonce);
        self.key
            .seal_in_place_append_tag(aead, Aad::from(aad), &mut sealed)
            .ok()?;

        let implicit = self.key.algorithm() == &CHACHA20_POLY1305;
        let prefix = if implicit { &[] } else { &nonce[4..] };
        let length = u16::try_from(prefix.len() + sealed.len()).ok()?;
        let header = Header {
            content_type: ContentType::Alert,
            version: TLS12,
            length,
        };
        Some([&header.encode(), prefix, &sealed].concat())
    }

    /// RFC 8446 5.3; rustls keeps the static part of TLS 1.2 nonces in the same form.
    fn nonce(&self) -> [u8; 12] {
        let mut nonce = self.iv;
        for (byte, other) in nonce[4..].iter_mut().zip(self.sequence.to_be_bytes()) {
            *byte ^= other;
        }
        nonce
    }
}

/// RFC 8446 B.4.
fn algorithm(suite: u16) -> Option<&'static Algorithm> {
    match suite {
        0x1301 => Some(&AES_128_GCM),
        0x1302 => Some(&AES_256_GCM),
        0x1303 => Some(&CHACHA20_POLY1305),
        _ => None,
    }
}

type Expand = fn(&[u8], &[u8], usize) -> Option<Vec<u8>>;

/// HKDF-Expand-Label of RFC 8446 7.1 with an empty context, for what one hash covers.
fn expand_label<D: Digest + BlockSizeUser>(
    secret: &[u8],
    label: &[u8],
    len: usize,
) -> Option<Vec<u8>> {
    let mut mac = SimpleHmac::<D>::new_from_slice(secret).ok()?;
    mac.update(&u16::try_from(len).ok()?.to_be_bytes());
    mac.update(&[u8::try_from(label.len()).ok()?]);
    mac.update(label);
    mac.update(&[
        0, /* context */
        1, /* the first block of HKDF-Expand */
    ]);
    mac.finalize().into_bytes().get(..len).map(<[u8]>::to_vec)
}

/// What the headers of TLS 1.2 and 1.3 records say.
const TLS12: u16 = 0x0303;
