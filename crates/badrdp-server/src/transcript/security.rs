//! What the record of a connection says about security: protocols, credentials, refusals.

use badrdp_scenario::server::Security;
use serde::Serialize;

use super::ConnectionRecord;

/// The security protocol of a connection (MS-RDPBCGR 5.3, 5.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SecurityInUse {
    /// Which.
    pub protocol: Security,
    /// `encryptionMethod` of Standard RDP Security; 0 where nothing is encrypted by it.
    pub encryption_method: u32,
}

/// Credentials that a client let go of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SentCredentials {
    /// In which message.
    pub kind: CredentialsKind,
    /// What protected them on the wire.
    pub over: Protection,
}

/// Where credentials travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CredentialsKind {
    /// A password that is not empty in the Client Info PDU (MS-RDPBCGR 2.2.1.11.1.1).
    ClientInfo,
    /// TSCredentials in `authInfo` of a TSRequest (MS-CSSP 2.2.1.2).
    Credssp,
}

/// What protects bytes on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Protection {
    /// Nothing.
    Clear,
    /// Standard RDP Security, with any method that encrypts.
    StandardRdpSecurity,
    /// TLS.
    Tls,
}

/// What the server itself refused, behind the negotiation. RDP_NEG_FAILURE is an
/// [`Answer`](super::Answer).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// What.
    pub kind: RefusalKind,
    /// The code on the wire: NTSTATUS, `dwErrorCode` or `errorInfo`, where there is one.
    pub code: Option<u32>,
}

/// What a server can refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusalKind {
    /// The credentials: `errorCode` in a TSRequest, or a logon error.
    Authentication,
    /// The connection: Set Error Info, or Early User Authorization Result.
    Connection,
    /// The license: a License Error Alert other than STATUS_VALID_CLIENT.
    Licensing,
}

impl ConnectionRecord {
    /// Whether the client let go of credentials, whatever protected them.
    #[must_use]
    pub const fn credentials_sent(&self) -> bool {
        !self.credentials.is_empty()
    }

    /// Whether the server refused with RDP_NEG_FAILURE.
    #[must_use]
    pub const fn security_refused(&self) -> bool {
        matches!(self.answer, Some(super::Answer::Failure { .. }))
    }
}
