//! Which encryption a connection gets: methods, levels and the server's choice of both.
//!
//! `encryptionMethods` is what the client can do (MS-RDPBCGR 2.2.1.3.3), `encryptionMethod`
//! and `encryptionLevel` are what the server chose (2.2.1.4.3).

use std::fmt;
use std::ops::BitOr;

/// How PDUs are encrypted and signed: one bit of `encryptionMethod` (MS-RDPBCGR 2.2.1.4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// RC4 with 40 secret bits: `40BIT_ENCRYPTION_FLAG`.
    Bits40,
    /// RC4 with 56 secret bits: `56BIT_ENCRYPTION_FLAG`.
    Bits56,
    /// RC4 with 128 bits: `128BIT_ENCRYPTION_FLAG`.
    Bits128,
    /// Triple DES and HMAC-SHA1: `FIPS_ENCRYPTION_FLAG`.
    Fips,
}

impl Method {
    /// Every method, the weakest first.
    pub const ALL: [Self; 4] = [Self::Bits40, Self::Bits56, Self::Bits128, Self::Fips];

    /// Its bit in `encryptionMethods`.
    #[must_use]
    pub const fn number(self) -> u32 {
        match self {
            Self::Bits40 => 0x01,
            Self::Bits56 => 0x08,
            Self::Bits128 => 0x02,
            Self::Fips => 0x10,
        }
    }

    /// The method with that bit; `None` for no bit, several and unknown ones.
    #[must_use]
    pub fn from_number(number: u32) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|method| method.number() == number)
    }

    /// The word used in scenarios.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bits40 => "40bit",
            Self::Bits56 => "56bit",
            Self::Bits128 => "128bit",
            Self::Fips => "fips",
        }
    }

    /// The method that scenarios call `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of methods: `encryptionMethods` (MS-RDPBCGR 2.2.1.3.3). Unknown bits are kept.
///
/// French clients leave that field 0 and use `extEncryptionMethods`; join both with `|`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Methods(pub u32);

impl Methods {
    /// No encryption.
    pub const NONE: Self = Self(0);
    /// All that Windows XP and later can do.
    pub const ALL: Self = Self(0x1B);

    /// Whether `method` is in the set.
    #[must_use]
    pub const fn contains(self, method: Method) -> bool {
        self.0 & method.number() != 0
    }
}

impl BitOr for Methods {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl From<Method> for Methods {
    fn from(method: Method) -> Self {
        Self(method.number())
    }
}

impl FromIterator<Method> for Methods {
    fn from_iter<T: IntoIterator<Item = Method>>(methods: T) -> Self {
        methods
            .into_iter()
            .fold(Self::NONE, |all, method| all | method.into())
    }
}

/// What is encrypted, and who decides how: `encryptionLevel` (MS-RDPBCGR 5.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// Nothing: `ENCRYPTION_LEVEL_NONE`.
    None,
    /// What the client sends, with the best that it can do: `ENCRYPTION_LEVEL_LOW`.
    Low,
    /// Both ways, with the best that the client can do: `ENCRYPTION_LEVEL_CLIENT_COMPATIBLE`.
    ClientCompatible,
    /// Both ways, with the best that the server can do: `ENCRYPTION_LEVEL_HIGH`.
    High,
    /// Both ways, FIPS 140-1 validated methods only: `ENCRYPTION_LEVEL_FIPS`.
    Fips,
}

impl Level {
    /// Every level, by its number.
    pub const ALL: [Self; 5] = [
        Self::None,
        Self::Low,
        Self::ClientCompatible,
        Self::High,
        Self::Fips,
    ];

    /// `encryptionLevel` (MS-RDPBCGR 2.2.1.4.3).
    #[must_use]
    pub const fn number(self) -> u32 {
        match self {
            Self::None => 0,
            Self::Low => 1,
            Self::ClientCompatible => 2,
            Self::High => 3,
            Self::Fips => 4,
        }
    }

