//! The half of an RSA key that a certificate shows.

use num_bigint_dig::BigUint;

use crate::standard_security::rsa;

/// An RSA public key, as RSA_PUBLIC_KEY has it (MS-RDPBCGR 2.2.1.4.3.1.1.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    /// Least significant byte first, without padding.
    pub modulus: Vec<u8>,
    /// Mostly 65537.
    pub exponent: u32,
}

impl PublicKey {
    /// Encrypts the client's random or a premaster secret (MS-RDPBCGR 5.3.4.1): little-endian
    /// in and out, as long as the modulus; `None` where the modulus is of no use.
    #[must_use]
    pub fn encrypt(&self, plain: &[u8]) -> Option<Vec<u8>> {
        let modulus = BigUint::from_bytes_le(&self.modulus);
        rsa::power(plain, &BigUint::from(self.exponent), &modulus)
    }
}
