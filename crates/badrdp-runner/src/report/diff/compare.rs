//! What a difference of one case means.

use super::super::model::{Case, Severity, Verdict};
use super::Tolerance;

/// What a difference is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It differs in another way.
    Change,
    /// It was bad and is good.
    NewPass,
    /// It is worse.
    Regression,
    /// There is none.
    Same,
}

pub(super) fn kind(old: &Case, new: &Case) -> Kind {
    let fell = match (standing(old.verdict), standing(new.verdict)) {
        (Some(was), Some(is)) => is < was,
        (None, Some(is)) => is == 0,
        (_, None) => false,
    };
    if fell || has_new_grave_finding(old, new) {
        return Kind::Regression;
    }
    if !old.verdict.is_good() && old.verdict != Verdict::Skipped && new.verdict.is_good() {
        return Kind::NewPass;
    }
    let facts = |case: &Case| {
        let findings: Vec<_> = case
            .findings
            .iter()
            .map(|found| found.finding.clone())
            .collect();
        (case.verdict, case.outcome.clone(), findings)
    };
    if facts(old) == facts(new) {
        Kind::Same
    } else {
        Kind::Change
    }
}

/// Whether the time is another, for cases in which the client did something.
pub(super) fn slower_or_faster(old: &Case, new: &Case, tolerance: Tolerance) -> bool {
    let (short, long) = if old.took_ms < new.took_ms {
        (old.took_ms, new.took_ms)
    } else {
        (new.took_ms, old.took_ms)
    };
    new.verdict != Verdict::Skipped
        && long - short >= tolerance.floor_ms
        && long >= short * tolerance.factor
}

const fn standing(verdict: Verdict) -> Option<u8> {
    match verdict {
        Verdict::Pass | Verdict::UnexpectedPass => Some(3),
        Verdict::NonStrict | Verdict::Flaky => Some(2),
        Verdict::KnownFailure => Some(1),
        Verdict::Fail | Verdict::HarnessError => Some(0),
        Verdict::Skipped => None,
    }
}

fn has_new_grave_finding(old: &Case, new: &Case) -> bool {
    new.findings
        .iter()
        .any(|found| found.severity >= Severity::Major && !old.found(&found.finding))
}
