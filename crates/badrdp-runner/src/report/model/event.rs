//! Something that happened on a connection.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// When, in milliseconds from the start of the connection on.
    pub at_ms: f64,
    /// What, in kebab case: `accepted`, `received`, `fault-due` …
    pub event: String,
    /// Who did it: `server`, `client`, or `badrdp`, which keeps the record.
    pub from: String,
    /// The message, where it is about one.
    #[serde(default)]
    pub message: Option<String>,
    /// Its bytes on the wire.
    #[serde(default)]
    pub len: Option<u64>,
    /// The fault's position in the scenario, from 0, where it is about one.
    #[serde(default)]
    pub fault: Option<usize>,
    /// All of it in one line.
    pub text: String,
}
