//! The report as CTRF, the Common Test Report Format (ctrf.io): JSON that needs no adapter for
//! each tool that shows test results.

use serde_json::{Map, Value, json};

use super::junit::description;
use super::model::{Case, Verdict};
use super::text::{clean, line, log};
use super::{RenderError, Report};

/// The version of the specification that it is written by.
const SPEC: &str = "0.0.0";

/// The most of a client's log that is in it, in bytes.
const MAX_LOG: usize = 16 << 10;

/// The whole report as a CTRF document.
///
/// # Errors
/// Never in practice: everything in it can be written.
pub fn render(report: &Report) -> Result<String, RenderError> {
    let start = report.started.parse::<jiff::Timestamp>();
    let start = start.map_or(0, jiff::Timestamp::as_millisecond);
    let count = |status| {
        let cases = report.cases.iter();
        cases.filter(|case| word(case.verdict) == status).count()
    };
    let mut document = json!({
        "reportFormat": "CTRF",
        "specVersion": SPEC,
        "generatedBy": "badrdp",
        "results": {
            "tool": { "name": "badrdp", "version": report.badrdp },
            "summary": {
                "tests": report.cases.len(),
                "passed": count("passed"),
                "failed": count("failed"),
                "pending": 0,
                "skipped": count("skipped"),
                "other": count("other"),
                "flaky": report.count(Verdict::Flaky),
                "suites": report.clients.len(),
                "start": start,
                "stop": start.saturating_add(whole(report.took_ms)),
                "duration": whole(report.took_ms),
                "extra": { "interrupted": report.interrupted },
            },
            "tests": report.cases.iter().map(|case| test(report, case)).collect::<Vec<_>>(),
        },
    });
    if start > 0 {
        document["timestamp"] = Value::from(report.started.clone());
    }
    Ok(serde_json::to_string_pretty(&document)?)
}

fn test(report: &Report, case: &Case) -> Value {
    let mut test = Map::new();
    let mut set = |key: &str, value: Value| {
        test.insert(key.to_owned(), value);
    };
    set("name", case.scenario.clone().into());
    set("status", word(case.verdict).into());
    set("rawStatus", case.verdict.name().into());
    set("duration", whole(case.took_ms).into());
    set("suite", json!([case.client, case.cause]));
    if let Some(scenario) = report
        .scenarios
        .iter()
        .find(|known| known.id == case.scenario)
    {
        set("tags", json!(scenario.tags));
    }
    if !case.reasons.is_empty() {
        set("message", line(&case.reasons.join("; "), 500).into());
    }
    if case.verdict.is_bad() {
        set("trace", description(case).into());
    }
    let tried: Vec<_> = (1..)
        .zip(&case.tries)
        .map(|(number, tried)| {
            json!({
                "attempt": number,
                "status": word(tried.verdict),
                "duration": whole(tried.took_ms),
            })
        })
        .collect();
    if tried.len() > 1 {
        set("retries", (tried.len() - 1).into());
        set("retryAttempts", tried.into());
        set("flaky", (case.verdict == Verdict::Flaky).into());
    }
    let log = log(&case.log, case.log_left_out, MAX_LOG);
    if !log.is_empty() {
        set("stdout", log.lines().collect::<Vec<_>>().into());
    }
    let findings: Vec<_> = case.findings.iter().map(|found| &found.finding).collect();
    set(
        "extra",
        json!({
            "repeat": clean(&case.repeat),
            "outcome": case.outcome,
            "findings": findings,
        }),
    );
    Value::Object(test)
}

/// The word of CTRF for a verdict.
const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass | Verdict::NonStrict | Verdict::Flaky => "passed",
        Verdict::Fail | Verdict::HarnessError | Verdict::UnexpectedPass => "failed",
        Verdict::KnownFailure => "other",
        Verdict::Skipped => "skipped",
    }
}

/// Whole milliseconds, as CTRF wants them.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a float that does not fit becomes the nearest integer"
)]
const fn whole(ms: f64) -> i64 {
    ms.round() as i64
}
