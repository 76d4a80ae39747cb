//! What is different between two reports.

use badrdp_runner::report::diff::{Diff, Tolerance};
use badrdp_runner::report::model::{Found, Report, Severity, Verdict};

use crate::handmade::{case, report};

fn diff(old: &Report, new: &Report) -> Diff {
    Diff::new(old, new, Tolerance::default())
}

#[test]
fn a_report_is_like_itself() {
    let diff = diff(&report(), &report());
    assert!(!diff.is_worse());
    insta::assert_snapshot!(diff, @"9 cases the same");
}

#[test]
fn every_kind_of_difference() {
    let (old, mut new) = (report(), report());
    // PASS -> FAIL
    new.cases[0].verdict = Verdict::Fail;
    new.cases[0].reasons = vec!["it hung".to_owned()];
    // FAIL -> PASS
    new.cases[1].verdict = Verdict::Pass;
    new.cases[1].findings.clear();
    // FLAKY -> another outcome
    new.cases[3].outcome = Some("timed-out".to_owned());
    // SKIPPED -> gone
    new.cases.remove(5);
    // another time
    let last = new.cases.last_mut().unwrap();
    last.took_ms = 9000.0;
    new.cases
        .push(case("wrong-service/ssh", "hasty", Verdict::Fail));
    new.interrupted = true;
    let diff = diff(&old, &new);
    assert!(diff.is_worse());
    insta::assert_snapshot!(diff);
    insta::assert_json_snapshot!(diff);
}

#[test]
fn a_standing_that_falls_is_a_regression() {
    use Verdict::*;
    let rows = [
        (Pass, NonStrict, true),
        (Pass, Flaky, true),
        (NonStrict, KnownFailure, true),
        (KnownFailure, Fail, true),
        (Pass, HarnessError, true),
        (Skipped, Fail, true),
        (Pass, Skipped, false),
        (Skipped, NonStrict, false),
        (Fail, HarnessError, false),
        (NonStrict, Pass, false),
        (KnownFailure, UnexpectedPass, false),
    ];
    for (was, is, worse) in rows {
        let (mut old, mut new) = (report(), report());
        old.cases.truncate(1);
        new.cases.truncate(1);
        old.cases[0].verdict = was;
        new.cases[0].verdict = is;
        let diff = diff(&old, &new);
        assert_eq!(diff.is_worse(), worse, "{was} -> {is}");
        assert_eq!(diff.same, 0, "{was} -> {is}");
    }
}

#[test]
fn a_new_grave_finding_is_a_regression_whatever_the_verdict() {
    for (severity, worse) in [(Severity::Minor, false), (Severity::Major, true)] {
        let (old, mut new) = (report(), report());
        new.cases[0].findings.push(Found {
            finding: "downgraded".to_owned(),
            severity,
        });
        let diff = diff(&old, &new);
        assert_eq!(diff.is_worse(), worse);
        assert_eq!(diff.regressions.len() + diff.changes.len(), 1);
    }
}

#[test]
fn a_time_differs_by_a_factor_and_by_a_floor() {
    for (old_ms, new_ms, another) in [
        (10.0, 900.0, false),
        (10.0, 1100.0, true),
        (5000.0, 7000.0, false),
        (7000.0, 2000.0, true),
        (0.0, 0.0, false),
    ] {
        let (mut old, mut new) = (report(), report());
        old.cases[0].took_ms = old_ms;
        new.cases[0].took_ms = new_ms;
        let diff = diff(&old, &new);
        assert_eq!(diff.times.len(), usize::from(another), "{old_ms} {new_ms}");
        assert!(!diff.is_worse());
    }
}
