//! The report as TAP 14, the Test Anything Protocol: a line for each case, the evidence of a
//! failure in YAML below it.

use std::fmt::Write as _;

use super::model::{Case, Verdict};
use super::text::line;
use super::{RenderError, Report, seen};

/// The most characters of a reason.
const MOST: usize = 300;

/// The whole report as TAP.
///
/// # Errors
/// Never.
pub fn render(report: &Report) -> Result<String, RenderError> {
    let mut text = format!("TAP version 14\n1..{}\n", report.cases.len());
    for (number, case) in (1..).zip(&report.cases) {
        let _ = writeln!(text, "{}", point(number, case));
        if case.verdict.is_bad() {
            text.push_str(&evidence(case));
        }
    }
    if report.interrupted {
        text.push_str("Bail out! the run was interrupted: the rest was not run\n");
    }
    Ok(text)
}

fn point(number: usize, case: &Case) -> String {
    let ok = match case.verdict {
        Verdict::KnownFailure => "not ok",
        verdict if verdict.is_bad() => "not ok",
        _ => "ok",
    };
    let name = line(&format!("{} with {}", case.scenario, case.client), MOST);
    let name = escaped(&name);
    let reasons = escaped(&line(&case.reasons.join("; "), MOST));
    let directive = match case.verdict {
        Verdict::Skipped => format!(" # SKIP {reasons}"),
        Verdict::KnownFailure => {
            let known = case.known.as_ref();
            let reason = known.map_or(reasons, |known| escaped(&line(&known.reason, MOST)));
            format!(" # TODO {reason}")
        }
        Verdict::Pass | Verdict::Fail => String::new(),
        other => format!(" ({other})"),
    };
    format!("{ok} {number} - {name}{directive}")
}

/// A block of YAML; every string is quoted as JSON is, which YAML takes.
fn evidence(case: &Case) -> String {
    let mut text = String::from("  ---\n");
    let quoted = |text: &str| serde_json::Value::from(line(text, MOST)).to_string();
    let _ = writeln!(text, "  verdict: {}", quoted(case.verdict.name()));
    let mut list = |key: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            let _ = writeln!(text, "  {key}:");
            for line in lines {
                let _ = writeln!(text, "    - {}", quoted(&line));
            }
        }
    };
    list("reasons", case.reasons.clone());
    list("findings", seen::findings(case));
    list("expected", case.expected.sentences());
    list("seen", seen::seen(case));
    let _ = writeln!(text, "  repeat: {}", quoted(&case.repeat));
    text.push_str("  ...\n");
    text
}

/// A backslash and a hash mean something in a description.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('#', "\\#")
}
