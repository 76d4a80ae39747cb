//! What a recipe means.

use rcgen::SanType;
use rcgen::string::Ia5String;

use super::convert;
use super::raw::Raw;
use super::{
    ChainShape, Damage, Digest, ExtendedKeyUsage, IssuerName, KeyType, KeyUsage, RecipeError,
    Shape, When,
};

/// A certificate that can be issued.
///
/// There is no way to make one but [`Recipe::parse`], so every recipe is sound.
#[derive(Clone, Debug)]
pub struct Recipe {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) issuer: IssuerName,
    pub(crate) issuer_name: Option<String>,
    pub(crate) subject: Option<String>,
    pub(crate) names: Vec<Name>,
    pub(crate) not_before: When,
    pub(crate) not_after: When,
    pub(crate) key: KeyType,
    pub(crate) signature: Digest,
    pub(crate) extended_key_usage: Vec<ExtendedKeyUsage>,
    pub(crate) key_usage: Vec<KeyUsage>,
    pub(crate) ca: bool,
    pub(crate) version: Version,
    pub(crate) serial: Option<Vec<u8>>,
    pub(crate) chain: ChainShape,
    pub(crate) extensions: Vec<Extension>,
    pub(crate) damage: Option<Damage>,
    pub(crate) key_mismatch: bool,
    pub(crate) shape: Shape,
}

impl Recipe {
    /// Reads a recipe. `name` is what scenarios call it: the name of its file without `.toml`.
    ///
    /// # Errors
    ///
    /// When the text is no recipe, or its fields contradict each other; says where.
    pub fn parse(name: &str, text: &str) -> Result<Self, RecipeError> {
        let raw: Raw = badrdp_toml::from_str(text)?;
        convert::recipe(name, raw)
    }

    /// What scenarios call it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// One line for lists.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Where one meets such a certificate in real life. May be empty.
    #[must_use]
    pub fn summary(&self) -> &str {
        &self.summary
    }

    /// Who signs it.
    #[must_use]
    pub const fn issuer(&self) -> IssuerName {
        self.issuer
    }

    /// The type and size of the key.
    #[must_use]
    pub const fn key(&self) -> KeyType {
        self.key
    }

    /// The common name, if the subject is not empty.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.subject.as_deref()
    }
}

/// A subject alternative name.
#[derive(Clone, Debug)]
pub(crate) enum Name {
    /// `{address}`: what the server is reached at, known only when it is issued.
    Address,
    /// This one: an IP address, a host name, or a pattern of one.
    Fixed(SanType),
}

impl Name {
    /// Reads a name of a recipe.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text == "{address}" {
            Some(Self::Address)
        } else {
            Self::fixed(text).map(Self::Fixed)
        }
    }

    /// Reads what stands for nothing else: what is no IP address is a host name if it is ASCII.
    pub(crate) fn fixed(text: &str) -> Option<SanType> {
        if let Ok(address) = text.parse() {
            return Some(SanType::IpAddress(address));
        }
        let host = Ia5String::try_from(text).ok()?;
        (!text.is_empty()).then_some(SanType::DnsName(host))
    }
}

/// An extension that badrdp gives no meaning to.
#[derive(Clone, Debug)]
pub(crate) struct Extension {
    pub(crate) oid: Vec<u64>,
    pub(crate) critical: bool,
    pub(crate) value: Vec<u8>,
}

/// The version of X.509. In the order of history.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Version {
    /// Of 1988, without extensions.
    V1,
    /// Of 1996.
    V3,
}
