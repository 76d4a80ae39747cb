//! The report for people: one line for each result, then what counts.

use std::fmt::Write as _;

use badrdp_scenario::Outcome;

use crate::judge::{Finding, Verdict};
use crate::run::{CaseResult, SuiteResult};

/// One result on one line.
#[must_use]
pub fn line(result: &CaseResult) -> String {
    let judgement = &result.judgement;
    let outcome = judgement.outcome.map_or("-", Outcome::name);
    let mut text = format!(
        "{:<13} {:<44} {:<10} {:<21} {:>6} ms",
        judgement.verdict.name(),
        result.scenario,
        result.client,
        outcome,
        result.took.as_millis(),
    );
    if judgement.verdict != Verdict::Pass && !judgement.reasons.is_empty() {
        let _ = write!(text, "  {}", judgement.reasons.join("; "));
    }
    text
}

/// What a reader wants first: the counts, then what failed and how to repeat it.
#[must_use]
pub fn summary(suite: &SuiteResult) -> String {
    let mut text = String::new();
    for client in &suite.clients {
        let version = client.version.as_deref().unwrap_or("version unknown");
        let _ = write!(text, "{}: {} ({version})\n  ", client.name, client.title);
        let of_client = || {
            suite
                .results
                .iter()
                .filter(|result| result.client == client.name)
        };
        let counts: Vec<_> = Verdict::ALL
            .iter()
            .map(|verdict| {
                let count = of_client()
                    .filter(|result| result.judgement.verdict == *verdict)
                    .count();
                format!("{count} {}", verdict.name())
            })
            .collect();
        let _ = writeln!(text, "{}", counts.join(", "));
        for finding in Finding::ALL {
            let word = finding.name();
            let ids: Vec<_> = of_client()
                .filter(|result| result.judgement.findings.contains(&finding))
                .map(|result| result.scenario.as_str())
                .collect();
            if !ids.is_empty() {
                let _ = writeln!(text, "  {word} in {}: {}", ids.len(), ids.join(", "));
            }
        }
    }
    let bad = |result: &&CaseResult| {
        matches!(
            result.judgement.verdict,
            Verdict::Fail | Verdict::HarnessError
        )
    };
    let failed: Vec<_> = suite.results.iter().filter(bad).collect();
    if !failed.is_empty() {
        let _ = writeln!(text, "\nto repeat:");
        for result in failed {
            let _ = writeln!(text, "  {}", result.repeat);
        }
    }
    let seconds = suite.took.as_secs_f64();
    let count = suite.results.len();
    let ending = if count == 1 { "" } else { "s" };
    let _ = write!(text, "\n{count} result{ending} in {seconds:.1} s");
    if suite.interrupted {
        let _ = write!(text, ", interrupted: the rest was not run");
    }
    text
}
