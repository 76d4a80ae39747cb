//! What is different between two reports, case by case.
//!
//! ```text
//!  standing   3  PASS, UNEXPECTED-PASS
//!             2  NON-STRICT, FLAKY
//!             1  KNOWN-FAILURE
//!             0  FAIL, HARNESS-ERROR
//!             -  SKIPPED
//! ```
//!
//! A regression is a case whose standing fell, one that was skipped and now is bad, and one with
//! a new finding that is major or critical. A case that was bad and now is good is a new pass.
//! Whatever else differs is a change.

mod compare;
mod text;

use std::collections::BTreeMap;

use serde::Serialize;

use self::compare::{Kind, kind, slower_or_faster};
use super::model::{Case, Report, Verdict};

/// What counts as another time: both have to be exceeded.
#[derive(Clone, Copy, Debug)]
pub struct Tolerance {
    /// So many times as long, or as short.
    pub factor: f64,
    /// By so many milliseconds.
    pub floor_ms: f64,
}

/// The differences, from old to new.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Diff {
    /// Cases that are worse than they were.
    pub regressions: Vec<Change>,
    /// Cases that were bad and are good.
    pub new_passes: Vec<Change>,
    /// Cases that differ in another way.
    pub changes: Vec<Change>,
    /// Cases that only the new one has.
    pub came: Vec<Side>,
    /// Cases that only the old one has.
    pub went: Vec<Side>,
    /// Cases that took a very different time and are otherwise the same.
    pub times: Vec<Change>,
    /// How many cases are the same.
    pub same: usize,
    /// The old one was ended early: what came may have been there.
    pub old_interrupted: bool,
    /// The new one was ended early: what went may be there still.
    pub new_interrupted: bool,
}

/// A case that both have.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The scenario.
    pub scenario: String,
    /// The client.
    pub client: String,
    /// As it was.
    pub old: Side,
    /// As it is.
    pub new: Side,
    /// How to repeat the new one.
    pub repeat: String,
}

/// What one of the reports says of a case.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Side {
    /// The scenario.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenario: Option<String>,
    /// The client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<String>,
    /// The verdict.
    pub verdict: Verdict,
    /// What the client did.
    pub outcome: Option<String>,
    /// The findings.
    pub findings: Vec<String>,
    /// How long it took, in milliseconds.
    pub took_ms: f64,
    /// Why the verdict is not PASS.
    pub reasons: Vec<String>,
}

impl Default for Tolerance {
    fn default() -> Self {
        Self {
            factor: 2.0,
            floor_ms: 1000.0,
        }
    }
}

impl Diff {
    /// Compares two reports.
    #[must_use]
    pub fn new(old: &Report, new: &Report, tolerance: Tolerance) -> Self {
        let by_key = |report| -> BTreeMap<_, &Case> {
            let report: &Report = report;
            report.cases.iter().map(|case| (case.key(), case)).collect()
        };
        let (before, after) = (by_key(old), by_key(new));
        let only = |one: &BTreeMap<_, &Case>, other: &BTreeMap<_, &Case>| {
            let alone = one.iter().filter(|(key, _)| !other.contains_key(*key));
            alone.map(|(_, case)| Side::alone(case)).collect()
        };
        let mut diff = Self {
            regressions: Vec::new(),
            new_passes: Vec::new(),
            changes: Vec::new(),
            came: only(&after, &before),
            went: only(&before, &after),
            times: Vec::new(),
            same: 0,
            old_interrupted: old.interrupted,
            new_interrupted: new.interrupted,
        };
        for (key, is) in &after {
            let Some(was) = before.get(key) else { continue };
            let list = match kind(was, is) {
                Kind::Regression => &mut diff.regressions,
                Kind::NewPass => &mut diff.new_passes,
                Kind::Change => &mut diff.changes,
                Kind::Same if slower_or_faster(was, is, tolerance) => &mut diff.times,
                Kind::Same => {
                    diff.same += 1;
                    continue;
                }
            };
            list.push(Change::new(was, is));
        }
        diff
    }

    /// Whether anything is worse than it was.
    #[must_use]
    pub const fn is_worse(&self) -> bool {
        !self.regressions.is_empty()
    }
}

impl Change {
    fn new(old: &Case, new: &Case) -> Self {
        Self {
            scenario: new.scenario.clone(),
            client: new.client.clone(),
            old: Side::of(old),
            new: Side::of(new),
            repeat: new.repeat.clone(),
        }
    }
}

impl Side {
    fn of(case: &Case) -> Self {
        let findings = case.findings.iter();
        Self {
            scenario: None,
            client: None,
            verdict: case.verdict,
            outcome: case.outcome.clone(),
            findings: findings.map(|found| found.finding.clone()).collect(),
            took_ms: case.took_ms,
            reasons: case.reasons.clone(),
        }
    }

    fn alone(case: &Case) -> Self {
        Self {
            scenario: Some(case.scenario.clone()),
            client: Some(case.client.clone()),
            ..Self::of(case)
        }
    }
}
