//! Shards become one report again.

use badrdp_runner::report::Report;
use badrdp_runner::report::merge::{MergeError, merge};
use badrdp_runner::report::model::{Shard, Sweep, SweepRow, Verdict};

use crate::handmade::report;

/// The cases whose number leaves `index - 1` when divided by `of`.
fn shard(index: u32, of: u32) -> Report {
    let mut report = report();
    let wanted: Vec<_> = report
        .cases
        .iter()
        .zip((0..of).cycle())
        .filter(|(_, number)| number + 1 == index)
        .map(|(case, _)| (case.scenario.clone(), case.client.clone()))
        .collect();
    report.keep(|case| wanted.contains(&(case.scenario.clone(), case.client.clone())));
    report.shard = Some(Shard { index, of });
    report
}

fn merged(reports: &[Report]) -> Result<Report, MergeError> {
    let named = (1..).zip(reports);
    let named = named.map(|(number, report)| (format!("{number}.json"), report.clone()));
    merge(named.collect()).map(|merged| merged.report)
}

#[test]
fn shards_become_the_whole() {
    let mut whole = report();
    whole.sort();
    let mut joined = merged(&[shard(3, 3), shard(1, 3), shard(2, 3)]).unwrap();
    joined.clients.sort_by(|a, b| a.name.cmp(&b.name));
    assert_eq!(joined, whole);
}

#[test]
fn a_missing_shard_is_named() {
    let reports = vec![("a".to_owned(), shard(1, 3)), ("b".to_owned(), shard(3, 3))];
    let missing = merge(reports).unwrap().missing;
    assert_eq!(missing, [Shard { index: 2, of: 3 }]);
}

#[test]
fn shards_of_different_runs_are_refused() {
    let error = merged(&[shard(1, 2), shard(1, 3)]).unwrap_err();
    insta::assert_snapshot!(error, @"1.json is shard 1 of 2 and 2.json is shard 1 of 3: these are parts of different runs");
}

#[test]
fn a_contradiction_is_refused() {
    let (first, mut second) = (report(), report());
    second.cases[0].verdict = Verdict::Fail;
    let error = merged(&[first, second]).unwrap_err();
    insta::assert_snapshot!(error, @"certificate/expired with careful is PASS (connection-reset) in 1.json and FAIL (connection-reset) in 2.json, and these are not runs of one shard");
}

#[test]
fn what_two_reports_agree_on_is_kept_once() {
    let mut second = report();
    second.cases[0].took_ms = 1.0;
    let joined = merged(&[report(), second]).unwrap();
    assert_eq!(joined.cases.len(), report().cases.len());
}

#[test]
fn of_a_shard_that_was_run_again_the_later_run_counts() {
    let (mut early, mut late) = (shard(1, 2), shard(1, 2));
    early.interrupted = true;
    late.started = "2026-01-31T13:00:00Z".to_owned();
    late.cases[0].verdict = Verdict::Fail;
    for reports in [[early.clone(), late.clone()], [late, early]] {
        let joined = merged(&reports).unwrap();
        assert_eq!(joined.cases[0].verdict, Verdict::Fail);
        assert!(!joined.interrupted, "the later run was not");
    }
}

#[test]
fn an_interruption_is_kept() {
    let mut second = shard(2, 2);
    second.interrupted = true;
    assert!(merged(&[shard(1, 2), second]).unwrap().interrupted);
}

#[test]
fn the_shards_of_a_sweep_become_one_matrix() {
    let sweep = |run, words: &[(&str, &str)]| Sweep {
        profile: "windows-11".to_owned(),
        client: "careful".to_owned(),
        seed: 7,
        healthy: Verdict::Pass,
        possible: 14,
        run,
        rows: ["connection-confirm", "connect-response"]
            .map(|message| SweepRow {
                message: message.to_owned(),
                faults: words
                    .iter()
                    .map(|(fault, word)| ((*fault).to_owned(), (*word).to_owned()))
                    .collect(),
            })
            .into(),
    };
    let (mut first, mut second) = (shard(1, 2), shard(2, 2));
    first
        .sweeps
        .push(sweep(4, &[("drop", "ok"), ("stall", "HUNG")]));
    second.sweeps.push(sweep(2, &[("close", "ok")]));
    let joined = merged(&[first, second]).unwrap();
    let all = [("close", "ok"), ("drop", "ok"), ("stall", "HUNG")];
    assert_eq!(joined.sweeps, [sweep(6, &all)]);
}

#[test]
fn captures_of_different_folders_keep_their_folders() {
    let with = |mut report: Report, folder: &str| {
        report.captures = folder.to_owned();
        for case in &mut report.cases {
            case.capture = Some("x.pcapng".to_owned());
        }
        report
    };
    let joined = merged(&[with(shard(1, 2), "one/"), with(shard(2, 2), "one/")]).unwrap();
    assert_eq!(joined.captures, "one/");
    assert_eq!(joined.cases[0].capture.as_deref(), Some("x.pcapng"));
    let joined = merged(&[with(shard(1, 2), "one/"), with(shard(2, 2), "two/")]).unwrap();
    assert_eq!(joined.captures, "");
    let captures = joined.cases.iter().map(|case| case.capture.as_deref());
    let captures: Vec<_> = captures.take(2).flatten().collect();
    assert_eq!(captures, ["one/x.pcapng", "two/x.pcapng"]);
}

#[test]
fn different_versions_are_all_named() {
    let (first, mut second) = (report(), report());
    second.badrdp = "9.9.9".to_owned();
    for client in &mut second.clients {
        client.version = Some("careful 2.0".to_owned());
    }
    let joined = merged(&[first, second]).unwrap();
    assert_eq!(joined.badrdp, "0.0.0, 9.9.9");
    let careful = joined
        .clients
        .iter()
        .find(|client| client.name == "careful");
    let version = careful.unwrap().version.as_deref();
    assert_eq!(version, Some("careful 1.0 <dev>; careful 2.0"));
}

#[test]
fn there_has_to_be_something() {
    assert!(matches!(merged(&[]), Err(MergeError::Nothing)));
}
