//! The mechanisms of SPNEGO, by their object identifiers.

/// A mechanism.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mech {
    /// 1.2.840.113554.1.2.2
    Kerberos,
    /// 1.2.840.48018.1.2.2: Kerberos, as Windows 2000 misspelt it.
    MsKerberos,
    /// 1.3.6.1.4.1.311.2.2.10
    Ntlm,
    /// Any other, by the content of its OBJECT IDENTIFIER.
    Other(Vec<u8>),
}

/// The content of the OBJECT IDENTIFIER of SPNEGO itself, 1.3.6.1.5.5.2.
pub(super) const SPNEGO: &[u8] = &[0x2B, 6, 1, 5, 5, 2];

const KERBEROS: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x12, 1, 2, 2];
const MS_KERBEROS: &[u8] = &[0x2A, 0x86, 0x48, 0x82, 0xF7, 0x12, 1, 2, 2];
const NTLM: &[u8] = &[0x2B, 6, 1, 4, 1, 0x82, 0x37, 2, 2, 10];

impl Mech {
    /// The mechanism of this OBJECT IDENTIFIER.
    #[must_use]
    pub fn from_oid(content: &[u8]) -> Self {
        match content {
            KERBEROS => Self::Kerberos,
            MS_KERBEROS => Self::MsKerberos,
            NTLM => Self::Ntlm,
            other => Self::Other(other.to_vec()),
        }
    }

    /// The content of its OBJECT IDENTIFIER.
    #[must_use]
    pub fn oid(&self) -> &[u8] {
        match self {
            Self::Kerberos => KERBEROS,
            Self::MsKerberos => MS_KERBEROS,
            Self::Ntlm => NTLM,
            Self::Other(content) => content,
        }
    }
}
