//! What the TOML file says, word for word: the source of the JSON Schema.

use badrdp_toml::Spanned;
use schemars::{JsonSchema, Schema, schema_for};
use serde::Deserialize;

use super::words::{
    ChainShape, Damage, Digest, ExtendedKeyUsage, IssuerName, KeyType, KeyUsage, Shape,
};

/// The JSON Schema of a recipe.
#[must_use]
pub fn schema() -> Schema {
    schema_for!(Raw)
}

/// A certificate that a lab server shows.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "Certificate")]
#[serde(deny_unknown_fields)]
pub(super) struct Raw {
    /// One line for lists.
    #[schemars(with = "String")]
    pub(super) title: Spanned<String>,
    /// Where one meets such a certificate in real life.
    #[serde(default)]
    pub(super) summary: String,
    /// Who signs it.
    pub(super) issuer: IssuerName,
    /// The common name of an issuer that nobody trusts, in place of the built-in one.
    #[schemars(with = "Option<String>")]
    pub(super) issuer_name: Option<Spanned<String>>,
    /// The common name. Without it the subject is empty.
    #[schemars(with = "Option<String>")]
    pub(super) subject: Option<Spanned<String>>,
    /// Subject alternative names: host names and IP addresses. `{address}` stands for the
    /// address that the server is reached at.
    #[schemars(with = "Vec<String>")]
    #[serde(default)]
    pub(super) names: Vec<Spanned<String>>,
    /// The first moment of validity: `-35d`, `+12h`, `-1m`, or `2050-01-01T00:00:00Z`.
    #[schemars(with = "String")]
    pub(super) not_before: Spanned<String>,
    /// The last moment of validity, written like `not_before`.
    #[schemars(with = "String")]
    pub(super) not_after: Spanned<String>,
    /// The type and size of the key.
    pub(super) key: KeyType,
    /// The digest that the issuer signs.
    #[schemars(with = "Option<Digest>")]
    pub(super) signature: Option<Spanned<Digest>>,
    /// Extended key usage; `["server-auth"]` if absent, no such extension if `[]`.
    pub(super) extended_key_usage: Option<Vec<ExtendedKeyUsage>>,
    /// Key usage; what a TLS server with this key needs if absent, no such extension if `[]`.
    pub(super) key_usage: Option<Vec<KeyUsage>>,
    /// Whether the certificate claims to be an authority.
    #[serde(default)]
    pub(super) ca: bool,
    /// The version of X.509: 3, or 1, which has no extensions.
    #[schemars(with = "Option<u8>", extend("enum" = [1, 3]))]
    pub(super) version: Option<Spanned<u8>>,
    /// The serial number in hexadecimal, at most 20 bytes; 16 random bytes if absent.
    #[schemars(with = "Option<String>")]
    pub(super) serial: Option<Spanned<String>>,
    /// Which certificates are sent, and in what order.
    #[serde(default)]
    pub(super) chain: ChainShape,
    /// Further extensions.
    #[serde(default)]
    pub(super) extension: Vec<RawExtension>,
    /// What is broken after the certificate is complete.
    pub(super) damage: Option<Damage>,
    /// Whether the server holds another key than the one in its certificate.
    #[serde(default)]
    pub(super) key_mismatch: bool,
    /// The order and the form of the parts.
    #[schemars(with = "Option<Shape>")]
    pub(super) shape: Option<Spanned<Shape>>,
}

/// An extension that badrdp gives no meaning to.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "Extension")]
#[serde(deny_unknown_fields)]
pub(super) struct RawExtension {
    /// The object identifier, in dots.
    #[schemars(with = "String")]
    pub(super) oid: Spanned<String>,
    /// Whether a client that does not know it must refuse the certificate.
    #[serde(default)]
    pub(super) critical: bool,
    /// The DER of its value, in hexadecimal; an ASN.1 NULL if absent.
    #[schemars(with = "Option<String>")]
    pub(super) value: Option<Spanned<String>>,
}
