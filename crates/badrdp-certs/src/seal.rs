//! How a certificate is signed, and broken.
//!
//! rcgen writes what is to be signed (the TBSCertificate). This module may change it in
//! ways that rcgen refuses (version 1, SHA-1, MD5), has it signed, and breaks the result
//! if the recipe asks for that. Certificate, [RFC 5280 4.1]:
//!
//! ```text
//! SEQUENCE { TBSCertificate, AlgorithmIdentifier, BIT STRING }
//!            SEQUENCE { [0] version, serial, AlgorithmIdentifier, issuer, validity,
//!                       subject, SubjectPublicKeyInfo, [3] extensions }
//! ```
//!
//! [RFC 5280 4.1]: https://www.rfc-editor.org/rfc/rfc5280#section-4.1

use std::sync::Arc;

use rcgen::{CertificateParams, Issuer, PublicKeyData, SignatureAlgorithm, SigningKey};

use crate::certificate::Certificate;
use crate::der::{self, tag};
use crate::key::Key;
use crate::recipe::Version;
use crate::{Damage, Digest, Recipe};

/// How a certificate is signed, and broken.
pub(crate) struct Seal {
    pub(crate) damage: Option<Damage>,
    pub(crate) digest: Digest,
    pub(crate) version: Version,
}

impl Seal {
    /// Version 3, SHA-256, unbroken: what authorities get.
    pub(crate) const SOUND: Self = Self {
        damage: None,
        digest: Digest::Sha256,
        version: Version::V3,
    };

    pub(crate) fn of(recipe: &Recipe) -> Self {
        Self {
            damage: recipe.damage,
            digest: recipe.signature,
            version: recipe.version,
        }
    }

    /// The certificate; it is signed when it is wanted. The issuer is named by its own
    /// parameters.
    pub(crate) fn apply(
        self,
        params: &CertificateParams,
        subject_key: &Key,
        issuer: &CertificateParams,
        issuer_key: &Arc<Key>,
    ) -> Result<Certificate, SealError> {
        let issuer = Issuer::from_params(issuer, Unsigned(issuer_key));
        let written = params.signed_by(subject_key, &issuer)?;
        let tbs = self
            .to_be_signed(written.der())
            .ok_or(SealError::NotACertificate)?;
        let algorithm = signature_algorithm(&tbs).ok_or(SealError::NotACertificate)?;
        let algorithm = algorithm.to_vec();
        let key = Arc::clone(issuer_key);
        Ok(Certificate::new(move || self.sign(&key, &tbs, &algorithm)))
    }

    fn sign(&self, key: &Key, tbs: &[u8], algorithm: &[u8]) -> Vec<u8> {
        // INVARIANT: every kind of key can sign every digest that recipes allow it. Should the
        // key refuse, clients get a certificate with an empty signature.
        let mut signature = key.sign(self.digest, tbs).unwrap_or_default();
        if let (Some(Damage::Signature), Some(last)) = (self.damage, signature.last_mut()) {
            *last ^= 1;
        }
        let bits = [&[0 /* unused bits */], &signature[..]].concat();
        let signature = der::element(tag::BIT_STRING, &bits);
        let mut certificate = der::sequence([tbs, algorithm, &signature]);
        if self.damage == Some(Damage::Length) {
            lengthen_signed_part(&mut certificate);
        }
        certificate
    }

    fn to_be_signed(&self, certificate: &[u8]) -> Option<Vec<u8>> {
        let tbs = *der::elements(der::content(certificate)?)?.first()?;
        let weak = self.digest.weak_algorithm();
        let fields = der::elements(der::content(tbs)?)?;
        let fields = fields.into_iter().enumerate().filter_map(|(index, field)| {
            match (index, field.first().copied(), &weak, self.version) {
                (_, Some(tag::VERSION | tag::EXTENSIONS), _, Version::V1) => None,
                (SIGNATURE_ALGORITHM, _, Some(weak), _) => Some(&weak[..]),
                _ => Some(field),
            }
        });
        Some(der::sequence(fields))
    }
}

/// Why a certificate was not sealed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SealError {
    #[error(transparent)]
    Build(#[from] rcgen::Error),
    #[error("rcgen wrote what is no certificate")]
    NotACertificate,
}

/// The place of the algorithm in a TBSCertificate that has a version.
const SIGNATURE_ALGORITHM: usize = 2;

impl Digest {
    /// The AlgorithmIdentifier that rcgen does not know, for an RSA key.
    fn weak_algorithm(self) -> Option<Vec<u8>> {
        let last = match self {
            Self::Md5 => 4,
            Self::Sha1 => 5,
            Self::Sha256 => return None,
        };
        let oid = der::oid(&[1, 2, 840, 113_549, 1, 1, last]);
        Some(der::sequence([&oid[..], &der::element(tag::NULL, &[])]))
    }
}

/// The algorithm inside of the signed part, which is repeated outside of it.
fn signature_algorithm(tbs: &[u8]) -> Option<&[u8]> {
    let fields = der::elements(der::content(tbs)?)?;
    // The version is left out of version 1, so the algorithm follows the serial number.
    let versioned = *fields.first()?.first()? == tag::VERSION;
    fields
        .get(if versioned {
            SIGNATURE_ALGORITHM
        } else {
            SIGNATURE_ALGORITHM - 1
        })
        .copied()
}

/// Adds one to the length of the TBSCertificate, so that it swallows the next element's tag.
///
/// INVARIANT: it is a certificate; anything else is left alone.
fn lengthen_signed_part(certificate: &mut [u8]) {
    let low_byte = der::head(certificate).and_then(|(outer, _)| {
        let (inner, _) = der::head(certificate.get(outer..)?)?;
        Some(outer + inner - 1)
    });
    if let Some(byte) = low_byte.and_then(|index| certificate.get_mut(index)) {
        *byte = byte.wrapping_add(1);
    }
}

/// Makes rcgen write a certificate without signing it: it is signed after the changes.
struct Unsigned<'a>(&'a Key);

impl PublicKeyData for Unsigned<'_> {
    fn der_bytes(&self) -> &[u8] {
        self.0.der_bytes()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        self.0.algorithm()
    }
}

impl SigningKey for Unsigned<'_> {
    fn sign(&self, _: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        Ok(Vec::new())
    }
}
