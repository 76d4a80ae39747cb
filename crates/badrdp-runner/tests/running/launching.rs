//! Clients as processes: started in a clean place, seen to their end, killed with all they started.

use std::sync::Arc;
use std::time::{Duration, Instant};

use badrdp_runner::{Adapter, Adapters, ClientEnd, Finding, Options, SuiteResult, Verdict, run};
use badrdp_scenario::{Catalogue, Outcome, Scenario};
use tokio_util::sync::CancellationToken;

use crate::lab::{options, story};

fn silence() -> Arc<Scenario> {
    story("handshake", "stall", "timed-out", "1s")
}

async fn met(command: &str) -> SuiteResult {
    let adapter = Adapter::from_command(command).unwrap();
    run(vec![silence()], vec![adapter], options(), |_| {}).await
}

#[tokio::test]
async fn a_client_that_never_ends_is_killed_with_everything_it_started() {
    let marker = format!("31{}", std::process::id());
    let start = Instant::now();
    let suite = met(&format!("sh -c 'sleep {marker} & sleep {marker}'")).await;
    // It has one second, and a busy machine some more.
    assert!(start.elapsed() < Duration::from_secs(20));
    let result = &suite.results[0];
    assert_eq!(result.end, ClientEnd::Killed);
    assert_eq!(result.judgement.findings, [Finding::Hung]);
    assert_eq!(result.judgement.verdict, Verdict::Fail);
    assert!(!is_running(&marker), "a child of the client lives on");
}

#[tokio::test]
async fn a_crash_is_told_with_its_signal() {
    let suite = met("sh -c 'kill -SEGV $$'").await;
    assert_eq!(suite.results[0].end, ClientEnd::Signal(11));
    assert_eq!(suite.results[0].judgement.outcome, Some(Outcome::Crashed));
}

#[tokio::test]
async fn a_client_that_is_not_installed_is_skipped_with_what_to_do() {
    let suite = met("no-such-client {address}").await;
    let judgement = &suite.results[0].judgement;
    assert_eq!(judgement.verdict, Verdict::Skipped);
    let reason = "`no-such-client` is not installed; install it or name another client";
    assert_eq!(judgement.reasons, [reason]);
}

#[tokio::test]
async fn placeholders_are_filled_and_the_password_stays_out_of_the_report() {
    let suite = met("sh -c 'echo {user} {password} {host} {port} {ca}; echo home $HOME'").await;
    let result = &suite.results[0];
    assert!(
        result.log.starts_with("alice *** 127.0.0.1 "),
        "{}",
        result.log
    );
    assert!(result.log.contains("badrdp-home-"), "{}", result.log);
    assert!(
        !result.command.concat().contains("Pa55word"),
        "{:?}",
        result.command
    );
}

#[tokio::test]
async fn standard_input_is_closed_and_the_environment_is_clean() {
    let suite = met("sh -c 'cat; env'").await;
    let log = &suite.results[0].log;
    assert_eq!(suite.results[0].end, ClientEnd::Exit(0));
    assert!(!log.contains("CARGO"), "{log}");
}

#[tokio::test]
async fn a_client_that_does_not_take_what_it_is_given_is_killed_like_others() {
    let text = format!(
        "title = 'deaf'\ncommand = ['sleep', '60']\nstdin = '{}'\n",
        "y".repeat(1 << 20)
    );
    let adapter = Adapter::parse("deaf", "deaf.toml", &text).unwrap();
    let suite = run(vec![silence()], vec![adapter], options(), |_| {}).await;
    assert_eq!(suite.results[0].end, ClientEnd::Killed);
}

#[tokio::test]
async fn what_a_client_leaves_behind_does_not_cost_its_log() {
    let suite = met("sh -c 'echo it is over; setsid sleep 5 &'").await;
    assert_eq!(suite.results[0].end, ClientEnd::Exit(0));
    assert_eq!(suite.results[0].log, "it is over\n");
}

#[tokio::test]
async fn an_interrupted_run_gives_what_it_has() {
    let adapter = Adapter::from_command("true").unwrap();
    let stop = CancellationToken::new();
    let scenarios = vec![silence(); 200];
    let options = Options {
        stop: stop.clone(),
        jobs: 2,
        ..options()
    };
    let suite = run(scenarios, vec![adapter], options, |_| stop.cancel()).await;
    assert!(suite.interrupted);
    assert!(
        !suite.results.is_empty() && suite.results.len() < 200,
        "{}",
        suite.results.len()
    );
}

#[tokio::test]
async fn the_probe_asks_for_standard_rdp_security_where_there_is_nothing_else() {
    let id = "middlebox/reset-on-security-exchange";
    let scenario = Catalogue::built_in(None).scenario(id).unwrap();
    let options = Options {
        patience: Duration::from_secs(10),
        ..options()
    };
    let probe = Adapters::find("probe").unwrap();
    let suite = run(vec![Arc::new(scenario)], vec![probe], options, |_| {}).await;
    let result = &suite.results[0];
    assert_eq!(
        result.judgement.verdict,
        Verdict::Pass,
        "{:?}",
        result.judgement
    );
    assert_eq!(result.judgement.said, Some(Outcome::ConnectionReset));
    assert!(
        result
            .command
            .ends_with(&["--security".to_owned(), "rdp".to_owned()])
    );
}

/// Whether a process has `word` in its command line.
fn is_running(word: &str) -> bool {
    std::fs::read_dir("/proc")
        .unwrap()
        .filter_map(Result::ok)
        .any(|entry| {
            let command = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
            let status = std::fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
            let alive = !status.contains(") Z ");
            alive
                && String::from_utf8_lossy(&command)
                    .split('\0')
                    .any(|part| part == word)
        })
}
