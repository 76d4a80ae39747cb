//! The report for programs.

use crate::run::SuiteResult;

/// The whole suite as one JSON document.
///
/// # Errors
/// Never in practice: everything in it can be written.
pub fn render(suite: &SuiteResult) -> serde_json::Result<String> {
    serde_json::to_string_pretty(suite)
}
