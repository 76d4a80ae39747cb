//! What a scenario expects of a client.

mod accept;
mod check;
mod phrases;
mod words;

use std::num::NonZeroU32;

use badrdp_faults::Period;
use badrdp_proto::Phase;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::accept::Accept;
pub(crate) use self::check::check;
pub use self::words::{End, ExpectedCredentials, Never, Presented};
use crate::outcome::Outcome;

/// What is expected. Judged on the wire first, on the client's own words second.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// The outcomes that are right. Needed unless `[[expect.accept]]` has them all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
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
    /// How many connections the client may make.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts: Option<Attempts>,
    /// Further outcomes that are right, each with the section of a standard that says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accept: Vec<Accept>,
    /// What is expected of each connection, in the order in which they are accepted. Fewer
    /// connections than listed fail; more are free.
    #[serde(default, rename = "connection", skip_serializing_if = "Vec::is_empty")]
    pub connections: Vec<ExpectedConnection>,
}

/// A bound on how many connections a client makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attempts {
    /// The most connections.
    #[schemars(range(min = 1))]
    pub at_most: NonZeroU32,
    /// In any span of this length; in the whole run if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Period>,
}

/// What is expected of one connection, as the server saw it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectedConnection {
    /// Whether it carries credentials, and what protects them there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credentials: Option<ExpectedCredentials>,
    /// Who ends it, and how.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<End>,
    /// How long its session stays active, at least. A client in a healthy session is ended
    /// after that time, or after 2 seconds if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holds: Option<Period>,
    /// What the client presents on it, at least.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub presents: Vec<Presented>,
    /// The phase that it gets to, at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "crate::words::phase")]
    pub reaches: Option<Phase>,
    /// How long after the end of the connection before it starts, at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_within: Option<Period>,
}
