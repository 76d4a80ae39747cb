//! A message with its bytes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A message as it was on the wire, or inside what encrypts it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Exchange {
    /// When, in milliseconds from the start of the connection on.
    pub at_ms: f64,
    /// Who sent it: `server` or `client`.
    pub from: String,
    /// Which.
    pub message: String,
    /// The phase that it belongs to.
    pub phase: String,
    /// What protected it: `none`, `tls`, `standard-rdp-security` or `credssp`.
    pub protection: String,
    /// How many bytes it has.
    pub len: u64,
    /// The first of them in lower-case hexadecimal; credentials are blanked.
    pub bytes: String,
    /// The faults that changed it.
    #[serde(default)]
    pub changed_by: Vec<String>,
    /// Its fields, in order.
    #[serde(default)]
    pub fields: Vec<Field>,
}

/// A field of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its first byte, from 0.
    pub start: u64,
    /// The byte behind its last.
    pub end: u64,
    /// What it says, where that is known.
    #[serde(default)]
    pub value: Option<String>,
}
