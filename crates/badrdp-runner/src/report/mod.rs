//! Reports: one file each, and the list of those that are written to files.

pub mod human;
pub mod json;
pub mod matrix;
pub mod model;

use crate::run::SuiteResult;

/// Writes a whole suite.
pub type Render = fn(&SuiteResult) -> serde_json::Result<String>;

/// The reports that `run --report KIND=FILE` knows, by their kinds.
pub const REPORTS: &[(&str, Render)] = &[("json", json::render)];
