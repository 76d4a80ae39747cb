//! Annotations of GitHub Actions: lines on the output that it shows beside the run.

use super::Report;
use super::model::{Case, Severity, Verdict};
use super::text::line;

/// How many of each kind GitHub shows for one step; the rest would be dropped in silence.
const MOST: usize = 10;

/// How long a message may be, in characters.
const LONGEST: usize = 1000;

/// `::error` for what failed, `::warning` for what is worth a look; at most ten of each, the
/// last of which says how many there are besides.
#[must_use]
pub fn render(report: &Report) -> Vec<String> {
    let cases = || report.cases.iter();
    let mut lines = some(
        "error",
        cases().filter(|case| case.verdict.is_bad()).collect(),
    );
    let doubtful = cases().filter(|case| is_doubtful(case)).collect();
    lines.extend(some("warning", doubtful));
    if report.interrupted {
        let message = "the run was interrupted: the rest was not run";
        lines.push(format!("::notice title=badrdp::{message}"));
    }
    lines
}

/// Good, but not as good as that.
fn is_doubtful(case: &Case) -> bool {
    let grave = case
        .findings
        .iter()
        .any(|found| found.severity >= Severity::Major);
    match case.verdict {
        Verdict::NonStrict | Verdict::Flaky => true,
        Verdict::Pass | Verdict::Skipped => grave,
        Verdict::Fail | Verdict::HarnessError | Verdict::KnownFailure | Verdict::UnexpectedPass => {
            false
        }
    }
}

fn some(kind: &str, cases: Vec<&Case>) -> Vec<String> {
    let shown = if cases.len() > MOST { MOST - 1 } else { MOST };
    let mut lines: Vec<_> = cases
        .iter()
        .take(shown)
        .map(|case| one(kind, case))
        .collect();
    let more = cases.len().saturating_sub(shown);
    if more > 0 {
        lines.push(format!(
            "::{kind} title=badrdp::and {more} more, which the summary and the reports have"
        ));
    }
    lines
}

fn one(kind: &str, case: &Case) -> String {
    let title = format!("{}: {} with {}", case.verdict, case.scenario, case.client);
    let reasons = line(&case.reasons.join("; "), LONGEST);
    let message = format!("{reasons}\nrepeat: {}", line(&case.repeat, LONGEST));
    format!(
        "::{kind} title={}::{}",
        property(&line(&title, LONGEST)),
        data(&message)
    )
}

/// As actions/toolkit escapes a message.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// As actions/toolkit escapes a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
