//! `run`: retries, known failures, severities and scores.

use crate::stage::{ID, Stage, page};
use crate::support::{badrdp, run_command};

#[test]
fn an_outcome_that_is_right_names_its_rule() {
    insta::assert_snapshot!(page(&Stage::new(0).met(&[])));
}

#[test]
fn a_case_that_fails_once_is_flaky_with_retries_and_ends_well() {
    let run = Stage::new(1).met(&["--retries", "2", "--retry-backoff", "1ms"]);
    insta::assert_snapshot!(page(&run));
}

#[test]
fn a_flaky_case_fails_the_run_if_asked_to() {
    let args = ["--retries", "2", "--retry-backoff", "1ms", "--fail-flaky"];
    assert_eq!(Stage::new(1).met(&args).code, Some(1));
    assert_eq!(Stage::new(0).met(&args).code, Some(0));
}

#[test]
fn a_case_that_fails_each_time_fails_and_all_tries_are_told() {
    let stage = Stage::new(100);
    let args = [ID, "--client", "./tool.toml", "--retries", "2"];
    let (run, report) = stage.report(&[&args[..], &["--retry-backoff", "1ms"]].concat());
    assert_eq!(run.code, Some(1));
    let case = &report["cases"][0];
    assert_eq!(case["verdict"], "FAIL");
    let tries = case["tries"].as_array().unwrap();
    assert_eq!(tries.len(), 3);
    assert!(tries.iter().all(|one| one["outcome"] == "protocol-error"));
}

#[test]
fn stress_finds_what_fails_now_and_then() {
    let run = Stage::new(1).met(&["--stress", "4"]);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    assert!(
        run.stdout.contains("it failed in 1 of 4 tries"),
        "{}",
        run.stdout
    );
    assert_eq!(
        Stage::new(0).met(&["--stress", "2", "--retries", "1"]).code,
        Some(2)
    );
}

fn listed(known: &str, failures: u32) -> crate::support::Run {
    let stage = Stage::new(failures);
    stage.write("known.toml", known);
    stage.met(&["--known", "known.toml"])
}

const KNOWN: &str = r#"[[known]]
client   = "tool"
scenario = "network/story"
outcome  = "protocol-error"
reason   = "it counts from nought, issue 12"
until    = 9999-12-31
"#;

#[test]
fn a_known_failure_ends_well() {
    insta::assert_snapshot!(page(&listed(KNOWN, 1)));
}

#[test]
fn a_known_failure_whose_day_has_passed_fails() {
    let run = listed(&KNOWN.replace("9999", "2020"), 1);
    assert_eq!(run.code, Some(1));
    let reason = "it was known until 2020-12-31, which is over: it counts from nought, issue 12";
    assert!(run.stdout.contains(reason), "{}", run.stdout);
}

#[test]
fn a_known_failure_that_passes_is_told_and_fails_the_run() {
    insta::assert_snapshot!(page(&listed(KNOWN, 0)));
}

#[test]
fn a_glob_that_nothing_needs_is_a_warning() {
    let run = listed(&KNOWN.replace("network/story", "network/*"), 0);
    assert_eq!(run.code, Some(0));
    let warning = "known.toml:2: nothing fails as this known failure says";
    assert!(run.stderr.contains(warning), "{}", run.stderr);
    let stage = Stage::new(0);
    stage.write("known.toml", &KNOWN.replace("network/story", "network/*"));
    let quiet = stage.met(&["--known", "known.toml", "-q"]);
    assert_eq!(quiet.stderr, "");
}

