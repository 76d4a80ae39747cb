//! `[server.standard_security]`: Standard RDP Security (MS-RDPBCGR 5.3), where the server has it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::layered::{replaces, table};

/// `encryptionMethod` (MS-RDPBCGR 2.2.1.4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EncryptionMethod {
    /// 3DES and SHA-1.
    Fips,
    /// RC4 with 128 bit.
    #[serde(rename = "rc4-128")]
    Rc4With128,
    /// RC4 with 40 bit.
    #[serde(rename = "rc4-40")]
    Rc4With40,
    /// RC4 with 56 bit.
    #[serde(rename = "rc4-56")]
    Rc4With56,
}

/// `encryptionLevel` (MS-RDPBCGR 2.2.1.4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EncryptionLevel {
    /// As strong as the client can.
    ClientCompatible,
    /// FIPS 140.
    Fips,
    /// 128 bit both ways.
    High,
    /// Client to server only.
    Low,
    /// None.
    None,
}

replaces!(EncryptionLevel);

table! {
    /// Standard RDP Security (MS-RDPBCGR 5.3).
    pub struct StandardSecurityTable {
        /// The encryption methods that the server has (MS-RDPBCGR 5.3.2).
        pub methods: Vec<EncryptionMethod>,
        /// The encryption level that it is set to.
        pub level: EncryptionLevel,
        /// The key of its certificate: a recipe with an RSA key, such as "rsa-512".
        pub key: String,
        /// Whether keys change every 4096 packets, as they must (MS-RDPBCGR 5.3.7).
        pub key_update: bool,
        /// Whether the proprietary certificate is signed with the Terminal Services key.
        #[schemars(schema_with = "crate::words::honesty")]
        pub signature: badrdp_tls::choices::Honesty,
    }
}
