//! The honest server of a scenario, and the words it is described with.

use badrdp_faults::Connections;
use badrdp_proto::acceptor;
use badrdp_proto::negotiation::{self, Protocols};
use badrdp_tls::choices::{
    self as tls, ClientCertificatePolicy, Honesty, ServerNamePolicy, Version,
};
use badrdp_tls::suite::Suite;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The honest server, with every choice made.
#[derive(Clone, Debug)]
pub struct Server {
    /// The profile that it starts from.
    pub profile: String,
    /// What every connection meets that no entry below selects.
    pub choices: Choices,
    /// What some connections meet instead; the first that selects a connection counts.
    pub connections: Vec<(Connections, Choices)>,
}

impl Server {
    /// What connection `number` meets, counted from 1.
    #[must_use]
    pub fn on(&self, number: u32) -> &Choices {
        self.connections
            .iter()
            .find(|(connections, _)| connections.contains(number))
            .map_or(&self.choices, |(_, choices)| choices)
    }

    /// Every set of choices, the first being that of most connections.
    pub fn all_choices(&self) -> impl Iterator<Item = &Choices> {
        std::iter::once(&self.choices).chain(self.connections.iter().map(|(_, choices)| choices))
    }
}

/// What a server chooses where the standards let it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    /// The certificate, by the name of its recipe.
    pub certificate: String,
    /// What it answers to a Connection Request.
    pub negotiation: acceptor::Settings,
    /// Standard RDP Security, if it has that.
    pub standard_security: Option<StandardSecurity>,
    /// `version` of its GCC core data.
    pub gcc_version: Option<u32>,
    /// TLS.
    pub tls: tls::Choices,
}

/// A security protocol (MS-RDPBCGR 5.3, 5.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Security {
    /// CredSSP inside TLS.
    Hybrid,
    /// CredSSP with Early User Authorization Result.
    HybridEx,
    /// Standard RDP Security.
    Rdp,
    /// RDS-AAD.
    RdsAad,
    /// RDSTLS.
    Rdstls,
    /// TLS.
    Tls,
}

impl Security {
    /// Its bit; none for Standard RDP Security.
    #[must_use]
    pub const fn protocol(self) -> Protocols {
        match self {
            Self::Hybrid => Protocols::HYBRID,
            Self::HybridEx => Protocols::HYBRID_EX,
            Self::Rdp => Protocols::RDP,
            Self::RdsAad => Protocols::RDSAAD,
            Self::Rdstls => Protocols::RDSTLS,
            Self::Tls => Protocols::SSL,
        }
    }
}

/// `selectedProtocol`: a protocol by its name, or any number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "`select` takes one of `rdp`, `tls`, `hybrid`, `hybrid-ex`, `rdstls`, `rds-aad`, or a number"
)]
pub enum Select {
    /// Any number, also one with unknown or several bits.
    Number(u32),
    /// By its name.
    Protocol(Security),
}

impl Select {
    /// The bits.
    #[must_use]
    pub const fn protocols(self) -> Protocols {
        match self {
            Self::Number(number) => Protocols(number),
            Self::Protocol(security) => security.protocol(),
        }
    }
}

/// `failureCode` of RDP_NEG_FAILURE: by its name in MS-RDPBCGR 2.2.1.2.2, or any number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "FailureWord", into = "FailureWord")]
pub struct NegotiationFailure(pub u32);

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(
    untagged,
    expecting = "`failure` takes the name or the number of a failure code"
)]
enum FailureWord {
    Number(u32),
    Name(String),
}

impl TryFrom<FailureWord> for NegotiationFailure {
    type Error = String;

    fn try_from(word: FailureWord) -> Result<Self, String> {
        match word {
            FailureWord::Number(number) => Ok(Self(number)),
            FailureWord::Name(name) => negotiation::FAILURES
                .iter()
                .find(|(_, known)| *known == name)
                .map(|(number, _)| Self(*number))
                .ok_or_else(|| {
                    let known: Vec<_> = negotiation::FAILURES
                        .iter()
                        .map(|(_, name)| *name)
                        .collect();
                    format!(
                        "unknown failure `{name}`, expected one of `{}`",
                        known.join("`, `")
                    )
                }),
        }
    }
}

impl From<NegotiationFailure> for FailureWord {
    fn from(failure: NegotiationFailure) -> Self {
        match negotiation::failure_name(failure.0) {
            Some(name) => Self::Name(name.to_owned()),
            None => Self::Number(failure.0),
        }
    }
}

impl JsonSchema for NegotiationFailure {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "NegotiationFailure".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        crate::words::failure(generator)
    }
}

/// `[standard_security]`: Standard RDP Security (MS-RDPBCGR 5.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StandardSecurity {
    /// The encryption methods that the server has (MS-RDPBCGR 5.3.2).
    pub methods: Vec<EncryptionMethod>,
    /// The encryption level that it is set to.
    pub level: EncryptionLevel,
    /// The key of its proprietary certificate.
    pub key: String,
}

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

/// `[server.tls]`: what differs from the profile.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TlsChoices {
    /// Whether clients are asked for a certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "crate::words::client_certificate")]
    pub client_certificate: Option<ClientCertificatePolicy>,
    /// Whether the verify data of the server's Finished is right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "crate::words::honesty")]
    pub finished: Option<Honesty>,
    /// Whether RFC 5746 is answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renegotiation_info: Option<bool>,
    /// Whether clients must send a server name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "crate::words::server_name")]
    pub server_name: Option<ServerNamePolicy>,
    /// Whether the signature of CertificateVerify or ServerKeyExchange is right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "crate::words::honesty")]
    pub signature: Option<Honesty>,
    /// The suites that are taken, the favourite first, by their IANA names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "crate::words::suites")]
    pub suites: Option<Vec<Suite>>,
    /// A suite for the ServerHello that the client did not offer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "crate::words::suite")]
    pub unoffered_suite: Option<Suite>,
    /// The versions that are spoken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "crate::words::versions")]
    pub versions: Option<Vec<Version>>,
}
