//! Encryption levels (MS-RDPBCGR 5.3.1).

use std::fmt;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_read_back() {
        for level in Level::ALL {
            assert_eq!(Level::from_name(level.name()), Some(level));
            assert_eq!(Level::from_number(level.number()), Some(level));
        }
    }

    #[test]
    fn at_level_low_the_server_speaks_in_the_clear() {
        let encrypts = Level::ALL.map(Level::server_encrypts);
        assert_eq!(encrypts, [false, false, true, true, true]);
    }
}
