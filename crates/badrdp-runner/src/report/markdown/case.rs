//! One case in Markdown.

use std::fmt::Write as _;

use super::super::model::{Case, Report};
use super::super::{seen, text};
use super::escape::{block, cell, code};

/// The most of a client's log that is shown, in bytes.
const MAX_LOG: usize = 4 << 10;

/// A case on one line.
pub(super) fn line(case: &Case) -> String {
    let reasons = cell(&case.reasons.join("; "));
    format!("\n- {} {reasons}", name(case))
}

/// A case that opens: what was expected, what was seen, how to repeat it.
pub(super) fn details(report: &Report, case: &Case) -> String {
    let reasons = cell(&case.reasons.join("; "));
    let mut text = format!(
        "\n<details><summary>{}: {reasons}</summary>\n\n",
        name(case)
    );
    let _ = writeln!(text, "{}\n", cell(report.title(&case.scenario)));
    let mut list = |title: &str, lines: &[String]| {
        if !lines.is_empty() {
            let _ = writeln!(text, "{title}\n");
            for line in lines {
                let _ = writeln!(text, "- {}", cell(line));
            }
            text.push('\n');
        }
    };
    list("Findings", &seen::findings(case));
    list("Expected", &case.expected.sentences());
    list("Seen", &seen::seen(case));
    let _ = writeln!(text, "To repeat it\n\n{}", block(&case.repeat));
    let log = text::log(&case.log, case.log_left_out, MAX_LOG);
    if !log.is_empty() {
        let _ = writeln!(text, "\nThe end of the client's log\n\n{}", block(&log));
    }
    text.push_str("\n</details>\n");
    text
}

fn name(case: &Case) -> String {
    let (id, client) = (code(&case.scenario), code(&case.client));
    format!("<b>{}</b> {id} with {client}", case.verdict)
}
