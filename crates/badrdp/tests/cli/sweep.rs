//! `run --sweep`: what it takes, and what it shows.

use crate::support::run;

#[test]
fn help_of_run() {
    insta::assert_snapshot!(run(&["run", "--help"]).page());
}

#[test]
fn a_sweep_needs_a_profile_and_takes_no_ids() {
    let without = run(&["run", "--sweep"]);
    assert_eq!(without.code, Some(2));
    assert!(without.stderr.contains("--profile"), "{}", without.stderr);
    let with_id = run(&["run", "healthy/tls", "--sweep", "--profile", "windows-11"]);
    assert_eq!(with_id.code, Some(2));
}

#[test]
fn an_unknown_profile_names_the_nearest() {
    let run = run(&["run", "--sweep", "--profile", "windows-12"]);
    assert_eq!(run.code, Some(4));
    assert!(
        run.stderr.contains("did you mean `windows-11`?"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_cell_that_is_none_says_why() {
    let args = ["run", "--sweep", "--profile", "windows-11", "--cell"];
    let wrong = run(&[&args[..], &["connection-confirn/stall"]].concat());
    assert_eq!(wrong.code, Some(2));
    let hint = "did you mean `connection-confirm`?";
    assert!(wrong.stderr.contains(hint), "{}", wrong.stderr);
}

#[test]
fn one_cell_is_shown_as_a_matrix_of_one_row() {
    let args = ["run", "--sweep", "--profile", "windows-11", "--cell"];
    let shown = run(&[&args[..], &["connection-confirm/reset", "--seed", "7"]].concat());
    assert_eq!(shown.code, Some(0), "{}", shown.stdout);
    let (matrix, _) = shown.stdout.split_once("\n\nprobe:").unwrap();
    insta::assert_snapshot!(matrix);
}
