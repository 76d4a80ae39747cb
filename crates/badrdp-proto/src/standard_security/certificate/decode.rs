//! The decoder of SERVER_CERTIFICATE, for the client's side (MS-RDPBCGR 2.2.1.4.3.1).

use super::proprietary::{MAGIC, PADDING, RSA_KEY_BLOB, RSA_SIGNATURE_BLOB};
use super::public_key::PublicKey;
use super::signing;
use super::{TEMPORARY, VERSION_1, VERSION_2};
use crate::length::size;
use crate::reader::{Reader, TooShort};

/// The most certificates of a chain that are read (MS-RDPELE 2.2.1.4.2 allows 200).
pub const MAX_CERTIFICATES: u32 = 200;

/// What a server shows as its certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerCertificate {
    /// RDP's own.
    Proprietary(Proprietary),
    /// DER certificates, the root first and the server's last.
    X509(Vec<Vec<u8>>),
}

/// PROPRIETARYSERVERCERTIFICATE (MS-RDPBCGR 2.2.1.4.3.1.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proprietary {
    /// Whether it says that it was issued temporarily.
    pub temporary: bool,
    /// The server's key.
    pub key: PublicKey,
    /// Whether the Terminal Services Signing Key signed it.
    pub signature_is_right: bool,
}

/// A server certificate that makes no sense.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// It ends too early.
    #[error(transparent)]
    TooShort(#[from] TooShort),
    /// `dwVersion` is neither 1 nor 2.
    #[error("certificate version {0} is unknown")]
    Version(u32),
    /// A field that has one right value has another.
    #[error("the certificate's {field} is {found:#x}, not {expected:#x}")]
    Field {
        /// Which field.
        field: &'static str,
        /// Its value.
        found: u32,
        /// The only right one.
        expected: u32,
    },
    /// `keylen` leaves no modulus in front of the padding, or one that does not fit the blob.
    #[error("a key of {0} bytes does not fit the certificate")]
    KeyLength(u32),
    /// More than [`MAX_CERTIFICATES`], or none.
    #[error("a chain of {0} certificates")]
    Count(u32),
}

impl ServerCertificate {
    /// Reads what is in the server's security data or in a licensing blob.
    ///
    /// # Errors
    /// [`CertificateError`]. A wrong signature is no error: [`Proprietary`] tells.
    pub fn decode(bytes: &[u8]) -> Result<Self, CertificateError> {
        let mut reader = Reader::new(bytes);
        let version = reader.u32_le()?;
        match version & !TEMPORARY {
            VERSION_1 => proprietary(bytes, reader, version).map(Self::Proprietary),
            VERSION_2 => chain(reader).map(Self::X509),
            version => Err(CertificateError::Version(version)),
        }
    }

    /// The key of a proprietary certificate. That of an X.509 chain is in its last
    /// certificate, which this crate does not read.
    #[must_use]
    pub fn proprietary_key(&self) -> Option<PublicKey> {
        match self {
            Self::Proprietary(certificate) => Some(certificate.key.clone()),
            Self::X509(_) => None,
        }
    }
}

fn proprietary(
    bytes: &[u8],
    mut reader: Reader<'_>,
    version: u32,
) -> Result<Proprietary, CertificateError> {
    reader.take(2 * 4 /* algorithms, with one value each */)?;
    let blob_type = u32::from(reader.u16_le()?);
    expect("public key blob type", blob_type, RSA_KEY_BLOB.into())?;
    let blob_len = usize::from(reader.u16_le()?);
    let mut blob = Reader::new(reader.take(blob_len)?);
    let signed = bytes.len() - reader.rest().len();
    expect("magic", blob.u32_le()?, MAGIC)?;
    let key_len = blob.u32_le()?;
    blob.take(2 * 4 /* bitlen, datalen */)?;
    let exponent = blob.u32_le()?;
    let modulus = usize::try_from(key_len)
        .ok()
        .and_then(|length| length.checked_sub(PADDING.len()))
        .and_then(|length| blob.take(length).ok())
        .ok_or(CertificateError::KeyLength(key_len))?;
    let blob_type = u32::from(reader.u16_le()?);
    expect("signature blob type", blob_type, RSA_SIGNATURE_BLOB.into())?;
    let blob_len = usize::from(reader.u16_le()?);
    let mut signature = Reader::new(reader.take(blob_len)?);
    let signature = signature.take(signing::SIGNATURE_LEN)?;
    Ok(Proprietary {
        temporary: version & TEMPORARY != 0,
        key: PublicKey {
            modulus: modulus.to_vec(),
            exponent,
        },
        signature_is_right: signing::verify(bytes.get(..signed).unwrap_or_default(), signature),
    })
}

fn chain(mut reader: Reader<'_>) -> Result<Vec<Vec<u8>>, CertificateError> {
    let count = reader.u32_le()?;
    if !(1..=MAX_CERTIFICATES).contains(&count) {
        return Err(CertificateError::Count(count));
    }
    (0..count)
        .map(|_| {
            let length = size(reader.u32_le()?);
            Ok(reader.take(length)?.to_vec())
        })
        .collect()
}

