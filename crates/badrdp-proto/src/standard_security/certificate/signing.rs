//! The Terminal Services Signing Key and what it signs (MS-RDPBCGR 5.3.3.1).
//!
//! The private half has been published in the standard, so that everybody can sign
//! proprietary certificates. The signature proves nothing.

use num_bigint_dig::BigUint;

use crate::standard_security::keys::md5;
use crate::standard_security::rsa;

/// The bytes of a signature, without its padding.
pub const SIGNATURE_LEN: usize = 64;

/// The signature over the six fields in front of it (MS-RDPBCGR 5.3.3.1.2), little-endian.
#[must_use]
pub fn sign(fields: &[u8]) -> Vec<u8> {
    rsa::power(&padded_hash(fields), &private_exponent(), &modulus()).unwrap_or_default()
}

/// Whether `signature` is the signing key's over `fields` (MS-RDPBCGR 5.3.3.1.3).
#[must_use]
pub fn verify(fields: &[u8], signature: &[u8]) -> bool {
    let mut expected = padded_hash(fields);
    expected.push(0);
    rsa::power(signature, &public_exponent(), &modulus()) == Some(expected)
}

/// The modulus.
#[must_use]
pub fn modulus() -> BigUint {
    BigUint::from_bytes_le(&MODULUS)
}

/// The public exponent, 0xC0887B5B.
#[must_use]
pub fn public_exponent() -> BigUint {
    BigUint::from(0xC088_7B5B_u32)
}

/// The private exponent.
#[must_use]
pub fn private_exponent() -> BigUint {
    BigUint::from_bytes_le(&PRIVATE_EXPONENT)
}

/// MD5, a zero byte, 45 bytes of 0xFF and 1: 63 bytes, little-endian (MS-RDPBCGR 5.3.3.1.2).
fn padded_hash(fields: &[u8]) -> Vec<u8> {
    let mut padded = md5(&[fields]).to_vec();
    padded.push(0);
    padded.resize(SIGNATURE_LEN - 2, 0xFF);
    padded.push(1);
    padded
}

/// Little-endian, as MS-RDPBCGR 5.3.3.1.1 prints it.
const MODULUS: [u8; SIGNATURE_LEN] = [
    0x3D, 0x3A, 0x5E, 0xBD, 0x72, 0x43, 0x3E, 0xC9, 0x4D, 0xBB, 0xC1, 0x1E, 0x4A, 0xBA, 0x5F, 0xCB,
    0x3E, 0x88, 0x20, 0x87, 0xEF, 0xF5, 0xC1, 0xE2, 0xD7, 0xB7, 0x6B, 0x9A, 0xF2, 0x52, 0x45, 0x95,
    0xCE, 0x63, 0x65, 0x6B, 0x58, 0x3A, 0xFE, 0xEF, 0x7C, 0xE7, 0xBF, 0xFE, 0x3D, 0xF6, 0x5C, 0x7D,
    0x6C, 0x5E, 0x06, 0x09, 0x1A, 0xF5, 0x61, 0xBB, 0x20, 0x93, 0x09, 0x5F, 0x05, 0x6D, 0xEA, 0x87,
];

/// Little-endian, as MS-RDPBCGR 5.3.3.1.1 prints it.
const PRIVATE_EXPONENT: [u8; SIGNATURE_LEN] = [
    0x87, 0xA7, 0x19, 0x32, 0xDA, 0x11, 0x87, 0x55, 0x58, 0x00, 0x16, 0x16, 0x25, 0x65, 0x68, 0xF8,
    0x24, 0x3E, 0xE6, 0xFA, 0xE9, 0x67, 0x49, 0x94, 0xCF, 0x92, 0xCC, 0x33, 0x99, 0xE8, 0x08, 0x60,
    0x17, 0x9A, 0x12, 0x9F, 0x24, 0xDD, 0xB1, 0x24, 0x99, 0xC7, 0x3A, 0xB8, 0x0A, 0x7B, 0x0D, 0xDD,
    0x35, 0x07, 0x79, 0x17, 0x0B, 0x51, 0x9B, 0xB3, 0xC7, 0x10, 0x01, 0x13, 0xE7, 0x3F, 0xF3, 0x5F,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_key_signs_verifies_and_nothing_else() {
        let signature = sign(b"six fields");
        assert_eq!(signature.len(), SIGNATURE_LEN);
        assert!(verify(b"six fields", &signature));
        assert!(!verify(b"six field", &signature));
        assert!(!verify(b"six fields", &signature[1..]));
    }

    #[test]
    fn the_padded_hash_is_63_bytes() {
        let padded = padded_hash(b"");
        assert_eq!(padded.len(), 63);
        assert_eq!(padded[16], 0);
        assert_eq!(padded[17..62], [0xFF; 45]);
        assert_eq!(padded[62], 1);
    }
}
