//! From the premaster secret to keys and Finished, in every version.

use super::hashes::{Hash, Transcript};
use crate::choices::Version;

/// The randoms of both sides.
#[derive(Clone, Copy)]
pub(super) struct Randoms {
    pub(super) client: [u8; 32],
    pub(super) server: [u8; 32],
}

/// Who says Finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Client,
    Server,
}

/// RFC 5246 8.1, RFC 6101 6.1.
pub(super) fn master_secret(version: Version, premaster: &[u8], randoms: &Randoms) -> Vec<u8> {
    if version == Version::Ssl3 {
        ssl3_expand(premaster, &randoms.client, &randoms.server, MASTER_LEN)
    } else {
        let seed = [randoms.client, randoms.server].concat();
        prf(version, premaster, b"master secret", &seed, MASTER_LEN)
    }
}

/// RFC 5246 6.3, RFC 6101 6.2.2.
pub(super) fn key_block(version: Version, master: &[u8], randoms: &Randoms, len: usize) -> Vec<u8> {
    if version == Version::Ssl3 {
        ssl3_expand(master, &randoms.server, &randoms.client, len)
    } else {
        let seed = [randoms.server, randoms.client].concat();
        prf(version, master, b"key expansion", &seed, len)
    }
}

/// The verify data: RFC 5246 7.4.9, RFC 6101 5.6.9.
pub(super) fn finished(
    version: Version,
    master: &[u8],
    transcript: &Transcript,
    side: Side,
) -> Vec<u8> {
    let (label, sender): (&[u8], &[u8]) = match side {
        Side::Client => (b"client finished", b"CLNT"),
        Side::Server => (b"server finished", b"SRVR"),
    };
    match version {
        Version::Ssl3 => transcript.ssl3(master, sender),
        Version::Tls10 | Version::Tls11 => {
            prf(version, master, label, &transcript.md5_sha1(), VERIFY_LEN)
        }
        Version::Tls12 | Version::Tls13 => {
            prf(version, master, label, &transcript.sha256(), VERIFY_LEN)
        }
    }
}

/// RFC 5246 5 with SHA-256; RFC 2246 5 with MD5 and SHA-1 over half the secret each.
fn prf(version: Version, secret: &[u8], label: &[u8], seed: &[u8], len: usize) -> Vec<u8> {
    if version >= Version::Tls12 {
        return expand(Hash::Sha256, secret, label, seed, len);
    }
    let half = secret.len().div_ceil(2);
    let (left, right) = (&secret[..half], &secret[secret.len() - half..]);
    let mut out = expand(Hash::Md5, left, label, seed, len);
    for (byte, other) in out
        .iter_mut()
        .zip(expand(Hash::Sha1, right, label, seed, len))
    {
        *byte ^= other;
    }
    out
}

/// `P_hash` of RFC 5246 5.
fn expand(hash: Hash, secret: &[u8], label: &[u8], seed: &[u8], len: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(len + hash.len());
    let mut a = hash.hmac(secret, &[label, seed]);
    while out.len() < len {
        out.extend(hash.hmac(secret, &[&a, label, seed]));
        a = hash.hmac(secret, &[&a]);
    }
    out.truncate(len);
    out
}

/// The letters A, BB, CCC … of RFC 6101 6.1; 26 letters are more than any suite needs.
fn ssl3_expand(secret: &[u8], first: &[u8], second: &[u8], len: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(len + 16);
    for (count, letter) in (1..).zip(b'A'..=b'Z') {
        if out.len() >= len {
            break;
        }
        let salt = vec![letter; count];
        let inner = Hash::Sha1.of(&[&salt, secret, first, second]);
        out.extend(Hash::Md5.of(&[secret, &inner]));
    }
    out.truncate(len);
    out
}

const MASTER_LEN: usize = 48;
const VERIFY_LEN: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(text: &str) -> Vec<u8> {
        let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
        digits
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect()
    }

    /// The vector that the IETF's TLS list circulated for the PRF with SHA-256.
    #[test]
    fn the_prf_of_tls_1_2_matches_a_known_vector() {
        let secret = hex("9bbe436ba940f017b17652849a71db35");
        let seed = hex("a0ba9f936cda311827a6f796ffd5198c");
        let out = prf(Version::Tls12, &secret, b"test label", &seed, 100);
        assert_eq!(
            out,
            hex(
                "e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a\
                 6b301791e90d35c9c9a46b4e14baf9af0fa022f7077def17abfd3797c0564bab\
                 4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff701\
                 87347b66"
            )
        );
    }

    /// The vector that the IETF's TLS list circulated for the PRF with MD5 and SHA-1.
    #[test]
    fn the_prf_of_tls_1_0_matches_a_known_vector() {
        let out = prf(
            Version::Tls10,
            &[0xab; 48],
            b"PRF Testvector",
            &[0xcd; 64],
            104,
        );
        assert_eq!(
            out,
            hex(
                "d3d4d1e349b5d515044666d51de32bab258cb521b6b053463e354832fd976754\
                 443bcf9a296519bc289abcbc1187e4ebd31e602353776c408aafb74cbc85eff6\
                 9255f9788faa184cbb957a9819d84a5d7eb006eb459d3ae8de9810454b8b2d8f\
                 1afbc655a8c9a013"
            )
        );
    }

    /// HMAC-MD5 and HMAC-SHA-1 of RFC 2202, test case 2: what `expand` is made of.
    #[test]
    fn the_keyed_hashes_match_rfc_2202() {
        let data: &[u8] = b"what do ya want for nothing?";
        let md5 = Hash::Md5.hmac(b"Jefe", &[data]);
        assert_eq!(md5, hex("750c783e6ab0b503eaa86e310a5db738"));
        let sha1 = Hash::Sha1.hmac(b"Jefe", &[data]);
        assert_eq!(sha1, hex("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"));
    }
}
