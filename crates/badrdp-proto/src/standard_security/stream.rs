//! The ciphers, as a stream of packets: RC4 and Triple DES (MS-RDPBCGR 5.3.6).

use std::fmt;

use cbc::cipher::{BlockDecryptMut, BlockEncryptMut, KeyIvInit};
use des::TdesEde3;
use des::cipher::generic_array::GenericArray;
use rc4::consts::{U8, U16};
use rc4::{KeyInit, Rc4, StreamCipher};

/// The initialization vector of Triple DES (MS-RDPBCGR 5.3.6.2).
pub const INITIALIZATION_VECTOR: [u8; BLOCK_LEN] = [0x12, 0x34, 0x56, 0x78, 0x90, 0xAB, 0xCD, 0xEF];

/// The bytes of one block of Triple DES.
pub const BLOCK_LEN: usize = 8;

/// One direction's cipher. Its state goes on from packet to packet.
pub enum Stream {
    /// RC4 with 64-bit keys.
    Rc4Short(Box<Rc4<U8>>),
    /// RC4 with 128-bit keys.
    Rc4Long(Box<Rc4<U16>>),
    /// Triple DES in CBC mode, sending.
    Encrypt(Box<cbc::Encryptor<TdesEde3>>),
    /// Triple DES in CBC mode, receiving.
    Decrypt(Box<cbc::Decryptor<TdesEde3>>),
    /// A key of no known length encrypts nothing.
    Plain,
}

impl Stream {
    /// The cipher of what is sent with `key`: 8 and 16 bytes mean RC4, 24 Triple DES.
    #[must_use]
    pub fn sending(key: &[u8]) -> Self {
        cbc::Encryptor::new_from_slices(key, &INITIALIZATION_VECTOR)
            .map_or_else(|_| Self::rc4(key), |cbc| Self::Encrypt(Box::new(cbc)))
    }

    /// The cipher of what is received with `key`.
    #[must_use]
    pub fn receiving(key: &[u8]) -> Self {
        cbc::Decryptor::new_from_slices(key, &INITIALIZATION_VECTOR)
            .map_or_else(|_| Self::rc4(key), |cbc| Self::Decrypt(Box::new(cbc)))
    }

    /// Encrypts or decrypts one packet in place. Triple DES leaves what is behind the
    /// last whole block as it is.
    pub fn apply(&mut self, packet: &mut [u8]) {
        match self {
            Self::Rc4Short(rc4) => rc4.apply_keystream(packet),
            Self::Rc4Long(rc4) => rc4.apply_keystream(packet),
            Self::Encrypt(cbc) => {
                for block in packet.chunks_exact_mut(BLOCK_LEN) {
                    cbc.encrypt_block_mut(GenericArray::from_mut_slice(block));
                }
            }
            Self::Decrypt(cbc) => {
                for block in packet.chunks_exact_mut(BLOCK_LEN) {
                    cbc.decrypt_block_mut(GenericArray::from_mut_slice(block));
                }
            }
            Self::Plain => {}
        }
    }

    fn rc4(key: &[u8]) -> Self {
        if let Ok(rc4) = Rc4::new_from_slice(key) {
            return Self::Rc4Long(Box::new(rc4));
        }
        Rc4::new_from_slice(key).map_or(Self::Plain, |rc4| Self::Rc4Short(Box::new(rc4)))
    }
}

/// Says no secret.
impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rc4Short(_) | Self::Rc4Long(_) => "Rc4",
            Self::Encrypt(_) | Self::Decrypt(_) => "TripleDes",
            Self::Plain => "Plain",
        })
    }
}

/// RC4 from the start of `key`'s stream, over `bytes` in place.
pub fn rc4(key: &[u8], bytes: &mut [u8]) {
    Stream::rc4(key).apply(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rc4_gives_the_key_stream_of_rfc_6229() {
        // RFC 6229 section 2: 64-bit key 01 to 08, 128-bit key 01 to 10.
        for (length, stream) in [
            (8, [0x97, 0xAB, 0x8A, 0x1B, 0xF0, 0xAF, 0xB9, 0x61]),
            (16, [0x9A, 0xC7, 0xCC, 0x9A, 0x60, 0x9D, 0x1E, 0xF7]),
        ] {
            let key: Vec<u8> = (1..=length).collect();
            let mut bytes = [0; 8];
            rc4(&key, &mut bytes);
            assert_eq!(bytes, stream);
        }
    }

    #[test]
    fn the_chain_of_triple_des_goes_on_from_packet_to_packet() {
        let key: Vec<u8> = (0..24).collect();
        let (mut one, mut two) = ([7; 16], [7; 16]);
        Stream::sending(&key).apply(&mut one);
        let mut halves = Stream::sending(&key);
        for half in two.chunks_mut(8) {
            halves.apply(half);
        }
        assert_eq!(one, two);
        Stream::receiving(&key).apply(&mut one);
        assert_eq!(one, [7; 16]);
    }

    #[test]
    fn half_a_block_stays_as_it_is() {
        let mut bytes = [7; 11];
        Stream::sending(&[1; 24]).apply(&mut bytes);
        assert_eq!(bytes[8..], [7; 3]);
        assert_ne!(bytes[..8], [7; 8]);
    }
}