#[test]
fn the_line_to_repeat_finds_the_scenario_again() {
    let stage = Stage::new(2);
    let (_, report) = stage.report(&[ID, "--client", "./tool.toml", "--user", "o'hara"]);
    let line = report["cases"][0]["repeat"].as_str().unwrap();
    let line = line.strip_prefix("badrdp ").unwrap();
    let mut shell = std::process::Command::new("sh");
    let inner = badrdp(&[]);
    let program = inner.get_program().to_str().unwrap();
    shell.args(["-c", &format!("exec '{program}' {line}")]);
    shell.current_dir(stage.path(""));
    shell.envs(
        inner
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    let again = run_command(shell);
    assert_eq!(again.code, Some(1), "{}", again.page());
    assert!(again.stdout.contains("protocol-error"), "{}", again.page());
}

#[test]
fn a_list_about_nothing_is_an_error_with_its_place() {
    insta::assert_snapshot!(listed(&KNOWN.replace("story", "storey"), 0).page());
    let run = listed(&KNOWN.replace("\"tool\"", "\"tol\""), 0);
    assert_eq!(run.code, Some(3));
    assert!(run.stderr.contains("known.toml:2:12"), "{}", run.stderr);
}

#[test]
fn check_reads_a_list_of_known_failures() {
    let stage = Stage::new(0);
    let good = stage.write("good.toml", KNOWN);
    let bad = stage.write("bad.toml", &KNOWN.replace("story", "storey"));
    let check = |path: &std::path::Path| {
        let path = path.to_str().unwrap();
        let mut command = badrdp(&["check", "--scenarios", "scenarios", path]);
        command.current_dir(stage.path(""));
        run_command(command)
    };
    assert_eq!(check(&good).code, Some(0));
    let bad = check(&bad);
    assert_eq!(bad.code, Some(3), "{}", bad.stdout);
    assert!(bad.stdout.contains("bad.toml:3:12"), "{}", bad.stdout);
}

#[test]
fn a_severity_may_fail_a_case_that_did_as_expected() {
    let stage = Stage::new(0);
    let hung = "client = ['hung']\nwithin = '100ms'\n";
    let text = std::fs::read_to_string(stage.path("scenarios/network/story.toml")).unwrap();
    let (head, _) = text.split_once("client = [").unwrap();
    stage.write("scenarios/network/story.toml", &format!("{head}{hung}"));
    let args = [ID, "--client-cmd", "sleep 77"];
    assert_eq!(stage.run(&args).code, Some(0));
    let run = stage.run(&[&args[..], &["--fail-on", "major"]].concat());
    assert_eq!(run.code, Some(1));
    assert!(run.stdout.contains("`hung` is major"), "{}", run.stdout);
}

#[test]
fn a_crash_fails_whatever_is_expected() {
    let stage = Stage::new(0);
    let text = std::fs::read_to_string(stage.path("scenarios/network/story.toml")).unwrap();
    let text = text.replace("[\"timed-out\"]", "[\"crashed\"]");
    stage.write("scenarios/network/story.toml", &text);
    let run = stage.run(&[ID, "--client-cmd", "sh -c 'kill -SEGV $$'"]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.stdout.contains("`crashed` is critical"),
        "{}",
        run.stdout
    );
}

#[test]
fn the_score_is_shown_and_may_fail_the_run() {
    let run = Stage::new(0).met(&["--min-accuracy", "90"]);
    assert_eq!(run.code, Some(0));
    insta::assert_snapshot!(run.stdout.split_once("\n\ntool names").unwrap().1);
    // It names none where it fails at once.
    let stage = Stage::new(1);
    stage.write("known.toml", KNOWN);
    let run = stage.met(&["--min-accuracy", "90%", "--known", "known.toml"]);
    assert_eq!(run.code, Some(1));
    let sentence = "tool named 0.0 % of the causes rightly, 90 % are wanted";
    assert!(run.stderr.contains(sentence), "{}", run.stderr);
}

#[test]
fn a_tool_may_name_the_cause_on_a_line_of_json() {
    let stage = Stage::new(0);
    let line = r#"{"cause": "handshake", "headline": "no answer"}"#;
    let path = stage.write("said", line);
    let client = format!("cat {}", path.display());
    let (_, report) = stage.report(&[ID, "--client-cmd", &client]);
    assert_eq!(report["cases"][0]["named"], "handshake");
    assert_eq!(report["cases"][0]["headline"], "no answer");
    assert_eq!(report["scores"][0]["alike"], 1);
    assert_eq!(report["scores"][0]["named"]["network"]["handshake"], 1);
}
