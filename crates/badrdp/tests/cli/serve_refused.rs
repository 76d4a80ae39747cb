//! `serve` that does not come to serving, and the files that it may write to.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;

use crate::serve::ID;
use crate::support::{Running, badrdp, run, run_command};

#[test]
fn a_busy_port_is_one_sentence() {
    let busy = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = busy.local_addr().unwrap().port().to_string();
    let run = run(&["serve", ID, "--port", &port]);
    assert_eq!(run.code, Some(5));
    insta::assert_snapshot!(run.page().replace(&port, "PORT"));
}

#[test]
fn nothing_selected_is_told() {
    insta::assert_snapshot!(run(&["serve"]).page());
    assert_eq!(run(&["serve", "healthy/none-of-ours"]).code, Some(4));
    assert_eq!(
        run(&["serve", "healthy/*", "--tag", "none-of-ours"]).code,
        Some(4)
    );
    assert_eq!(
        run(&["serve", "network/refused", "--select", "cookie"]).code,
        Some(4)
    );
}

#[test]
fn a_transcript_that_cannot_be_written_is_told_before_anything_is_served() {
    let run = run(&["serve", ID, "--transcript", "/nowhere/at/all.json"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(5), ""));
    let sentence =
        "error: cannot write the transcript /nowhere/at/all.json: there is no such folder\n";
    assert_eq!(run.stderr, sentence);
}

#[test]
fn ports_that_run_out_are_a_usage_error() {
    let run = run(&["serve", ID, "healthy/tls", "--port", "65535"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("not enough ports"), "{}", run.stderr);
}

#[test]
fn a_key_log_is_private_and_one_that_cannot_be_written_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.log");
    let server = Running::start(badrdp(&["serve", ID, "--key-log", path.to_str().unwrap()]));
    server.line();
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let mut command = badrdp(&["serve", ID]);
    command.env("SSLKEYLOGFILE", folder.path().join("missing/keys.log"));
    let run = run_command(command);
    assert_eq!(run.code, Some(5));
    assert!(
        run.stderr.starts_with("error: cannot write the key log "),
        "{}",
        run.stderr
    );
}
