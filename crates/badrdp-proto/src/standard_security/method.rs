//! Encryption methods, one and many (MS-RDPBCGR 2.2.1.3.3, 2.2.1.4.3).

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_read_back() {
        for method in Method::ALL {
            assert_eq!(Method::from_name(method.name()), Some(method));
            assert_eq!(Method::from_number(method.number()), Some(method));
        }
        assert_eq!(Methods::ALL, Method::ALL.into_iter().collect());
        assert_eq!(Method::from_number(3), None);
    }
}
