//! The report for programs, which is what all others are made of.

use super::{RenderError, Report};

/// The whole report as one JSON document.
///
/// # Errors
/// Never in practice: everything in it can be written.
pub fn render(report: &Report) -> Result<String, RenderError> {
    Ok(serde_json::to_string_pretty(report)?)
}
