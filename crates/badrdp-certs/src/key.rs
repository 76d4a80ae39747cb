//! A private key: made, kept as PKCS #8, and used to sign certificates.
//!
//! ring signs where it can. The `rsa` crate makes RSA keys, which ring cannot, and signs
//! what ring refuses: SHA-1, MD5, and anything below 2048 bits.

use std::fmt;
use std::sync::{Arc, OnceLock};

use badrdp_tls::PrivateKey;
use badrdp_tls::identity::RsaKeyPair;
use md5::Md5;
use rcgen::{KeyPair, PublicKeyData, SignatureAlgorithm, SigningKey};
use rsa::pkcs1::EncodeRsaPublicKey;
use rsa::pkcs8::der::pem;
use rsa::pkcs8::{self, LineEnding};
use rsa::traits::PublicKeyParts;
use rsa::{Pkcs1v15Sign, RsaPrivateKey};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

use crate::{Digest, Error, KeyType};

/// A private key of the lab.
pub(crate) struct Key {
    kind: KeyType,
    /// As in the BIT STRING of a SubjectPublicKeyInfo.
    public: Vec<u8>,
    material: Material,
}

enum Material {
    /// ECDSA and Ed25519.
    Ring { pair: KeyPair, pkcs8: Arc<Vec<u8>> },
    /// RSA; with a pair where ring accepts the size, because it signs faster, made for the first
    /// signature.
    Rsa {
        key: Arc<RsaKeyPair>,
        pair: OnceLock<Option<KeyPair>>,
    },
}

impl Key {
    /// Makes a new key. RSA takes from a tenth of a second to several seconds.
    pub(crate) fn generate(kind: KeyType) -> Result<Self, Error> {
        if let Some(bits) = kind.rsa_bits() {
            let key = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, bits)
                .map_err(|error| unusable(kind, &error))?;
            let key = key
                .try_into()
                .map_err(|error: pkcs8::Error| unusable(kind, &error))?;
            return Self::rsa(kind, key);
        }
        let pair =
            KeyPair::generate_for(algorithm(kind)).map_err(|error| unusable(kind, &error))?;
        Ok(Self::ring(kind, pair))
    }

    /// Reads what [`Key::to_pem`] wrote, if it is a key of this kind.
    pub(crate) fn from_pem(kind: KeyType, text: &[u8]) -> Option<Self> {
        let (label, pkcs8) = pem::decode_vec(text).ok()?;
        if label != PEM_LABEL {
            return None;
        }
        if let Some(bits) = kind.rsa_bits() {
            let key = RsaKeyPair::from_pkcs8(pkcs8).ok()?;
            return (key.n().bits() == bits)
                .then(|| Self::rsa(kind, key).ok())
                .flatten();
        }
        let pair = KeyPair::try_from(pkcs8).ok()?;
        (pair.algorithm() == algorithm(kind)).then(|| Self::ring(kind, pair))
    }

    /// The key as a PEM file. It is secret.
    pub(crate) fn to_pem(&self) -> Result<String, Error> {
        let der = match &self.material {
            Material::Ring { pkcs8, .. } => pkcs8,
            Material::Rsa { key, .. } => key.pkcs8(),
        };
        pem::encode_string(PEM_LABEL, LineEnding::LF, der)
            .map_err(|error| unusable(self.kind, &error))
    }

    /// The key as a TLS server takes it.
    pub(crate) fn private(&self) -> PrivateKey {
        match &self.material {
            Material::Ring { pkcs8, .. } => PrivateKey::Pkcs8(Arc::clone(pkcs8)),
            Material::Rsa { key, .. } => PrivateKey::Rsa(Arc::clone(key)),
        }
    }

    /// Signs a message as the issuer of a certificate does.
    ///
    /// INVARIANT: a digest other than SHA-256 comes with an RSA key; recipes are checked.
    pub(crate) fn sign(&self, digest: Digest, message: &[u8]) -> Result<Vec<u8>, Error> {
        let by_ring = |pair: &KeyPair| {
            let signed = pair.sign(message);
            signed.map_err(|error| unusable(self.kind, &error))
        };
        let (key, pair) = match &self.material {
            Material::Ring { pair, .. } => return by_ring(pair),
            Material::Rsa { key, pair } => (key, pair),
        };
        let signed = match digest {
            Digest::Md5 => key.sign(Pkcs1v15Sign::new::<Md5>(), &Md5::digest(message)),
            Digest::Sha1 => key.sign(Pkcs1v15Sign::new::<Sha1>(), &Sha1::digest(message)),
            Digest::Sha256 => match pair.get_or_init(|| KeyPair::try_from(key.pkcs8()).ok()) {
                Some(pair) => return by_ring(pair),
                None => key.sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message)),
            },
        };
        signed.map_err(|error| unusable(self.kind, &error))
    }

    /// A short word for the public key, to tell one authority from the next.
    pub(crate) fn fingerprint(&self) -> String {
        let hash = Sha256::digest(self.subject_public_key_info());
        hash[..4].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn ring(kind: KeyType, pair: KeyPair) -> Self {
        let public = pair.public_key_raw().to_vec();
        let pkcs8 = Arc::new(pair.serialize_der());
        Self {
            kind,
            public,
            material: Material::Ring { pair, pkcs8 },
        }
    }

    fn rsa(kind: KeyType, key: RsaKeyPair) -> Result<Self, Error> {
        let public = key
            .to_public_key()
            .to_pkcs1_der()
            .map_err(|e| unusable(kind, &e))?;
        let material = Material::Rsa {
            key: Arc::new(key),
            pair: OnceLock::new(),
        };
        Ok(Self {
            kind,
            public: public.into_vec(),
            material,
        })
    }
}

impl PublicKeyData for Key {
    fn der_bytes(&self) -> &[u8] {
        &self.public
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        algorithm(self.kind)
    }
}

impl fmt::Debug for Key {
    // A key must never reach a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({}, ..)", self.kind.as_str())
    }
}

const PEM_LABEL: &str = "PRIVATE KEY";

fn algorithm(kind: KeyType) -> &'static SignatureAlgorithm {
    match kind {
        KeyType::Ed25519 => &rcgen::PKCS_ED25519,
        KeyType::P256 => &rcgen::PKCS_ECDSA_P256_SHA256,
        KeyType::P384 => &rcgen::PKCS_ECDSA_P384_SHA384,
        KeyType::Rsa1024 | KeyType::Rsa2048 | KeyType::Rsa4096 | KeyType::Rsa512 => {
            &rcgen::PKCS_RSA_SHA256
        }
    }
}

fn unusable(kind: KeyType, reason: &impl fmt::Display) -> Error {
    Error::Key {
        key: kind.as_str().to_owned(),
        reason: reason.to_string(),
    }
}
