//! The words that a recipe may use, each a closed list.
//!
//! The comments on the variants end up in the JSON Schema, where editors show them.

use schemars::JsonSchema;
use serde::Deserialize;

/// Which certificates are sent, and in what order.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum ChainShape {
    /// No certificate at all.
    Empty,
    /// The full chain, then the root, an unrelated root, and the leaf once more.
    Extra,
    /// The leaf and every intermediate, without the root: what a good server sends.
    #[default]
    Full,
    /// The leaf without its intermediates.
    LeafOnly,
    /// The full chain from the top down.
    Reversed,
    /// The full chain and the root.
    WithRoot,
}

/// What is broken after the certificate is complete.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Damage {
    /// The length of the signed part is one too large: the DER cannot be decoded.
    Length,
    /// One bit of the issuer's signature is flipped.
    Signature,
}

/// The digest that the issuer signs.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Digest {
    /// MD5, RSA issuers only. Forgeries are known since 2008.
    Md5,
    /// SHA-1, RSA issuers only. What Windows used up to Server 2012 R2.
    Sha1,
    /// SHA-256, or the digest that belongs to the key: SHA-384 for P-384, none for Ed25519.
    #[default]
    Sha256,
}

/// What the key may be used for, on the level of applications.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum ExtendedKeyUsage {
    /// TLS client, 1.3.6.1.5.5.7.3.2.
    ClientAuth,
    /// Microsoft's Remote Desktop Authentication, 1.3.6.1.4.1.311.54.1.2.
    RemoteDesktopAuthentication,
    /// TLS server, 1.3.6.1.5.5.7.3.1.
    ServerAuth,
}

impl ExtendedKeyUsage {
    /// The object identifier.
    pub(crate) const fn oid(self) -> &'static [u64] {
        match self {
            Self::ClientAuth => &[1, 3, 6, 1, 5, 5, 7, 3, 2],
            Self::RemoteDesktopAuthentication => &[1, 3, 6, 1, 4, 1, 311, 54, 1, 2],
            Self::ServerAuth => &[1, 3, 6, 1, 5, 5, 7, 3, 1],
        }
    }
}

/// Who signs the certificate.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum IssuerName {
    /// A root that is named like that of a product which intercepts TLS. Not trusted.
    AntivirusRoot,
    /// The root of the lab, which clients are told to trust.
    LabCa,
    /// An intermediate authority under the root of the lab.
    LabIntermediate,
    /// The certificate's own key.
    #[serde(rename = "self")]
    SelfSigned,
    /// A root that nobody was told to trust.
    UnknownCa,
}

impl IssuerName {
    /// The word that stands for it in a recipe, and in the name of its key's file.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AntivirusRoot => "antivirus-root",
            Self::LabCa => "lab-ca",
            Self::LabIntermediate => "lab-intermediate",
            Self::SelfSigned => "self",
            Self::UnknownCa => "unknown-ca",
        }
    }
}

/// The type and size of the certificate's key.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq)]
pub enum KeyType {
    /// Ed25519.
    #[serde(rename = "ed25519")]
    Ed25519,
    /// ECDSA on NIST P-256.
    #[serde(rename = "p-256")]
    P256,
    /// ECDSA on NIST P-384.
    #[serde(rename = "p-384")]
    P384,
    /// RSA with 1024 bits: too short since 2013.
    #[serde(rename = "rsa-1024")]
    Rsa1024,
    /// RSA with 2048 bits: what Windows uses.
    #[serde(rename = "rsa-2048")]
    Rsa2048,
    /// RSA with 4096 bits. It takes seconds to make, once per machine.
    #[serde(rename = "rsa-4096")]
    Rsa4096,
    /// RSA with 512 bits: broken since 1999.
    #[serde(rename = "rsa-512")]
    Rsa512,
}

impl KeyType {
    /// The word that stands for it in a recipe, and in the name of the key's file.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ed25519 => "ed25519",
            Self::P256 => "p-256",
            Self::P384 => "p-384",
            Self::Rsa1024 => "rsa-1024",
            Self::Rsa2048 => "rsa-2048",
            Self::Rsa4096 => "rsa-4096",
            Self::Rsa512 => "rsa-512",
        }
    }

    /// The size of an RSA key.
    pub(crate) const fn rsa_bits(self) -> Option<usize> {
        match self {
            Self::Ed25519 | Self::P256 | Self::P384 => None,
            Self::Rsa1024 => Some(1024),
            Self::Rsa2048 => Some(2048),
            Self::Rsa4096 => Some(4096),
            Self::Rsa512 => Some(512),
        }
    }
}

/// What the key may be used for, on the level of cryptography. In the order of the bits.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum KeyUsage {
    /// Signing a handshake: every ECDHE suite, and TLS 1.3.
    DigitalSignature,
    /// Signing what cannot be denied later.
    ContentCommitment,
    /// Decrypting a key: static RSA suites.
    KeyEncipherment,
    /// Decrypting data.
    DataEncipherment,
    /// Static Diffie-Hellman.
    KeyAgreement,
    /// Signing certificates.
    KeyCertSign,
    /// Signing revocation lists.
    CrlSign,
}

/// The order and the form of the parts.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// As a public CA writes it.
    #[default]
    Ordinary,
    /// As Windows writes the default certificate of Remote Desktop: the name as a
    /// PrintableString, extended key usage before key usage, neither critical, nothing else.
    WindowsDefault,
}
