//! The honest server of a scenario, and the words it is described with.
//!
//! One file per table of `[server]`; [`crate::resolve`] makes every choice that a file leaves open.

pub mod credssp;
pub mod licensing;
pub mod session;
pub mod standard_security;
pub mod tls;

use badrdp_faults::{Connections, Named, Names};
use badrdp_proto::acceptor;
use badrdp_proto::negotiation::{self, Protocols};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::credssp::CredsspTable;
pub use self::licensing::LicensingTable;
pub use self::session::{AutoReconnect, SessionTable};
pub use self::standard_security::StandardSecurityTable;
pub use self::tls::TlsTable;

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
    /// The key of Standard RDP Security, by the name of a recipe with an RSA key.
    pub server_key: String,
    /// What comes after the security layer.
    pub session: acceptor::SessionSettings,
    /// TLS.
    pub tls: badrdp_tls::Choices,
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
    /// The one that was selected; `None` where that makes no sense.
    #[must_use]
    pub fn of(selected: Protocols) -> Option<Self> {
        [
            Self::Hybrid,
            Self::HybridEx,
            Self::Rdp,
            Self::RdsAad,
            Self::Rdstls,
            Self::Tls,
        ]
        .into_iter()
        .find(|security| security.protocol() == selected)
    }

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

/// `failureCode` of RDP_NEG_FAILURE (MS-RDPBCGR 2.2.1.2.2).
#[derive(Clone, Copy, Debug)]
pub enum NegotiationFailures {}

impl Names for NegotiationFailures {
    const WHAT: &'static str = "failure";

    fn all() -> Vec<(u32, &'static str)> {
        negotiation::FAILURES.to_vec()
    }
}

/// `failureCode`, by its name or any number.
pub type NegotiationFailure = Named<NegotiationFailures>;

crate::layered::replaces!(Security, Select, NegotiationFailure);
