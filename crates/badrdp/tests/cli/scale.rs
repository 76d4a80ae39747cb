//! `run`: shards, deadlines, an early end, and the cases of an older report again.

use std::collections::BTreeSet;
use std::fs;

use crate::stage::{ID, Stage, page};
use crate::support::Running;

/// Cases that fail at once, without a connection.
const FALSE: [&str; 4] = ["middlebox/reset-*", "--client-cmd", "false", "--jobs=1"];

fn cases(report: &serde_json::Value) -> BTreeSet<String> {
    let cases = report["cases"].as_array().unwrap().iter();
    let ids = cases.map(|case| case["scenario"].as_str().unwrap().to_owned());
    ids.collect()
}

#[test]
fn all_shards_together_have_every_case_once() {
    let stage = Stage::new(0);
    let (_, whole) = stage.report(&FALSE);
    let mut together = BTreeSet::new();
    for shard in ["1/3", "2/3", "3/3"] {
        let (_, part) = stage.report(&[&FALSE[..], &["--shard", shard]].concat());
        let index = shard[..1].parse::<u32>().unwrap();
        assert_eq!(
            part["shard"],
            serde_json::json!({ "index": index, "of": 3 })
        );
        for id in cases(&part) {
            assert!(together.insert(id), "in two shards");
        }
    }
    assert_eq!(together, cases(&whole));
    assert_eq!(stage.run(&["--shard", "4/3"]).code, Some(2));
}

#[test]
fn the_first_failure_may_end_the_run() {
    let run = Stage::new(0).run(&[&FALSE[..], &["--fail-fast"]].concat());
    insta::assert_snapshot!(page(&run));
}

#[test]
fn so_many_failures_may_end_the_run() {
    let (run, report) = Stage::new(0).report(&[&FALSE[..], &["--max-fail", "3"]].concat());
    assert_eq!(run.code, Some(1));
    let verdicts = report["cases"].as_array().unwrap().iter();
    let failed = verdicts.filter(|case| case["verdict"] == "FAIL").count();
    assert_eq!(failed, 3);
    assert_eq!(report["cut"], "failures");
}

#[test]
fn a_failure_that_a_retry_makes_good_does_not_end_the_run() {
    let stage = Stage::new(1);
    let text = fs::read_to_string(stage.path("scenarios/network/story.toml")).unwrap();
    stage.write("scenarios/network/story-two.toml", &text);
    let ids = ["network/story*", "--client", "./tool.toml", "--fail-fast"];
    let (run, report) = stage.report(&[&ids[..], &["--retries=1", "--retry-backoff=1ms"]].concat());
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    let verdicts = report["cases"].as_array().unwrap().iter();
    let verdicts: Vec<_> = verdicts
        .map(|case| case["verdict"].as_str().unwrap())
        .collect();
    assert_eq!(verdicts, ["FLAKY", "PASS"]);
}

#[test]
fn a_deadline_ends_what_runs_and_skips_the_rest() {
    let stage = Stage::new(0);
    let marker = format!("63{}", std::process::id());
    let client = format!("sh -c 'sleep {marker} & sleep {marker}'");
    let args = ["middlebox/reset-*", "--jobs=2", "--deadline=300ms"];
    let (run, report) = stage.report(&[&args[..], &["--client-cmd", &client]].concat());
    assert_eq!(run.code, Some(7), "{}", run.stdout);
    let cases = report["cases"].as_array().unwrap();
    let late = |case: &&serde_json::Value| case["reasons"][0] == "the deadline passed";
    assert_eq!(cases.iter().filter(late).count(), cases.len());
    let ended = cases.iter().filter(|case| case["end"] == "interrupted");
    assert_eq!(ended.count(), 2);
    assert_eq!(report["cut"], "deadline");
    assert!(!is_running(&marker), "a child of the client lives on");
}

#[test]
fn an_interrupted_run_writes_its_report_and_leaves_nothing_behind() {
    let stage = Stage::new(0);
    let marker = format!("64{}", std::process::id());
    let started = stage.path("started");
    let client = format!(
        "sh -c 'echo > {}; sleep {marker} & sleep {marker}'",
        started.display()
    );
    let args = [ID, "--client-cmd", &client, "--report=json=out.json"];
    let running = Running::start(stage.command(&args));
    while !started.exists() {
        std::thread::yield_now();
    }
    running.signal("INT");
    let (lines, status) = running.end();
    assert_eq!(status.code(), Some(130), "{lines:?}");
    let text = fs::read_to_string(stage.path("out.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(report["interrupted"], true);
    assert_eq!(report["cases"][0]["verdict"], "SKIPPED");
    assert!(!is_running(&marker), "a child of the client lives on");
}

#[test]
fn what_failed_is_met_again_and_nothing_else() {
    let stage = Stage::new(1);
    let both = [
        ID,
        "healthy/tls",
        "--client",
        "./tool.toml",
        "--client",
        "probe",
    ];
    let (run, _) = stage.report(&both);
    assert_eq!(run.code, Some(1));
    fs::rename(stage.path("out.json"), stage.path("old.json")).unwrap();
    let again = ["--rerun", "failed", "--from", "old.json"];
    // The tool was named by its file, so it has to be named so again.
    let run = stage.run(&again);
    assert_eq!(run.code, Some(5));
    assert!(
        run.stderr.contains("no client is called `tool`"),
        "{}",
        run.stderr
    );
    let (_, report) = stage.report(&[&again[..], &["--client", "./tool.toml"]].concat());
    let cases: Vec<_> = report["cases"].as_array().unwrap().iter().collect();
    assert_eq!(cases.len(), 2);
    assert!(
        cases.iter().all(|case| case["client"] == "tool"),
        "{cases:?}"
    );
}

#[test]
fn a_scenario_that_is_gone_is_told() {
    let stage = Stage::new(1);
    stage.report(&[ID, "--client", "./tool.toml"]);
    let path = stage.path(&format!("scenarios/{ID}.toml"));
    fs::rename(&path, path.with_file_name("another.toml")).unwrap();
    let run = stage.run(&["--rerun=failed", "--from=out.json", "--client=./tool.toml"]);
    assert_eq!(run.code, Some(4), "{}", run.stderr);
    assert!(run.stderr.contains("network/story"), "{}", run.stderr);
}

/// Whether a process has `word` in its command line.
fn is_running(word: &str) -> bool {
    let processes = fs::read_dir("/proc").unwrap().filter_map(Result::ok);
    let mut commands = processes.map(|entry| {
        let command = fs::read(entry.path().join("cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&command).into_owned()
    });
    commands.any(|command| command.split('\0').any(|part| part == word))
}
