//! From two randoms to session keys, and from old keys to new ones (MS-RDPBCGR 5.3.5, 5.3.7).

use std::fmt;

use md5::{Digest, Md5};
use sha1::Sha1;

use super::method::Method;
use super::stream::rc4;

/// The bytes of the client's random and of the server's (MS-RDPBCGR 5.3.4).
pub const RANDOM_LEN: usize = 32;

/// Packets in one direction with one key (MS-RDPBCGR 5.3.7.1).
pub const PACKETS_PER_KEY: u32 = 4096;

/// `Pad1` of the MAC and of the key update (MS-RDPBCGR 5.3.6.1, 5.3.7.1).
pub const PAD1: [u8; 40] = [0x36; 40];

/// `Pad2` of the MAC and of the key update.
pub const PAD2: [u8; 48] = [0x5C; 48];

/// The first keys of a connection, the same on both sides.
#[derive(Clone, PartialEq, Eq)]
pub struct Keys {
    /// What they are for.
    pub method: Method,
    /// `MACKeyN` with 8 or 16 bytes, or `HMACKey` with 20.
    pub mac: Vec<u8>,
    /// Encrypts what the client says: 8 or 16 bytes for RC4, 24 for Triple DES.
    pub client_to_server: Vec<u8>,
    /// Encrypts what the server says.
    pub server_to_client: Vec<u8>,
}

impl Keys {
    /// Derives the keys. Randoms of other lengths than [`RANDOM_LEN`] are what a faulty
    /// peer has: what they lack is left out.
    #[must_use]
    pub fn derive(method: Method, client_random: &[u8], server_random: &[u8]) -> Self {
        match method {
            Method::Fips => Self::fips(client_random, server_random),
            _ => Self::rc4(method, client_random, server_random),
        }
    }

    /// MS-RDPBCGR 5.3.5.1.
    fn rc4(method: Method, client_random: &[u8], server_random: &[u8]) -> Self {
        let pre_master = [first(client_random, 24), first(server_random, 24)].concat();
        let hashes = |secret: &[u8], letter: u8| -> Vec<u8> {
            (0..3)
                .flat_map(|nth| {
                    let input = vec![letter + nth; usize::from(nth) + 1];
                    salted_hash(secret, &input, client_random, server_random)
                })
                .collect()
        };
        let master = hashes(&pre_master, b'A');
        let blob = hashes(&master, b'X');
        let part = |number: usize| -> &[u8] { blob.chunks(16).nth(number).unwrap_or_default() };
        let final_hash = |key: &[u8]| md5(&[key, client_random, server_random]);
        Self {
            method,
            mac: weaken(method, part(0).to_vec()),
            server_to_client: weaken(method, final_hash(part(1)).to_vec()),
            client_to_server: weaken(method, final_hash(part(2)).to_vec()),
        }
    }

    /// MS-RDPBCGR 5.3.5.2.
    fn fips(client_random: &[u8], server_random: &[u8]) -> Self {
        let client_to_server = sha1(&[last(client_random, 16), last(server_random, 16)]);
        let server_to_client = sha1(&[first(client_random, 16), first(server_random, 16)]);
        Self {
            method: Method::Fips,
            mac: sha1(&[&server_to_client, &client_to_server]).to_vec(),
            client_to_server: triple_des_key(&client_to_server),
            server_to_client: triple_des_key(&server_to_client),
        }
    }
}

/// Says no secret.
impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

/// The key that follows `current` after [`PACKETS_PER_KEY`] packets (MS-RDPBCGR 5.3.7.1).
/// FIPS keys never change (5.3.7.2).
#[must_use]
pub fn update(method: Method, initial: &[u8], current: &[u8]) -> Vec<u8> {
    if method == Method::Fips {
        return current.to_vec();
    }
    let inner = sha1(&[initial, &PAD1, current]);
    let temporary = md5(&[initial, &PAD2, &inner]);
    let temporary = first(&temporary, initial.len());
    let mut key = temporary.to_vec();
    rc4(temporary, &mut key);
    weaken(method, key)
}

/// `SaltedHash(S, I) = MD5(S + SHA(I + S + ClientRandom + ServerRandom))` (MS-RDPBCGR 5.3.5.1).
#[must_use]
pub fn salted_hash(secret: &[u8], input: &[u8], random1: &[u8], random2: &[u8]) -> [u8; 16] {
    let inner = sha1(&[input, secret, random1, random2]);
    md5(&[secret, &inner])
}

