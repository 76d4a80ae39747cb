//! The encoder of PROPRIETARYSERVERCERTIFICATE (MS-RDPBCGR 2.2.1.4.3.1.1).

use super::public_key::PublicKey;
use super::{VERSION_1, signing};
use crate::length::{length16, length32};
use crate::message::{Message, MessageName};
use crate::writer::Writer;

/// `dwSigAlgId` and `dwKeyAlgId`: SIGNATURE_ALG_RSA, KEY_EXCHANGE_ALG_RSA.
pub(super) const ALGORITHM_RSA: u32 = 1;

/// `wPublicKeyBlobType`: BB_RSA_KEY_BLOB.
pub(super) const RSA_KEY_BLOB: u16 = 6;

/// `wSignatureBlobType`: BB_RSA_SIGNATURE_BLOB.
pub(super) const RSA_SIGNATURE_BLOB: u16 = 8;

/// `magic` of RSA_PUBLIC_KEY: "RSA1" (MS-RDPBCGR 2.2.1.4.3.1.1.1).
pub(super) const MAGIC: u32 = 0x3141_5352;

/// The zeros behind a modulus and behind a signature.
pub(super) const PADDING: [u8; 8] = [0; 8];

/// How the certificate is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signature {
    /// By the Terminal Services Signing Key, as every client may check.
    Right,
    /// By nobody: the right one with every bit of its first byte turned over.
    Wrong,
}

/// The certificate of `key`. The message is a part of others.
#[must_use]
pub fn proprietary(key: &PublicKey, signature: Signature) -> Message {
    let mut writer = Writer::new(MessageName::ConnectResponse);
    let length = key.modulus.len();
    let blob_len = 5 * 4 /* magic to public exponent */ + length + PADDING.len();
    writer
        .u32_le("certificate.version", VERSION_1)
        .u32_le("certificate.signature-algorithm", ALGORITHM_RSA)
        .u32_le("certificate.key-algorithm", ALGORITHM_RSA)
        .u16_le("certificate.public-key-blob-type", RSA_KEY_BLOB)
        .u16_le("certificate.public-key-blob-length", length16(blob_len))
        .u32_le("certificate.magic", MAGIC)
        .u32_le("certificate.key-length", length32(length + PADDING.len()))
        .u32_le("certificate.bit-length", length32(length * 8))
        .u32_le(
            "certificate.data-length",
            length32(length.saturating_sub(1)),
        )
        .u32_le("certificate.public-exponent", key.exponent)
        .raw("certificate.modulus", &key.modulus)
        .raw("certificate.modulus-padding", &PADDING);
    let signed = writer.finish();
    let mut value = signing::sign(&signed.bytes);
    if let (Signature::Wrong, Some(byte)) = (signature, value.first_mut()) {
        *byte ^= 0xFF;
    }
    let mut writer = Writer::new(MessageName::ConnectResponse);
    writer
        .append(signed)
        .u16_le("certificate.signature-blob-type", RSA_SIGNATURE_BLOB)
        .u16_le(
            "certificate.signature-blob-length",
            length16(value.len() + PADDING.len()),
        )
        .raw("certificate.signature", &value)
        .raw("certificate.signature-padding", &PADDING);
    writer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard_security::certificate::decode::tests::{EXAMPLE, example};
    use crate::standard_security::certificate::{Proprietary, ServerCertificate};

    #[test]
    fn the_certificate_of_the_standards_example_comes_out() {
        let Ok(ServerCertificate::Proprietary(Proprietary { key, .. })) = example() else {
            panic!("the example is a proprietary certificate");
        };
        assert_eq!(proprietary(&key, Signature::Right).bytes, EXAMPLE);
    }

    #[test]
    fn a_wrong_signature_differs_in_one_byte() {
        let key = crate::standard_security::ServerKey::published().public();
        let right = proprietary(&key, Signature::Right);
        let wrong = proprietary(&key, Signature::Wrong);
        let differences = right
            .bytes
            .iter()
            .zip(&wrong.bytes)
            .filter(|(a, b)| a != b)
            .count();
        assert_eq!(differences, 1);
    }
}
