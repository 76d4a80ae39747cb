//! The security negotiation inside the X.224 PDUs (MS-RDPBCGR 2.2.1.1.1 to 2.2.1.2.2).

use std::fmt;

use serde::{Deserialize, Serialize};

/// A set of security protocols: `requestedProtocols` or `selectedProtocol`
/// (MS-RDPBCGR 2.2.1.1.1, 2.2.1.2.1). Unknown bits are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Protocols(pub u32);

impl Protocols {
    /// Standard RDP Security: no bit at all.
    pub const RDP: Self = Self(0);
    /// TLS.
    pub const SSL: Self = Self(1);
    /// CredSSP inside TLS.
    pub const HYBRID: Self = Self(2);
    /// RDSTLS.
    pub const RDSTLS: Self = Self(4);
    /// CredSSP with Early User Authorization Result.
    pub const HYBRID_EX: Self = Self(8);
    /// RDS-AAD.
    pub const RDSAAD: Self = Self(0x10);

    /// Whether every bit of `other` is set; Standard RDP Security always is.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether any bit means that TLS comes next.
    #[must_use]
    pub const fn is_enhanced(self) -> bool {
        self.0 != 0
    }

    /// Whether CredSSP follows TLS.
    #[must_use]
    pub const fn is_hybrid(self) -> bool {
        self.0 & (Self::HYBRID.0 | Self::HYBRID_EX.0) != 0
    }
}

impl std::ops::BitOr for Protocols {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl fmt::Display for Protocols {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("RDP");
        }
        let names = [
            (Self::SSL, "SSL"),
            (Self::HYBRID, "HYBRID"),
            (Self::RDSTLS, "RDSTLS"),
            (Self::HYBRID_EX, "HYBRID_EX"),
            (Self::RDSAAD, "RDSAAD"),
        ];
        let mut unknown = self.0;
        let mut first = true;
        for (bit, name) in names {
            if self.contains(bit) {
                unknown &= !bit.0;
                f.write_str(if first { "" } else { "|" })?;
                f.write_str(name)?;
                first = false;
            }
        }
        if unknown != 0 {
            f.write_str(if first { "" } else { "|" })?;
            write!(f, "{unknown:#x}")?;
        }
        Ok(())
    }
}

/// Why a server refuses: `failureCode` of RDP_NEG_FAILURE (MS-RDPBCGR 2.2.1.2.2).
pub const FAILURES: &[(u32, &str)] = &[
    (1, "SSL_REQUIRED_BY_SERVER"),
    (2, "SSL_NOT_ALLOWED_BY_SERVER"),
    (3, "SSL_CERT_NOT_ON_SERVER"),
    (4, "INCONSISTENT_FLAGS"),
    (5, "HYBRID_REQUIRED_BY_SERVER"),
    (6, "SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER"),
];

/// The name of a `failureCode`, if the standard gives it one.
#[must_use]
pub fn failure_name(code: u32) -> Option<&'static str> {
    FAILURES
        .iter()
        .find(|(number, _)| *number == code)
        .map(|(_, name)| *name)
}

/// Flags of RDP_NEG_RSP (MS-RDPBCGR 2.2.1.2.1).
pub mod response_flags {
    /// The server takes Extended Client Data Blocks.
    pub const EXTENDED_CLIENT_DATA_SUPPORTED: u8 = 0x01;
    /// The server has the Graphics Pipeline Extension.
    pub const DYNVC_GFX_PROTOCOL_SUPPORTED: u8 = 0x02;
    /// Reserved, yet servers from 2012 on set it.
    pub const RESERVED: u8 = 0x04;
    /// The server has the Restricted Admin mode.
    pub const RESTRICTED_ADMIN_MODE_SUPPORTED: u8 = 0x08;
    /// The server has Remote Credential Guard.
    pub const REDIRECTED_AUTHENTICATION_MODE_SUPPORTED: u8 = 0x10;
}

/// What a Connection Confirm says of security.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Negotiation {
    /// RDP_NEG_FAILURE with its `failureCode`.
    Failure(u32),
    /// RDP_NEG_RSP.
    Response {
        /// `flags`, see [`response_flags`].
        flags: u8,
        /// `selectedProtocol`; one bit in an honest answer.
        selected: Protocols,
    },
}

/// `type` of RDP_NEG_REQ.
pub const TYPE_REQUEST: u8 = 1;
/// `type` of RDP_NEG_RSP.
pub const TYPE_RESPONSE: u8 = 2;
/// `type` of RDP_NEG_FAILURE.
pub const TYPE_FAILURE: u8 = 3;
/// `type` of RDP_NEG_CORRELATION_INFO.
pub const TYPE_CORRELATION_INFO: u8 = 6;
/// `length` of the three negotiation structures, and their size.
pub const STRUCTURE_LEN: u8 = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn protocols_read_as_in_the_standard() {
        assert_eq!(Protocols::RDP.to_string(), "RDP");
        assert_eq!(
            (Protocols::SSL | Protocols::HYBRID).to_string(),
            "SSL|HYBRID"
        );
        assert_eq!(Protocols(0x21).to_string(), "SSL|0x20");
        assert_eq!(Protocols(0x20).to_string(), "0x20");
    }
}
