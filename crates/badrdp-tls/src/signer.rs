//! Signs for rustls with keys that ring refuses, and signs wrongly where that is wanted.
//!
//! It does not blind: a lab key is no secret worth a timing attack. PSS salts come from
//! the key and the message, so that the same handshake bytes give the same signature.

use std::fmt;
use std::sync::Arc;

use rsa::traits::{PrivateKeyParts, PublicKeyParts};
use rsa::{Pkcs1v15Sign, Pss};
use rustls::sign::{Signer, SigningKey};
use rustls::{Error, SignatureAlgorithm, SignatureScheme};
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::identity::RsaKeyPair;
use crate::random::Stream;

/// An RSA key of any size.
pub(crate) struct RsaKey(pub(crate) Arc<RsaKeyPair>);

/// Another key, whose signatures all come out wrong: the last byte is flipped.
#[derive(Debug)]
pub(crate) struct WrongKey(pub(crate) Arc<dyn SigningKey>);

impl SigningKey for RsaKey {
    fn choose_scheme(&self, offered: &[SignatureScheme]) -> Option<Box<dyn Signer>> {
        let scheme = SCHEMES
            .iter()
            .map(|(scheme, ..)| *scheme)
            .find(|scheme| offered.contains(scheme) && fits(*scheme, self.0.size()))?;
        Some(Box::new(RsaSigner {
            key: Arc::clone(&self.0),
            scheme,
        }))
    }

    fn algorithm(&self) -> SignatureAlgorithm {
        SignatureAlgorithm::RSA
    }
}

impl fmt::Debug for RsaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RsaKey({} bits)", self.0.size() * 8)
    }
}

struct RsaSigner {
    key: Arc<RsaKeyPair>,
    scheme: SignatureScheme,
}

impl Signer for RsaSigner {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        let signed = match self.scheme {
            SignatureScheme::RSA_PKCS1_SHA256 => self.pkcs1::<Sha256>(message),
            SignatureScheme::RSA_PKCS1_SHA384 => self.pkcs1::<Sha384>(message),
            SignatureScheme::RSA_PKCS1_SHA512 => self.pkcs1::<Sha512>(message),
            SignatureScheme::RSA_PSS_SHA256 => self.pss::<Sha256>(message),
            SignatureScheme::RSA_PSS_SHA384 => self.pss::<Sha384>(message),
            SignatureScheme::RSA_PSS_SHA512 => self.pss::<Sha512>(message),
            _ => Err(rsa::Error::InvalidPaddingScheme),
        };
        signed.map_err(|error| Error::General(format!("cannot sign: {error}")))
    }

    fn scheme(&self) -> SignatureScheme {
        self.scheme
    }
}

impl RsaSigner {
    fn pkcs1<D>(&self, message: &[u8]) -> rsa::Result<Vec<u8>>
    where
        D: Digest + rsa::pkcs8::AssociatedOid,
    {
        self.key.sign(Pkcs1v15Sign::new::<D>(), &D::digest(message))
    }

    fn pss<D>(&self, message: &[u8]) -> rsa::Result<Vec<u8>>
    where
        D: 'static + Digest + sha2::digest::DynDigest + Send + Sync,
    {
        let salt = <D as Digest>::output_size();
        let hashed = <D as Digest>::digest(message);
        let padding = Pss::new_with_salt::<D>(salt);
        self.key
            .sign_with_rng(&mut self.salts(&hashed), padding, &hashed)
    }

    fn salts(&self, hashed: &[u8]) -> Stream {
        let mut seed = Sha256::new();
        seed.update(self.key.d().to_bytes_be());
        seed.update(hashed);
        Stream::new(seed.finalize().into())
    }
}

impl fmt::Debug for RsaSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RsaSigner({:?})", self.scheme)
    }
}

impl SigningKey for WrongKey {
    fn choose_scheme(&self, offered: &[SignatureScheme]) -> Option<Box<dyn Signer>> {
        let signer = self.0.choose_scheme(offered)?;
        Some(Box::new(WrongSigner(signer)))
    }

