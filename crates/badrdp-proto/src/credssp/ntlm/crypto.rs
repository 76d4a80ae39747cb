//! The hashes of NTLMv2 (MS-NLMP 3.3.2, 3.4.5, 6).

use hmac::{Hmac, Mac};
use md4::Md4;
use md5::{Digest, Md5};
use rc4::consts::U16;
use rc4::{KeyInit, Rc4, StreamCipher};

use super::payload::utf16;
use crate::standard_security::keys::md5;

/// A key or a digest.
pub(super) type Key = [u8; 16];

/// HMAC-MD5 over the parts, one after the other.
pub(super) fn hmac_md5(key: &Key, parts: &[&[u8]]) -> Key {
    hmac(key, parts).finalize().into_bytes().into()
}

/// Whether `expected` is the HMAC-MD5 over the parts.
pub(super) fn hmac_md5_is(key: &Key, parts: &[&[u8]], expected: &[u8]) -> bool {
    hmac(key, parts).verify_slice(expected).is_ok()
}

fn hmac(key: &Key, parts: &[&[u8]]) -> Hmac<Md5> {
    // A key is filled up with zeros to the block of the hash (RFC 2104 2).
    let mut block = [0; 64];
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    let mut mac = <Hmac<Md5> as KeyInit>::new(&block.into());
    for part in parts {
        mac.update(part);
    }
    mac
}

/// RC4 with a key of 16 bytes, from its first byte on.
pub(super) fn rc4(key: &Key) -> Rc4<U16> {
    Rc4::new(key.into())
}

/// `data` encrypted or decrypted by RC4 with `key`.
pub(super) fn rc4k(key: &Key, mut data: Key) -> Key {
    rc4(key).apply_keystream(&mut data);
    data
}

/// NTOWFv2: the hash of password, user and domain (MS-NLMP 3.3.2).
pub(super) fn ntowf_v2(password: &str, user: &str, domain: &str) -> Key {
    let hash: Key = Md4::digest(utf16(password)).into();
    hmac_md5(&hash, &[&utf16(&upper_case(user)), &utf16(domain)])
}

/// Upper case as Windows has it: one character stays one character.
fn upper_case(text: &str) -> String {
    text.chars()
        .map(|char| {
            let mut upper = char.to_uppercase();
            match (upper.next(), upper.next()) {
                (Some(single), None) => single,
                _ => char,
            }
        })
        .collect()
}

/// The session keys of one side (MS-NLMP 3.4.5.2, 3.4.5.3), with extended session security.
pub(super) struct SideKeys {
    pub(super) sign: Key,
    pub(super) seal: Key,
}

/// Which side's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Client,
    Server,
}

impl SideKeys {
    pub(super) fn new(exported: &Key, flags: u32, side: Side) -> Self {
        let (sign, seal): (&[u8], &[u8]) = match side {
            Side::Client => (
                b"session key to client-to-server signing key magic constant\0",
                b"session key to client-to-server sealing key magic constant\0",
            ),
            Side::Server => (
                b"session key to server-to-client signing key magic constant\0",
                b"session key to server-to-client sealing key magic constant\0",
            ),
        };
        let used = if flags & super::flags::KEY_128 != 0 {
            exported.len()
        } else if flags & super::flags::KEY_56 != 0 {
            7
        } else {
            5
        };
        let weakened = exported.get(..used).unwrap_or(exported);
        Self {
            sign: md5(&[exported, sign]),
            seal: md5(&[weakened, seal]),
        }
    }
}
