//! What a server chooses in TLS.
//!
//! Plain data as a profile gives it; [`playable`](crate::playable) refuses combinations
//! that nobody could play.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::suite::Suite;

/// What a server chooses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Choices {
    /// The versions that it speaks.
    pub versions: Vec<Version>,
    /// The suites that it takes, its favourite first; `None` for what the engines take by
    /// themselves.
    pub suites: Option<Vec<Suite>>,
    /// Whether clients must name the host.
    pub server_name: ServerNamePolicy,
    /// Whether clients are asked for a certificate.
    pub client_certificate: ClientCertificatePolicy,
    /// The signature of CertificateVerify or ServerKeyExchange.
    pub signature: Honesty,
    /// The verify data of the server's Finished.
    pub finished: Honesty,
    /// A suite for the ServerHello that the client did not offer.
    pub unoffered_suite: Option<Suite>,
    /// Whether RFC 5746 is answered.
    pub renegotiation_info: bool,
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            versions: vec![Version::Tls12, Version::Tls13],
            suites: None,
            server_name: ServerNamePolicy::Any,
            client_certificate: ClientCertificatePolicy::None,
            signature: Honesty::Honest,
            finished: Honesty::Honest,
            unoffered_suite: None,
            renegotiation_info: true,
        }
    }
}

/// A version of SSL or TLS, in the order of their age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Version {
    /// SSL 3.0, RFC 6101.
    #[serde(rename = "ssl3")]
    Ssl3,
    /// TLS 1.0, RFC 2246.
    #[serde(rename = "1.0")]
    Tls10,
    /// TLS 1.1, RFC 4346.
    #[serde(rename = "1.1")]
    Tls11,
    /// TLS 1.2, RFC 5246.
    #[serde(rename = "1.2")]
    Tls12,
    /// TLS 1.3, RFC 8446.
    #[serde(rename = "1.3")]
    Tls13,
}

impl Version {
    /// Every version, oldest first.
    pub const ALL: [Self; 5] = [
        Self::Ssl3,
        Self::Tls10,
        Self::Tls11,
        Self::Tls12,
        Self::Tls13,
    ];

    /// The number on the wire.
    #[must_use]
    pub const fn code(self) -> u16 {
        match self {
            Self::Ssl3 => 0x0300,
            Self::Tls10 => 0x0301,
            Self::Tls11 => 0x0302,
            Self::Tls12 => 0x0303,
            Self::Tls13 => 0x0304,
        }
    }

    /// Its name, as people write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ssl3 => "SSL 3.0",
            Self::Tls10 => "TLS 1.0",
            Self::Tls11 => "TLS 1.1",
            Self::Tls12 => "TLS 1.2",
            Self::Tls13 => "TLS 1.3",
        }
    }

    /// The version of a number.
    #[must_use]
    pub fn from_code(code: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|version| version.code() == code)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Whether clients must send `server_name` (RFC 6066 3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServerNamePolicy {
    /// With or without.
    #[default]
    Any,
    /// Without it the server sends `unrecognized_name` (112).
    Required,
}

/// Whether clients are asked for a certificate (RFC 5246 7.4.4). Any certificate will do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClientCertificatePolicy {
    /// Not asked.
    #[default]
    None,
    /// Asked, and free to have none.
    Request,
    /// Asked, and refused without one.
    Require,
}

/// Whether something is said as the standard wants it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Honesty {
    /// As the standard wants it.
    #[default]
    Honest,
    /// With its last byte flipped.
    Wrong,
}
