//! The report for CI servers: JUnit XML, a suite for each client, a test case for each scenario.
//!
//! ```text
//!  PASS, NON-STRICT        passed, the latter with a note in system-out
//!  FLAKY                   passed, with the failed tries as flaky failures
//!  FAIL, UNEXPECTED-PASS   failure
//!  HARNESS-ERROR           error
//!  SKIPPED, KNOWN-FAILURE  skipped, with the reason
//! ```

use std::time::Duration;

use quick_junit::{
    NonSuccessKind, Report as Junit, TestCase, TestCaseStatus, TestRerun, TestSuite,
};

use super::model::{Case, Client, Verdict};
use super::text::{clean, line, log};
use super::{RenderError, Report, seen};

/// The most of a client's log that is in it, in bytes: CI servers keep it all in memory.
const MAX_LOG: usize = 16 << 10;

/// The most of a message, which CI servers show on one line.
const MAX_MESSAGE: usize = 500;

/// The whole report as JUnit XML.
///
/// # Errors
/// Never in practice: what XML forbids is taken out before.
pub fn render(report: &Report) -> Result<String, RenderError> {
    let mut junit = Junit::new("badrdp");
    junit.set_time(duration(report.took_ms));
    let started = chrono::DateTime::parse_from_rfc3339(&report.started).ok();
    if let Some(started) = started {
        junit.set_timestamp(started);
    }
    for client in &report.clients {
        let mut suite = suite(report, client);
        if let Some(started) = started {
            suite.set_timestamp(started);
        }
        junit.add_test_suite(suite);
    }
    Ok(junit.to_string()?)
}

fn suite(report: &Report, client: &Client) -> TestSuite {
    let mut suite = TestSuite::new(clean(&client.name));
    let took: f64 = report.of(&client.name).map(|case| case.took_ms).sum();
    suite.set_time(duration(took));
    let version = client.version.as_deref().unwrap_or("unknown");
    suite.add_property(("client", clean(&client.title).as_str()));
    suite.add_property(("version", line(version, MAX_MESSAGE).as_str()));
    suite.add_property(("badrdp", report.badrdp.as_str()));
    if report.interrupted {
        suite.add_property(("interrupted", "true"));
        suite.set_system_err("the run was interrupted: the rest was not run");
    }
    suite.add_test_cases(report.of(&client.name).map(test_case));
    suite
}

fn test_case(case: &Case) -> TestCase {
    let mut test = TestCase::new(clean(&case.scenario), status(case));
    test.set_classname(format!("{}.{}", clean(&case.client), case.cause));
    test.set_time(duration(case.took_ms));
    test.set_system_out(system_out(case));
    test
}

fn status(case: &Case) -> TestCaseStatus {
    let reasons = line(&case.reasons.join("; "), MAX_MESSAGE);
    match case.verdict {
        Verdict::Pass | Verdict::NonStrict => TestCaseStatus::success(),
        Verdict::Flaky => {
            let mut status = TestCaseStatus::success();
            let bad = case.tries.iter().filter(|tried| !tried.verdict.is_good());
            status.add_reruns(bad.map(|tried| {
                let mut rerun = TestRerun::new(NonSuccessKind::Failure);
                let outcome = tried.outcome.as_deref().unwrap_or("-");
                rerun
                    .set_time(duration(tried.took_ms))
                    .set_type(tried.verdict.name())
                    .set_message(clean(outcome));
                rerun
            }));
            status
        }
        Verdict::Fail | Verdict::HarnessError | Verdict::UnexpectedPass => {
            let kind = match case.verdict {
                Verdict::HarnessError => NonSuccessKind::Error,
                _ => NonSuccessKind::Failure,
            };
            let mut status = TestCaseStatus::non_success(kind);
            status
                .set_type(case.verdict.name())
                .set_message(reasons)
                .set_description(description(case));
            status
        }
        Verdict::KnownFailure => {
            let known = case.known.as_ref();
            let reason = known.map_or(reasons, |known| line(&known.reason, MAX_MESSAGE));
            let mut status = TestCaseStatus::skipped();
            status.set_message(format!("known failure: {reason}"));
            status
        }
        Verdict::Skipped => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(reasons);
            status
        }
    }
}

/// What was expected and what was seen.
pub(super) fn description(case: &Case) -> String {
    let mut lines: Vec<_> = case.reasons.clone();
    lines.push("expected:".to_owned());
    let indented = |line: String| format!("  {line}");
    lines.extend(case.expected.sentences().into_iter().map(indented));
    lines.push("seen:".to_owned());
    lines.extend(seen::seen(case).into_iter().map(indented));
    lines.push(format!("repeat: {}", case.repeat));
    clean(&lines.join("\n"))
}

fn system_out(case: &Case) -> String {
    let mut lines = vec![format!("repeat: {}", case.repeat)];
    if !matches!(case.verdict, Verdict::Pass | Verdict::Skipped) {
        lines.push(format!("{}: {}", case.verdict, case.reasons.join("; ")));
    }
    let findings = seen::findings(case).into_iter();
    lines.extend(findings.map(|finding| format!("finding: {finding}")));
    lines.extend(seen::tries(case));
    lines.extend(case.capture.as_ref().map(|file| format!("capture: {file}")));
    let log = log(&case.log, case.log_left_out, MAX_LOG);
    if !log.is_empty() {
        lines.push("the client's log:".to_owned());
        lines.push(log);
    }
    clean(&lines.join("\n"))
}

/// A time that is none, as a file may say, counts as no time.
fn duration(ms: f64) -> Duration {
    Duration::try_from_secs_f64(ms / 1000.0).unwrap_or_default()
}