    /// The level with that number.
    #[must_use]
    pub fn from_number(number: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.number() == number)
    }

    /// The word used in scenarios.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Low => "low",
            Self::ClientCompatible => "client-compatible",
            Self::High => "high",
            Self::Fips => "fips",
        }
    }

    /// The level that scenarios call `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }

    /// Whether the server encrypts what it says; at [`Level::Low`] only the client does.
    #[must_use]
    pub const fn server_encrypts(self) -> bool {
        !matches!(self, Self::None | Self::Low)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The encryption of one connection: what the server puts into its security data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encryption {
    /// How; `None` exactly at [`Level::None`], where there are no random and no certificate.
    pub method: Option<Method>,
    /// What, and who chose.
    pub level: Level,
}

impl Encryption {
    /// No encryption: what Enhanced RDP Security says too (MS-RDPBCGR 5.4.1).
    pub const NONE: Self = Self {
        method: None,
        level: Level::None,
    };

    /// The choice of a server that allows `server` at `level`, for a client that can do `client`.
    ///
    /// As Windows does it: the strongest RC4 that both have, and FIPS only where nothing
    /// else is left, because MS-RDPBCGR 4.1.4 answers 0x1B with 128 bit. High refuses
    /// what is weaker than 128 bit, FIPS all but FIPS (5.3.1).
    ///
    /// # Errors
    /// [`NothingInCommon`]; a server closes the connection then.
    pub fn choose(server: Methods, level: Level, client: Methods) -> Result<Self, NothingInCommon> {
        let preferred: &[Method] = match level {
            Level::None => return Ok(Self::NONE),
            Level::Low => &[Method::Bits128, Method::Bits56, Method::Bits40],
            Level::ClientCompatible => &[
                Method::Bits128,
                Method::Bits56,
                Method::Bits40,
                Method::Fips,
            ],
            Level::High => &[Method::Bits128, Method::Fips],
            Level::Fips => &[Method::Fips],
        };
        preferred
            .iter()
            .copied()
            .find(|method| server.contains(*method) && client.contains(*method))
            .map(|method| Self {
                method: Some(method),
                level,
            })
            .ok_or(NothingInCommon {
                server,
                level,
                client,
            })
    }

    /// `encryptionMethod`, 0 for none.
    #[must_use]
    pub fn method_number(self) -> u32 {
        self.method.map_or(0, Method::number)
    }
}

/// Client and server share no encryption method that the level allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "no encryption method in common at level {level}: the server allows {server:#x}, the client offers {client:#x}",
    server = .server.0, client = .client.0
)]
pub struct NothingInCommon {
    /// What the server allows.
    pub server: Methods,
    /// The level that it insists on.
    pub level: Level,
    /// What the client offers.
    pub client: Methods,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(server: Methods, level: Level, client: u32) -> Option<u32> {
        Encryption::choose(server, level, Methods(client))
            .ok()
            .map(Encryption::method_number)
    }

    #[test]
    fn names_and_numbers_read_back() {
        for method in Method::ALL {
            assert_eq!(Method::from_name(method.name()), Some(method));
            assert_eq!(Method::from_number(method.number()), Some(method));
        }
        for level in Level::ALL {
            assert_eq!(Level::from_name(level.name()), Some(level));
            assert_eq!(Level::from_number(level.number()), Some(level));
        }
        assert_eq!(Methods::ALL, Method::ALL.into_iter().collect());
        assert_eq!(Method::from_number(3), None);
    }

    #[test]
    fn client_compatible_takes_the_strongest_rc4_of_the_client() {
        let level = Level::ClientCompatible;
        for (client, method) in [(0x1B, 2), (0x0B, 2), (0x09, 8), (0x01, 1), (0x10, 0x10)] {
            assert_eq!(chosen(Methods::ALL, level, client), Some(method));
        }
        assert_eq!(chosen(Methods(1), level, 0x1B), Some(1));
    }

    #[test]
    fn high_and_fips_refuse_weak_clients() {
        assert_eq!(chosen(Methods::ALL, Level::High, 0x1B), Some(2));
        assert_eq!(chosen(Methods::ALL, Level::High, 0x09), None);
        assert_eq!(chosen(Methods::ALL, Level::Fips, 0x1B), Some(0x10));
        assert_eq!(chosen(Methods::ALL, Level::Fips, 0x0B), None);
    }

    #[test]
    fn without_a_method_in_common_there_is_a_sentence() {
        let error = Encryption::choose(Methods::ALL, Level::High, Methods(1)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "no encryption method in common at level high: the server allows 0x1b, the client offers 0x1"
        );
    }

    #[test]
    fn level_none_needs_nothing_of_the_client() {
        assert_eq!(chosen(Methods::NONE, Level::None, 0), Some(0));
    }

    #[test]
    fn at_level_low_the_server_speaks_in_the_clear() {
        let silent = Level::ALL.map(Level::server_encrypts);
        assert_eq!(silent, [false, false, true, true, true]);
    }
}
