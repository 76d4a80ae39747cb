//! `--capture` and `--annotate`: what is kept of connections where somebody wants it.

use std::os::unix::fs::PermissionsExt as _;

use crate::serve::{ID, address, ask};
use crate::support::{Running, badrdp, run};

#[test]
fn a_run_leaves_a_capture_for_its_owner() {
    let folder = tempfile::tempdir().unwrap();
    let captures = folder.path().join("new/captures");
    let run = run(&["run", ID, "--capture", captures.to_str().unwrap()]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let file = captures.join("middlebox_reset-after-client-hello--probe.pcapng");
    let metadata = std::fs::metadata(&file).unwrap();
    assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
    assert!(metadata.len() > 500);
    assert!(
        run.stderr.contains("open with: wireshark FILE"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_folder_that_cannot_be_made_costs_the_captures_only() {
    let run = run(&["run", ID, "--capture", "/dev/null/captures"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let warning = "warning: cannot write captures to /dev/null/captures: ";
    assert!(run.stderr.contains(warning), "{}", run.stderr);
    assert!(run.stdout.contains("PASS"), "{}", run.stdout);
}

#[test]
fn a_server_that_is_to_capture_does_not_start_without() {
    let run = run(&["serve", ID, "--capture", "/dev/null/captures"]);
    assert_eq!(run.code, Some(5));
    assert!(
        run.stderr.starts_with("error: cannot write captures to"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_server_tells_each_message_with_its_fields() {
    let folder = tempfile::tempdir().unwrap();
    let captures = folder.path().to_str().unwrap();
    let args = ["serve", ID, "--annotate", "--capture", captures];
    let server = Running::start(badrdp(&args));
    let line = server.line();
    let client = ask(address(&line), "alice");
    let request = server.line_with("client says connection-request, 43 bytes, as on the wire");
    assert!(request.contains(ID), "{request}");
    server.line_with("x224.cookie = \"Cookie: mstshash=alice\"");
    server.line_with("server says connection-confirm, 19 bytes, as on the wire");
    server.line_with("neg.selected-protocol = 1");
    drop(client);
    server.line_with("client closed (FIN)");
    server.signal("INT");
    server.end();
    let file = folder
        .path()
        .join("middlebox_reset-after-client-hello.pcapng");
    let bytes = std::fs::read(file).unwrap();
    assert!(bytes.windows(7).any(|window| window == b"=alice\r"));
}
