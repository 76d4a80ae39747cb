//! The signature in front of every encrypted body (MS-RDPBCGR 5.3.6).

use hmac::{Hmac, Mac};
use sha1::Sha1;

use super::keys::{PAD1, PAD2, md5, sha1};
use super::method::Method;
use crate::length::length32;

/// `dataSignature`: the first 64 bits of the MAC.
pub const SIGNATURE_LEN: usize = 8;

/// The signature of one direction's packet.
///
/// `count` says how many packets of this direction were encrypted before; it goes into the
/// MAC of FIPS (MS-RDPBCGR 5.3.6.2) and into the salted one (5.3.6.1.1) that
/// SEC_SECURE_CHECKSUM announces. The plain one (5.3.6.1) ignores it.
#[must_use]
pub fn signature(
    method: Method,
    key: &[u8],
    body: &[u8],
    count: u32,
    secure_checksum: bool,
) -> [u8; SIGNATURE_LEN] {
    let count = count.to_le_bytes();
    let mut signature = [0; SIGNATURE_LEN];
    let copy = |signature: &mut [u8; SIGNATURE_LEN], mac: &[u8]| {
        for (to, from) in signature.iter_mut().zip(mac) {
            *to = *from;
        }
    };
    if method == Method::Fips {
        copy(&mut signature, &hmac(key, &[body, &count]));
    } else {
        let salt: &[u8] = if secure_checksum { &count } else { &[] };
        copy(&mut signature, &mac(key, body, salt));
    }
    signature
}

/// `MD5(key + Pad2 + SHA(key + Pad1 + length + body + salt))` (MS-RDPBCGR 5.3.6.1,
/// MS-RDPELE 5.1.5).
#[must_use]
pub fn mac(key: &[u8], body: &[u8], salt: &[u8]) -> [u8; 16] {
    let length = length32(body.len()).to_le_bytes();
    let inner = sha1(&[key, &PAD1, &length, body, salt]);
    md5(&[key, &PAD2, &inner])
}

fn hmac(key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    // HMAC takes keys of every length, so there is no error to meet.
    let Ok(mut hmac) = <Hmac<Sha1> as Mac>::new_from_slice(key) else {
        return Vec::new();
    };
    for part in parts {
        hmac.update(part);
    }
    hmac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hmac_is_that_of_rfc_2202() {
        let mac = hmac(b"Jefe", &[b"what do ya want ", b"for nothing?"]);
        assert_eq!(mac[..8], [0xEF, 0xFC, 0xDF, 0x6A, 0xE5, 0xEB, 0x2F, 0xA2]);
    }

    #[test]
    fn the_signatures_are_those_of_a_second_implementation() {
        let key = [
            0x45, 0xA2, 0x5B, 0xFE, 0x44, 0x5B, 0xF7, 0x9C, 0xA3, 0x0D, 0x37, 0x7A, 0x0E, 0x38,
            0x28, 0x62,
        ];
        let sign = |secure| signature(Method::Bits128, &key, b"body", 42, secure);
        assert_eq!(
            sign(false),
            [0x01, 0xA9, 0xCD, 0xE9, 0x8B, 0x7B, 0x7C, 0xAF]
        );
        assert_eq!(sign(true), [0xCD, 0x9C, 0xC8, 0x10, 0xA2, 0x12, 0x29, 0x51]);
    }

    #[test]
    fn only_the_salted_signatures_count_packets() {
        let sign = |method, count, secure| signature(method, &[7; 16], b"body", count, secure);
        let method = Method::Bits128;
        assert_eq!(sign(method, 0, false), sign(method, 1, false));
        assert_ne!(sign(method, 0, true), sign(method, 1, true));
        assert_ne!(sign(method, 0, true), sign(method, 0, false));
        let method = Method::Fips;
        assert_ne!(sign(method, 0, false), sign(method, 1, false));
        assert_eq!(sign(method, 1, true), sign(method, 1, false));
    }
}
