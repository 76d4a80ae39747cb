//! One profile that was swept with one client.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::verdict::Verdict;

/// One profile that was swept with one client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sweep {
    /// The profile.
    pub profile: String,
    /// The client.
    pub client: String,
    /// The seed that chose the cells, and of every random choice in them.
    pub seed: u64,
    /// How the client did without any fault.
    pub healthy: Verdict,
    /// How many cells there are.
    pub possible: usize,
    /// How many of them were run.
    pub run: usize,
    /// A row for each message, in the order of the protocol.
    pub rows: Vec<SweepRow>,
}

/// A message, and what became of each fault at it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SweepRow {
    /// The message, with its number where there are several.
    pub message: String,
    /// One word for each fault that was tried.
    pub faults: BTreeMap<String, String>,
}