    fn algorithm(&self) -> SignatureAlgorithm {
        self.0.algorithm()
    }
}

#[derive(Debug)]
struct WrongSigner(Box<dyn Signer>);

impl Signer for WrongSigner {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        let mut signature = self.0.sign(message)?;
        if let Some(last) = signature.last_mut() {
            *last ^= 0xff;
        }
        Ok(signature)
    }

    fn scheme(&self) -> SignatureScheme {
        self.0.scheme()
    }
}

/// Whether a modulus of `size` bytes has room for the padding (RFC 8017 9.1.1, 9.2).
fn fits(scheme: SignatureScheme, size: usize) -> bool {
    let found = SCHEMES.iter().find(|(other, ..)| *other == scheme);
    found.is_some_and(|(_, hash, pss)| {
        let needed = if *pss {
            2 * hash + 2 /* salt as long as the hash */
        } else {
            hash + 19 /* DigestInfo */ + 11 /* 00 01 ff*8 00 */
        };
        size >= needed
    })
}

/// Scheme, size of its hash, whether it is PSS; in the order of preference.
const SCHEMES: &[(SignatureScheme, usize, bool)] = &[
    (SignatureScheme::RSA_PSS_SHA256, 32, true),
    (SignatureScheme::RSA_PSS_SHA384, 48, true),
    (SignatureScheme::RSA_PSS_SHA512, 64, true),
    (SignatureScheme::RSA_PKCS1_SHA256, 32, false),
    (SignatureScheme::RSA_PKCS1_SHA384, 48, false),
    (SignatureScheme::RSA_PKCS1_SHA512, 64, false),
];

#[cfg(test)]
mod tests {
    use rsa::RsaPrivateKey;

    use super::*;

    fn key(bits: usize) -> RsaKey {
        let key = RsaPrivateKey::new(&mut Stream::new([3; 32]), bits).unwrap();
        RsaKey(Arc::new(key.try_into().unwrap()))
    }

    #[test]
    fn a_weak_key_signs_with_every_scheme_that_fits() {
        let key = key(1024);
        let public = key.0.to_public_key();
        let hashed = Sha256::digest(b"message");
        for (scheme, ..) in SCHEMES {
            let Some(signer) = key.choose_scheme(&[*scheme]) else {
                assert_eq!(*scheme, SignatureScheme::RSA_PSS_SHA512, "130 bytes in 128");
                continue;
            };
            let signature = signer.sign(b"message").unwrap();
            assert_eq!(
                signature,
                signer.sign(b"message").unwrap(),
                "same bytes every time"
            );
            match *scheme {
                SignatureScheme::RSA_PKCS1_SHA256 => {
                    public
                        .verify(Pkcs1v15Sign::new::<Sha256>(), &hashed, &signature)
                        .unwrap();
                }
                SignatureScheme::RSA_PSS_SHA256 => {
                    public
                        .verify(Pss::new::<Sha256>(), &hashed, &signature)
                        .unwrap();
                }
                _ => assert_eq!(signature.len(), 128),
            }
        }
    }

    #[test]
    fn rsa_512_has_no_room_for_pss() {
        let key = key(512);
        let offered = SCHEMES
            .iter()
            .map(|(scheme, ..)| *scheme)
            .collect::<Vec<_>>();
        let signer = key.choose_scheme(&offered).unwrap();
        assert_eq!(signer.scheme(), SignatureScheme::RSA_PKCS1_SHA256);
        assert!(signer.sign(b"message").is_ok());
    }

    #[test]
    fn a_wrong_signature_differs_in_its_last_byte_only() {
        let right = key(512);
        let offered = [SignatureScheme::RSA_PKCS1_SHA256];
        let good = right.choose_scheme(&offered).unwrap().sign(b"x").unwrap();
        let wrong = WrongKey(Arc::new(right));
        let bad = wrong.choose_scheme(&offered).unwrap().sign(b"x").unwrap();
        assert_eq!(good[..63], bad[..63]);
        assert_ne!(good[63], bad[63]);
    }
}