fn expect(field: &'static str, found: u32, expected: u32) -> Result<(), CertificateError> {
    if found == expected {
        return Ok(());
    }
    Err(CertificateError::Field {
        field,
        found,
        expected,
    })
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::super::{Signature, proprietary, x509_chain};
    use super::*;
    use crate::standard_security::ServerKey;

    /// The certificate of the annotated Connect Response (MS-RDPBCGR 4.1.4).
    pub(in super::super) const EXAMPLE: [u8; 184] = [
        0x01, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x06, 0x00, 0x5C,
        0x00, 0x52, 0x53, 0x41, 0x31, 0x48, 0x00, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x3F, 0x00,
        0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0xCB, 0x81, 0xFE, 0xBA, 0x6D, 0x61, 0xC3, 0x55, 0x05,
        0xD5, 0x5F, 0x2E, 0x87, 0xF8, 0x71, 0x94, 0xD6, 0xF1, 0xA5, 0xCB, 0xF1, 0x5F, 0x0C, 0x3D,
        0xF8, 0x70, 0x02, 0x96, 0xC4, 0xFB, 0x9B, 0xC8, 0x3C, 0x2D, 0x55, 0xAE, 0xE8, 0xFF, 0x32,
        0x75, 0xEA, 0x68, 0x79, 0xE5, 0xA2, 0x01, 0xFD, 0x31, 0xA0, 0xB1, 0x1F, 0x55, 0xA6, 0x1F,
        0xC1, 0xF6, 0xD1, 0x83, 0x88, 0x63, 0x26, 0x56, 0x12, 0xBC, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x08, 0x00, 0x48, 0x00, 0xE9, 0xE1, 0xD6, 0x28, 0x46, 0x8B, 0x4E, 0xF5,
        0x0A, 0xDF, 0xFD, 0xEE, 0x21, 0x99, 0xAC, 0xB4, 0xE1, 0x8F, 0x5F, 0x81, 0x57, 0x82, 0xEF,
        0x9D, 0x96, 0x52, 0x63, 0x27, 0x18, 0x29, 0xDB, 0xB3, 0x4A, 0xFD, 0x9A, 0xDA, 0x42, 0xAD,
        0xB5, 0x69, 0x21, 0x89, 0x0E, 0x1D, 0xC0, 0x4C, 0x1A, 0xA8, 0xAA, 0x71, 0x3E, 0x0F, 0x54,
        0xB9, 0x9A, 0xE4, 0x99, 0x68, 0x3F, 0x6C, 0xD6, 0x76, 0x84, 0x61, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00,
    ];

    pub(in super::super) fn example() -> Result<ServerCertificate, CertificateError> {
        ServerCertificate::decode(&EXAMPLE)
    }

    #[test]
    fn the_standards_example_has_a_right_signature() {
        let Ok(ServerCertificate::Proprietary(example)) = example() else {
            panic!("the example is a proprietary certificate");
        };
        assert_eq!(example.key.exponent, 65537);
        assert_eq!(example.key.modulus.len(), 64);
        assert!(example.signature_is_right);
        assert!(!example.temporary);
    }

    #[test]
    fn a_certificate_reads_back_and_tells_a_wrong_signature() {
        let key = ServerKey::published().public();
        for (signature, signature_is_right) in [(Signature::Right, true), (Signature::Wrong, false)]
        {
            let expected = ServerCertificate::Proprietary(Proprietary {
                temporary: false,
                key: key.clone(),
                signature_is_right,
            });
            let certificate = proprietary(&key, signature);
            assert_eq!(ServerCertificate::decode(&certificate.bytes), Ok(expected));
        }
    }

    #[test]
    fn a_chain_reads_back() {
        let certificates = vec![vec![0x30, 1, 2], vec![0x30, 3]];
        let chain = x509_chain(&certificates);
        let padding = super::super::chain::padding_len(2);
        assert!(chain.bytes.ends_with(&vec![0; padding]));
        assert_eq!(
            ServerCertificate::decode(&chain.bytes),
            Ok(ServerCertificate::X509(certificates))
        );
    }

    #[test]
    fn nonsense_is_named() {
        let mut bytes = EXAMPLE.to_vec();
        bytes[20] = 7;
        assert_eq!(
            ServerCertificate::decode(&bytes),
            Err(CertificateError::KeyLength(7))
        );
        let error = ServerCertificate::decode(&[3, 0, 0, 0]).unwrap_err();
        assert_eq!(error.to_string(), "certificate version 3 is unknown");
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
            place in 0_usize..184,
            length in 0_usize..184,
        ) {
            let _ = ServerCertificate::decode(&bytes);
            let mut example = EXAMPLE.to_vec();
            for (to, from) in example.iter_mut().skip(place).zip(&bytes) {
                *to = *from;
            }
            let _ = ServerCertificate::decode(&example);
            let _ = ServerCertificate::decode(&EXAMPLE[..length]);
        }
    }
}
