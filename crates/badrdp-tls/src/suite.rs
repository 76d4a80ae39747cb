//! Cipher suites by their IANA names, and which engine can play each.
//!
//! The table also knows suites that no engine plays: a ServerHello may still name
//! them, and a transcript must be able to.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::choices::Version;

/// A cipher suite of the table; reads and writes as its IANA name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Suite(u16);

/// Who can play a suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Player {
    /// Our own SSL 3.0 to TLS 1.2, versions from the one given.
    Legacy(Version),
    /// rustls, in exactly this version.
    Modern(Version),
    /// Nobody: it can be named, not played.
    None,
}

impl Suite {
    /// Every suite of the table, strongest first within each player.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::with_players().map(|(suite, _)| suite)
    }

    /// Every suite of the table, with who can play it.
    pub(crate) fn with_players() -> impl Iterator<Item = (Self, Player)> {
        TABLE.iter().map(|(id, _, player)| (Self(*id), *player))
    }

    /// The suite of a number, if the table has it.
    #[must_use]
    pub fn from_id(id: u16) -> Option<Self> {
        Self::all().find(|suite| suite.0 == id)
    }

    /// The suite of an IANA name, if the table has it.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        TABLE
            .iter()
            .find(|(_, other, _)| *other == name)
            .map(|(id, _, _)| Self(*id))
    }

    /// The number on the wire.
    #[must_use]
    pub const fn id(self) -> u16 {
        self.0
    }

    /// The IANA name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.entry().map_or("unknown", |(_, name, _)| name)
    }

    /// Who can play it.
    #[must_use]
    pub fn player(self) -> Player {
        self.entry().map_or(Player::None, |(_, _, player)| *player)
    }

    /// Whether some engine can play it in `version`.
    #[must_use]
    pub fn plays_in(self, version: Version) -> bool {
        self.player().plays(version)
    }

    fn entry(self) -> Option<&'static (u16, &'static str, Player)> {
        TABLE.iter().find(|(id, _, _)| *id == self.0)
    }
}

impl Player {
    /// Whether it plays `version`.
    pub(crate) fn plays(self, version: Version) -> bool {
        match self {
            Self::Legacy(from) => (from..=Version::Tls12).contains(&version),
            Self::Modern(only) => only == version,
            Self::None => false,
        }
    }
}

impl fmt::Display for Suite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for Suite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Suite {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Suite {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::by_name(&name)
            .ok_or_else(|| D::Error::custom(format!("no cipher suite is called `{name}`")))
    }
}

const MODERN13: Player = Player::Modern(Version::Tls13);
const MODERN12: Player = Player::Modern(Version::Tls12);
const LEGACY: Player = Player::Legacy(Version::Ssl3);
const LEGACY12: Player = Player::Legacy(Version::Tls12);

/// RFC 8446 B.4, RFC 5246 A.5, RFC 5288 3, RFC 5289 3, RFC 7905 2, RFC 8422 6, RFC 2246 A.5.
#[rustfmt::skip]
const TABLE: &[(u16, &str, Player)] = &[
    (0x1302, "TLS_AES_256_GCM_SHA384", MODERN13),
    (0x1301, "TLS_AES_128_GCM_SHA256", MODERN13),
    (0x1303, "TLS_CHACHA20_POLY1305_SHA256", MODERN13),
    (0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", MODERN12),
    (0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", MODERN12),
    (0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", MODERN12),
    (0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", MODERN12),
    (0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", MODERN12),
    (0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", MODERN12),
    (0x003d, "TLS_RSA_WITH_AES_256_CBC_SHA256", LEGACY12),
    (0x003c, "TLS_RSA_WITH_AES_128_CBC_SHA256", LEGACY12),
    (0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA", LEGACY),
    (0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA", LEGACY),
    (0x000a, "TLS_RSA_WITH_3DES_EDE_CBC_SHA", LEGACY),
    (0x0005, "TLS_RSA_WITH_RC4_128_SHA", LEGACY),
    (0x0004, "TLS_RSA_WITH_RC4_128_MD5", LEGACY),
    (0x003b, "TLS_RSA_WITH_NULL_SHA256", LEGACY12),
    (0x0002, "TLS_RSA_WITH_NULL_SHA", LEGACY),
    (0x0001, "TLS_RSA_WITH_NULL_MD5", LEGACY),
    (0x0000, "TLS_NULL_WITH_NULL_NULL", Player::None),
    (0x0003, "TLS_RSA_EXPORT_WITH_RC4_40_MD5", Player::None),
    (0x0006, "TLS_RSA_EXPORT_WITH_RC2_CBC_40_MD5", Player::None),
    (0x0008, "TLS_RSA_EXPORT_WITH_DES40_CBC_SHA", Player::None),
    (0x0009, "TLS_RSA_WITH_DES_CBC_SHA", Player::None),
    (0x0016, "TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA", Player::None),
    (0x0018, "TLS_DH_anon_WITH_RC4_128_MD5", Player::None),
    (0x0033, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA", Player::None),
    (0x0034, "TLS_DH_anon_WITH_AES_128_CBC_SHA", Player::None),
    (0x0039, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA", Player::None),
    (0x003a, "TLS_DH_anon_WITH_AES_256_CBC_SHA", Player::None),
    (0x009c, "TLS_RSA_WITH_AES_128_GCM_SHA256", Player::None),
    (0x009d, "TLS_RSA_WITH_AES_256_GCM_SHA384", Player::None),
    (0x009e, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", Player::None),
    (0x009f, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", Player::None),
    (0xc009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", Player::None),
    (0xc00a, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", Player::None),
    (0xc011, "TLS_ECDHE_RSA_WITH_RC4_128_SHA", Player::None),
    (0xc012, "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA", Player::None),
    (0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", Player::None),
    (0xc014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", Player::None),
    (0xc023, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", Player::None),
    (0xc024, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384", Player::None),
    (0xc027, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", Player::None),
    (0xc028, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", Player::None),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_are_unique_and_read_back() {
        for suite in Suite::all() {
            assert_eq!(Suite::by_name(suite.name()), Some(suite));
            assert_eq!(Suite::from_id(suite.id()), Some(suite));
        }
    }

    #[test]
    fn hmac_sha256_suites_need_tls_1_2() {
        let suite = Suite::by_name("TLS_RSA_WITH_AES_128_CBC_SHA256").unwrap();
        assert!(suite.plays_in(Version::Tls12) && !suite.plays_in(Version::Tls11));
    }
}
