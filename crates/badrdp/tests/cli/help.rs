//! Help, and mistakes on the command line itself.

use crate::support::run;

#[test]
fn help_shows_the_commands_and_the_exit_codes() {
    insta::assert_snapshot!(run(&["--help"]).page());
}

#[test]
fn help_of_serve() {
    insta::assert_snapshot!(run(&["serve", "--help"]).page());
}

#[test]
fn an_unknown_command_is_a_usage_error_that_names_the_nearest() {
    let run = run(&["sevre", "healthy/tls"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("a similar subcommand exists: 'serve'"),
        "{}",
        run.stderr
    );
}

#[test]
fn an_unknown_cause_lists_the_causes_and_the_nearest() {
    let run = run(&["list", "--cause", "certificates"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("a similar value exists: 'certificate'"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_manual_has_a_page_for_each_command() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("man");
    let run = run(&["man", "--out", path.to_str().unwrap()]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    for page in ["badrdp.1", "badrdp-serve.1", "badrdp-ca-export.1"] {
        assert!(path.join(page).is_file(), "{page}");
    }
}

#[test]
fn completions_know_the_commands() {
    for shell in ["bash", "fish", "zsh"] {
        let run = run(&["completions", shell]);
        assert_eq!(run.code, Some(0));
        assert!(run.stdout.contains("serve"), "{shell}");
    }
}
