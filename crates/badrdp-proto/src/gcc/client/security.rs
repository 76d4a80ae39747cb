//! Client Security Data, TS_UD_CS_SEC (MS-RDPBCGR 2.2.1.3.3).

use crate::reader::{Reader, TooShort};

/// The encryption methods of Standard RDP Security that a client has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClientSecurity {
    /// `encryptionMethods`: 1 40 bit, 2 128 bit, 8 56 bit, 0x10 FIPS.
    pub encryption_methods: u32,
    /// `extEncryptionMethods`: the same bits from clients with the French locale, which send
    /// none above.
    pub ext_encryption_methods: u32,
}

impl ClientSecurity {
    /// 40, 56 and 128 bit.
    pub const EVERY_RC4: Self = Self {
        encryption_methods: 0x0B,
        ext_encryption_methods: 0,
    };

    /// The methods of whichever field has them.
    #[must_use]
    pub const fn methods(self) -> u32 {
        if self.encryption_methods == 0 {
            self.ext_encryption_methods
        } else {
            self.encryption_methods
        }
    }

    pub(super) fn encode(self) -> Vec<u8> {
        let mut out = self.encryption_methods.to_le_bytes().to_vec();
        out.extend(self.ext_encryption_methods.to_le_bytes());
        out
    }

    /// RDP 4.0 clients end behind the first field.
    pub(super) fn decode(body: &mut Reader<'_>) -> Result<Self, TooShort> {
        Ok(Self {
            encryption_methods: body.u32_le()?,
            ext_encryption_methods: body.u32_le().unwrap_or_default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_french_client_tells_its_methods_in_the_second_field() {
        let french = ClientSecurity {
            encryption_methods: 0,
            ext_encryption_methods: 0x0B,
        };
        assert_eq!(french.methods(), 0x0B);
        assert_eq!(ClientSecurity::EVERY_RC4.methods(), 0x0B);
    }
}
