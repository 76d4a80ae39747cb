//! The server's RSA key, and the certificates that show it to the client.

use std::fmt;

use num_bigint_dig::BigUint;

use super::certificate::{self, PublicKey};
use super::rsa;
use crate::message::Message;

/// The server's RSA key pair, from outside: this crate makes none.
#[derive(Clone, PartialEq, Eq)]
pub struct ServerKey {
    modulus: BigUint,
    public_exponent: BigUint,
    private_exponent: BigUint,
}

impl ServerKey {
    /// A key from its parts, each most significant byte first.
    #[must_use]
    pub fn new(modulus: &[u8], public_exponent: &[u8], private_exponent: &[u8]) -> Self {
        Self {
            modulus: BigUint::from_bytes_be(modulus),
            public_exponent: BigUint::from_bytes_be(public_exponent),
            private_exponent: BigUint::from_bytes_be(private_exponent),
        }
    }

    /// The Terminal Services Signing Key that everybody knows (MS-RDPBCGR 5.3.3.1.1), fit
    /// for samples and tests: a key pair that is no secret.
    #[must_use]
    pub fn published() -> Self {
        Self {
            modulus: certificate::signing::modulus(),
            public_exponent: certificate::signing::public_exponent(),
            private_exponent: certificate::signing::private_exponent(),
        }
    }

    /// The half that the client gets to know.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        let exponent = self.public_exponent.to_bytes_le();
        let mut four = [0; 4];
        for (to, from) in four.iter_mut().zip(exponent) {
            *to = from;
        }
        PublicKey {
            modulus: self.modulus.to_bytes_le(),
            exponent: u32::from_le_bytes(four),
        }
    }

    /// Decrypts the client's random or a premaster secret (MS-RDPBCGR 5.3.4.2): little-endian
    /// in and out, zeros behind the value, as long as the modulus. What a key of no use
    /// decrypts is empty.
    #[must_use]
    pub fn decrypt(&self, encrypted: &[u8]) -> Vec<u8> {
        rsa::power(encrypted, &self.private_exponent, &self.modulus).unwrap_or_default()
    }

    /// Its proprietary certificate, correctly signed (MS-RDPBCGR 2.2.1.4.3.1.1).
    #[must_use]
    pub fn proprietary_certificate(&self) -> Message {
        certificate::proprietary(&self.public(), certificate::Signature::Right)
    }
}

/// Says no secret.
impl fmt::Debug for ServerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerKey")
            .field("bits", &self.modulus.bits())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_public_half_encrypts_the_key_decrypts() {
        let key = ServerKey::published();
        let random: Vec<u8> = (1..=32).collect();
        let encrypted = key.public().encrypt(&random).unwrap();
        assert_eq!(encrypted.len(), 64);
        assert_eq!(key.decrypt(&encrypted)[..32], random);
        assert_eq!(key.decrypt(&encrypted)[32..], [0; 32]);
    }

    #[test]
    fn big_endian_parts_make_the_same_key() {
        let published = ServerKey::published();
        let public = published.public();
        let modulus: Vec<u8> = public.modulus.iter().rev().copied().collect();
        let private = certificate::signing::private_exponent().to_bytes_be();
        let key = ServerKey::new(&modulus, &public.exponent.to_be_bytes(), &private);
        assert_eq!(key, published);
    }

    #[test]
    fn a_key_of_no_use_decrypts_nothing() {
        assert_eq!(ServerKey::new(&[], &[], &[]).decrypt(&[1, 2, 3]), []);
    }
}
