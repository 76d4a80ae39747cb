//! The report for people: one line for each result, then what counts.

use std::fmt::Write as _;

use super::model::{Case, Severity, Verdict};
use super::text::{count, flat};
use super::{RenderError, Report, matrix};

/// The most characters that a column makes room for; a file may call a case anything.
const WIDEST: usize = 80;

/// The whole report: of a sweep its matrix and the cases worth a line, else all cases; then
/// the summary.
///
/// # Errors
/// Never.
pub fn render(report: &Report) -> Result<String, RenderError> {
    let is_worth_a_line = |case: &&Case| {
        let mut found = case.findings.iter();
        (report.sweeps.is_empty() && case.was_begun())
            || found.any(|found| found.severity > Severity::Info)
            || case.verdict.is_bad()
    };
    let mut parts: Vec<_> = report.sweeps.iter().map(matrix::render).collect();
    parts.extend((!parts.is_empty()).then(|| matrix::LEGEND.to_owned()));
    let told: Vec<_> = report.cases.iter().filter(is_worth_a_line).collect();
    parts.extend((!told.is_empty()).then(|| table(&told)));
    parts.push(summary(report));
    Ok(parts.join("\n\n"))
}

/// Cases, one on a line each. Columns are as wide as what stands in them, and at least as wide
/// as it usually is.
pub(super) fn table(cases: &[&Case]) -> String {
    let width = |usual: usize, column: fn(&Case) -> &str| {
        let widths = cases.iter().map(|case| flat(column(case)).chars().count());
        widths.max().unwrap_or(0).clamp(usual, WIDEST)
    };
    let verdict = width(13, |case| case.verdict.name());
    let scenario = width(44, |case| &case.scenario);
    let client = width(10, |case| &case.client);
    let outcome = width(21, Case::outcome);
    let line = |case: &&Case| {
        let mut text = format!(
            "{:<verdict$} {:<scenario$} {:<client$} {:<outcome$} {:>6.0} ms",
            case.verdict,
            flat(&case.scenario),
            flat(&case.client),
            flat(case.outcome()),
            case.took_ms.floor(),
        );
        if case.verdict != Verdict::Pass && !case.reasons.is_empty() {
            let _ = write!(text, "  {}", case.reasons.join("; "));
        } else if let Some(rule) = &case.rule {
            let _ = write!(text, "  by {rule}");
        }
        flat(&text)
    };
    let lines: Vec<_> = cases.iter().map(line).collect();
    lines.join("\n")
}

/// What a reader wants first: the counts, then what failed and how to repeat it.
fn summary(report: &Report) -> String {
    let mut text = String::new();
    for client in &report.clients {
        let version = client.version.as_deref().unwrap_or("version unknown");
        let who = format!("{}: {} ({version})", client.name, client.title);
        let _ = writeln!(text, "{}", flat(&who));
        let _ = writeln!(text, "  {}", counts(report, &client.name).join(", "));
        for (finding, ids) in found(report, &client.name) {
            let line = format!("{finding} in {}: {}", ids.len(), ids.join(", "));
            let _ = writeln!(text, "  {}", flat(&line));
        }
    }
    let failed: Vec<_> = report
        .cases
        .iter()
        .filter(|case| case.verdict.is_bad())
        .collect();
    if !failed.is_empty() {
        let _ = writeln!(text, "\nto repeat:");
        for case in failed {
            let _ = writeln!(text, "  {}", flat(&case.repeat));
        }
    }
    let seconds = report.took_ms / 1000.0;
    let results = count(report.cases.len(), "result");
    let _ = write!(text, "\n{results} in {seconds:.1} s");
    let not_begun = report.cases.iter().filter(|case| !case.was_begun()).count();
    match report.cut.as_deref() {
        Some("deadline") => text.push_str(", cut by the deadline"),
        Some(_) => text.push_str(", ended because enough had failed"),
        None => {}
    }
    if not_begun > 0 {
        let _ = write!(text, ": {not_begun} of them were not begun");
    }
    if report.interrupted {
        let _ = write!(text, ", interrupted: the rest was not run");
    }
    text
}

/// `3 PASS`, `0 FAIL` … The verdicts that only some runs can have are named where they are.
fn counts(report: &Report, client: &str) -> Vec<String> {
    let words = Verdict::ALL.into_iter().filter_map(|verdict| {
        let cases = report.of(client);
        let count = cases.filter(|case| case.verdict == verdict).count();
        let rare = matches!(
            verdict,
            Verdict::Flaky | Verdict::KnownFailure | Verdict::UnexpectedPass
        );
        (count > 0 || !rare).then(|| format!("{count} {verdict}"))
    });
    words.collect()
}

/// Each finding of a client, and where; the gravest first.
pub(super) fn found<'a>(report: &'a Report, client: &'a str) -> Vec<(String, Vec<&'a str>)> {
    let all = || report.of(client).flat_map(|case| &case.findings);
    let mut kinds: Vec<_> = all().collect();
    kinds.sort_by(|a, b| b.severity.cmp(&a.severity).then(a.finding.cmp(&b.finding)));
    kinds.dedup_by(|a, b| a.finding == b.finding);
    let named = kinds.into_iter().map(|kind| {
        let cases = report.of(client).filter(|case| case.found(&kind.finding));
        let ids = cases.map(|case| case.scenario.as_str()).collect();
        (kind.finding.replace('-', " "), ids)
    });
    named.collect()
}
