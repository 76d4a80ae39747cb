//! What a scenario expects of a client.

use badrdp_faults::Period;
use badrdp_proto::Phase;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::outcome::Outcome;

/// What is expected. Judged on the wire first, on the client's own words second.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// The outcomes that are right.
    #[schemars(length(min = 1))]
    pub client: Vec<Outcome>,
    /// Weaker outcomes that are let pass: NON-STRICT.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tolerate: Vec<Outcome>,
    /// What must not happen, whatever the outcome.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub never: Vec<Never>,
    /// How long the client may take until it says so.
    pub within: Period,
    /// What is expected of each connection, in the order in which they are accepted. Fewer
    /// connections than listed fail; more are free.
    #[serde(default, rename = "connection", skip_serializing_if = "Vec::is_empty")]
    pub connections: Vec<ExpectedConnection>,
}

/// Something that no client may do against this server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Never {
    /// The client let go of credentials.
    CredentialsSent,
    /// The client came back and asked for Standard RDP Security.
    DowngradedToRdpSecurity,
}

impl Never {
    /// The word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CredentialsSent => "credentials-sent",
            Self::DowngradedToRdpSecurity => "downgraded-to-rdp-security",
        }
    }
}

/// What is expected of one connection, as the server saw it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectedConnection {
    /// The phase that it gets to, at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "crate::words::phase")]
    pub reaches: Option<Phase>,
    /// Who ends it, and how.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<End>,
    /// How long after the end of the connection before it starts, at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_within: Option<Period>,
}

/// Who ended a connection, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// The client closed in order.
    ClientClose,
    /// The client sent RST.
    ClientReset,
    /// Nobody: it was open when the time was up.
    Open,
    /// The server closed in order.
    ServerClose,
    /// The server sent RST.
    ServerReset,
}

impl End {
    /// The word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ClientClose => "client-close",
            Self::ClientReset => "client-reset",
            Self::Open => "open",
            Self::ServerClose => "server-close",
            Self::ServerReset => "server-reset",
        }
    }
}
