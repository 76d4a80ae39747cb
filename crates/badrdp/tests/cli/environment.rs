//! What surrounds a process: the lab, folders, pipes, colours.

use std::fs::File;
use std::process::{Command, Stdio};

use crate::support::{badrdp, data, run, run_command};

#[test]
fn ca_export_gives_the_certificate_that_path_leads_to() {
    let export = run(&["ca", "export"]);
    assert_eq!(export.code, Some(0), "{}", export.stderr);
    assert!(export.stdout.starts_with("-----BEGIN CERTIFICATE-----\n"));
    assert!(!export.stdout.contains("PRIVATE"));
    let path = run(&["ca", "path"]).stdout;
    assert_eq!(path.trim_end(), data().join("ca.pem").to_str().unwrap());
    assert_eq!(
        std::fs::read_to_string(path.trim_end()).unwrap(),
        export.stdout
    );
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.pem");
    assert_eq!(
        run(&["ca", "export", "--out", copy.to_str().unwrap()]).code,
        Some(0)
    );
    assert_eq!(std::fs::read_to_string(copy).unwrap(), export.stdout);
}

#[test]
fn ca_show_tells_how_to_trust_it_and_that_nothing_does() {
    let show = run(&["ca", "show"]).stdout;
    for words in [
        "vouches for badrdp.test",
        "SSL_CERT_FILE=",
        "Nothing on this machine trusts it",
    ] {
        assert!(show.contains(words), "{show}");
    }
}

#[test]
fn a_lab_that_cannot_be_opened_is_the_environments_fault() {
    let run = run(&["ca", "path", "--data", "/dev/null/lab"]);
    assert_eq!(run.code, Some(5));
    insta::assert_snapshot!(run.page());
}

#[test]
fn a_folder_that_is_missing_is_the_environments_fault() {
    insta::assert_snapshot!(run(&["list", "--scenarios", "tests/missing"]).page());
}

#[test]
fn a_reader_that_leaves_ends_it_silently() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = badrdp(&["list"]);
    let output = command
        .stdout(writer)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let output = output.wait_with_output().unwrap();
    assert_eq!(
        (output.status.code(), output.stderr.as_slice()),
        (Some(0), &[][..])
    );
}

#[test]
fn a_full_disk_is_told() {
    let mut command = badrdp(&["list"]);
    let full = File::options().write(true).open("/dev/full").unwrap();
    let output = command.stdout(full).stderr(Stdio::piped()).spawn().unwrap();
    let output = output.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(5));
}

#[test]
fn colours_are_for_terminals_unless_asked_for() {
    let list = ["list", "healthy/tls"];
    assert!(!run(&list).stdout.contains('\u{1b}'));
    let always = [list.as_slice(), &["--color", "always"]].concat();
    assert!(run(&always).stdout.contains('\u{1b}'));
    let mut command = badrdp(&[list.as_slice(), &["--color", "never"]].concat());
    command.env("CLICOLOR_FORCE", "1");
    assert!(!run_command(command).stdout.contains('\u{1b}'));
}

#[test]
fn a_file_of_roots_without_a_certificate_is_told() {
    let run = run(&["probe", "127.0.0.1:1", "--ca", "Cargo.toml"]);
    assert_eq!(run.code, Some(3));
    assert_eq!(run.stderr, "error: Cargo.toml has no certificate in PEM\n");
}

#[test]
fn health_without_a_server_says_so() {
    // Nobody but root can listen there.
    let run = run(&["health", "127.0.0.1:1"]);
    assert_eq!(run.code, Some(5));
    assert!(
        run.stderr
            .starts_with("error: nothing armed answers at 127.0.0.1:1: ")
    );
}

#[test]
fn isolation_that_the_kernel_does_not_allow_is_the_environments_fault() {
    const WITHOUT: [&str; 2] = ["--bounding-set=-sys_admin", "--"];
    let isolate = ["run", "healthy/tls", "--client", "xfreerdp", "--isolate"];
    let mut command = badrdp(&isolate);
    if may_administer() {
        let inner = command;
        command = Command::new("setpriv");
        command.args(WITHOUT).arg(inner.get_program()).args(isolate);
        for (name, value) in inner.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
    }
    insta::assert_snapshot!(run_command(command).page());
}

#[test]
fn isolation_leaves_nothing_to_listen_on_but_loopback() {
    let isolate = ["run", "healthy/tls", "--client", "xfreerdp", "--isolate"];
    let elsewhere = [isolate.as_slice(), &["--listen", "192.0.2.7"]].concat();
    insta::assert_snapshot!(run(&elsewhere).page());
}

#[test]
fn isolation_does_nothing_for_the_probe_and_says_so() {
    let run = run(&["run", "healthy/tls", "--isolate"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let words = "warning: `--isolate` does nothing for probe: it runs inside badrdp\n";
    assert_eq!(run.stderr, words);
}

/// Whether this process has CAP_SYS_ADMIN (`capabilities(7)`).
fn may_administer() -> bool {
    const CAP_SYS_ADMIN: u32 = 21;
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let effective = status.lines().find_map(|line| line.strip_prefix("CapEff:"));
    let effective = u64::from_str_radix(effective.unwrap().trim(), 16).unwrap();
    effective & 1 << CAP_SYS_ADMIN != 0
}

#[test]
fn two_clients_of_one_name_are_refused() {
    let run = run(&[
        "run",
        "healthy/tls",
        "--client-cmd",
        "sh one",
        "--client-cmd",
        "sh two",
    ]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(
        run.stderr.contains("two clients are called `sh`"),
        "{}",
        run.stderr
    );
}