/// MD5 over all parts, one behind the other.
#[must_use]
pub fn md5(parts: &[&[u8]]) -> [u8; 16] {
    let mut hash = Md5::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// SHA-1 over all parts, one behind the other.
#[must_use]
pub fn sha1(parts: &[&[u8]]) -> [u8; 20] {
    let mut hash = Sha1::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// Cuts a key to 64 bits and overwrites what is not secret (MS-RDPBCGR 5.3.5.1).
fn weaken(method: Method, mut key: Vec<u8>) -> Vec<u8> {
    let salt: &[u8] = match method {
        Method::Bits40 => &[0xD1, 0x26, 0x9E],
        Method::Bits56 => &[0xD1],
        Method::Bits128 | Method::Fips => return key,
    };
    key.truncate(8);
    for (byte, salt) in key.iter_mut().zip(salt) {
        *byte = *salt;
    }
    key
}

/// 160 bits to 192: the first byte again at the end, then seven bits to a byte, the lowest
/// first, and odd parity in the lowest bit of each (MS-RDPBCGR 5.3.5.2).
fn triple_des_key(hash: &[u8; 20]) -> Vec<u8> {
    let bits: Vec<bool> = hash
        .iter()
        .chain(hash.first())
        .flat_map(|byte| (0..8).map(move |bit| byte >> bit & 1 == 1))
        .collect();
    bits.chunks(7)
        .map(|chunk| {
            let byte = chunk
                .iter()
                .rev()
                .fold(0_u8, |byte, bit| byte << 1 | u8::from(*bit));
            let even = (byte >> 1).count_ones().is_multiple_of(2);
            byte & 0xFE | u8::from(even)
        })
        .collect()
}

fn first(bytes: &[u8], count: usize) -> &[u8] {
    bytes.get(..count).unwrap_or(bytes)
}

fn last(bytes: &[u8], count: usize) -> &[u8] {
    let start = bytes.len().saturating_sub(count);
    bytes.get(start..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn randoms() -> (Vec<u8>, Vec<u8>) {
        ((0..32).collect(), (100..132).collect())
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn the_keys_are_those_of_a_second_implementation() {
        let (client, server) = randoms();
        for (method, mac, client_to_server, updated) in [
            (
                Method::Bits128,
                "45a25bfe445bf79ca30d377a0e382862",
                "95f38defe19fe0c437c6aa460023311a",
                "1871d3c56de58440fb39d753166feaa3",
            ),
            (
                Method::Bits56,
                "d1a25bfe445bf79c",
                "d1f38defe19fe0c4",
                "d1927d01fdc9f0d0",
            ),
            (
                Method::Bits40,
                "d1269efe445bf79c",
                "d1269eefe19fe0c4",
                "d1269ee0e42f41bd",
            ),
            (
                Method::Fips,
                "4d5932b5d8607d9e8a09f0cfa05653ce4d6e58fd",
                "4f2a622c430e7c13430d3d2c4323261368206b135b195b67",
                "4f2a622c430e7c13430d3d2c4323261368206b135b195b67",
            ),
        ] {
            let keys = Keys::derive(method, &client, &server);
            assert_eq!(hex(&keys.mac), mac);
            let key = &keys.client_to_server;
            assert_eq!(hex(key), client_to_server);
            assert_eq!(hex(&update(method, key, key)), updated);
        }
    }

    #[test]
    fn the_example_of_the_fips_expansion_holds() {
        // MS-RDPBCGR 5.3.5.2: D1 5E C4 7E DA ... becomes 51 3D 10 76 26 ...
        let mut hash = [0; 20];
        hash[..5].copy_from_slice(&[0xD1, 0x5E, 0xC4, 0x7E, 0xDA]);
        let key = triple_des_key(&hash);
        assert_eq!(key.len(), 24);
        assert_eq!(key[..5], [0x51, 0x3D, 0x10, 0x76, 0x26]);
        assert!(key.iter().all(|byte| byte.count_ones() % 2 == 1));
    }

    #[test]
    fn weak_keys_are_64_bits_with_a_known_start() {
        let (client, server) = randoms();
        for (method, start) in [
            (Method::Bits40, &[0xD1, 0x26, 0x9E][..]),
            (Method::Bits56, &[0xD1]),
        ] {
            let keys = Keys::derive(method, &client, &server);
            for key in [&keys.mac, &keys.client_to_server, &keys.server_to_client] {
                assert_eq!(key.len(), 8);
                assert!(key.starts_with(start));
            }
            let updated = update(method, &keys.client_to_server, &keys.client_to_server);
            assert!(updated.len() == 8 && updated.starts_with(start));
            assert_ne!(updated, keys.client_to_server);
        }
    }

    #[test]
    fn the_directions_have_keys_of_their_own() {
        let (client, server) = randoms();
        for method in Method::ALL {
            let keys = Keys::derive(method, &client, &server);
            assert_ne!(keys.client_to_server, keys.server_to_client);
        }
    }

    #[test]
    fn randoms_of_any_length_give_keys_that_a_cipher_takes() {
        for method in Method::ALL {
            let usual = Keys::derive(method, &[1; 32], &[2; 32]);
            for length in [0, 2, 31, 33] {
                let keys = Keys::derive(method, &[1; 32], &vec![2; length]);
                assert_eq!(keys.mac.len(), usual.mac.len());
                assert_eq!(keys.client_to_server.len(), usual.client_to_server.len());
            }
        }
    }
}
