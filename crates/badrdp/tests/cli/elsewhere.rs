//! Clients that somebody else runs: a person at a terminal, a worker over HTTP.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::support::{Running, badrdp, run};

#[test]
fn a_person_without_a_terminal_cannot_be_asked() {
    insta::assert_snapshot!(run(&["run", "healthy/tls", "--client", "manual"]).page());
}

#[test]
fn servers_that_clients_are_sent_to_have_an_address() {
    let run = run(&["run", "healthy/tls", "--listen", "0.0.0.0"]);
    insta::assert_snapshot!(run.page());
}

#[test]
fn a_token_file_has_a_token() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token");
    std::fs::write(&path, "short\n").unwrap();
    let path = path.to_str().unwrap();
    let run = run(&[
        "run",
        "healthy/tls",
        "--client",
        "remote",
        "--remote-token-file",
        path,
    ]);
    assert_eq!(run.code, Some(3));
    assert!(run.stderr.contains("has no token"), "{}", run.stderr);
}

/// A terminal: what is typed goes into the first, a process reads it from the second.
fn terminal() -> (File, File) {
    let keyboard = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&keyboard).unwrap();
    unlockpt(&keyboard).unwrap();
    let name = ptsname(&keyboard, Vec::new()).unwrap();
    let mut options = OpenOptions::new();
    let screen = options.read(true).write(true).open(name.to_str().unwrap());
    (File::from(keyboard), screen.unwrap())
}

/// The next line on stderr that has `word` in it.
fn line_with(running: &Running, word: &str) -> String {
    std::iter::repeat_with(|| running.error_line())
        .find(|line| line.contains(word))
        .unwrap()
}

/// Its last word.
fn told(running: &Running, word: &str) -> String {
    let line = line_with(running, word);
    line.split_whitespace().last().unwrap().to_owned()
}

fn probe(address: &str) {
    let probed = run(&["probe", address, "--patience", "1s"]);
    assert!(probed.code.is_some(), "{}", probed.stderr);
}

#[test]
fn a_person_is_asked_case_by_case_and_the_wire_has_the_last_word() {
    let (mut keyboard, stdin) = terminal();
    let ids = [
        "run",
        "wrong-service/ftp",
        "wrong-service/ssh",
        "wrong-service/vnc",
        "--client",
        "manual",
    ];
    let mut command = badrdp(&ids);
    command.stdin(stdin);
    let running = Running::start(command);
    for _ in 0..3 {
        let about = line_with(&running, "wrong-service/");
        let answer = match about.split(':').next().unwrap() {
            "wrong-service/ftp" => "What is this?\n",
            // The logon failed, it says: no server of SSH has ever asked for one.
            "wrong-service/ssh" => "0x807 / 0x0\n",
            _ => "s\n",
        };
        probe(&told(&running, "  address "));
        line_with(&running, "A number, or");
        keyboard.write_all(answer.as_bytes()).unwrap();
    }
    let lines: Vec<_> = std::iter::repeat_with(|| running.line()).take(3).collect();
    let line = |id: &str| lines.iter().find(|line| line.contains(id)).unwrap();
    assert!(
        !line("wrong-service/ftp").contains("SKIPPED"),
        "{}",
        line("wrong-service/ftp")
    );
    assert!(line("wrong-service/ssh").starts_with("FAIL"), "{lines:?}");
    assert!(
        line("wrong-service/ssh").contains("it says authentication-failed, yet the wire"),
        "{lines:?}"
    );
    assert!(
        line("wrong-service/vnc").contains("skipped by the person asked"),
        "{lines:?}"
    );
}

/// A worker's side of one request.
fn http(address: &str, method: &str, path: &str, token: &str, body: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    // One that refuses a long body does not read it to its end.
    let _ = stream.write_all(request.as_bytes());
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8(answer).unwrap();
    let status = answer.split_whitespace().nth(1).unwrap().parse().unwrap();
    let body = answer.split_once("\r\n\r\n").unwrap().1.to_owned();
    (status, body)
}

#[test]
fn a_worker_fetches_cases_and_posts_what_it_saw() {
    let command = badrdp(&[
        "run",
        "wrong-service/ssh",
        "wrong-service/ftp",
        "--client",
        "remote",
        "--jobs",
        "1",
    ]);
    let running = Running::start(command);
    let url = told(&running, "workers fetch cases at");
    let address = url.strip_prefix("http://").unwrap();
    let address = address.strip_suffix("/next").unwrap();
    let token = told(&running, "token:");
    assert_eq!(http(address, "GET", "/next", "wrong", "").0, 401);

    for _ in 0..2 {
        let (status, case) = http(address, "GET", "/next", &token, "");
        assert_eq!(status, 200, "{case}");
        let case: serde_json::Value = serde_json::from_str(&case).unwrap();
        assert_eq!(case["user"], "lab");
        let body = match case["scenario"].as_str().unwrap() {
            "wrong-service/ftp" => r#"{"outcome": "protocol-error", "text": "What is this?"}"#,
            _ => r#"{"code": "0x807", "extended": 0, "exit": 7}"#,
        };
        assert!(case["deadline_s"].as_u64().unwrap() > 0);
        probe(&format!(
            "{}:{}",
            case["address"].as_str().unwrap(),
            case["port"]
        ));
        let (status, state) = http(
            address,
            "GET",
            &format!("/state/{}", case["case"]),
            &token,
            "",
        );
        assert_eq!((status, state.as_str()), (200, r#"{"enough":false}"#));
        let result = format!("/result/{}", case["case"]);
        let post = |body: &str| http(address, "POST", &result, &token, body).0;
        assert_eq!(post(r#"{"outcome": "exploded"}"#), 422);
        assert_eq!(post("{}"), 422);
        assert_eq!(post(&"x".repeat(100 << 10)), 413);
        assert_eq!(post(body), 204);
        assert_eq!(post(body), 404);
    }
    assert_eq!(http(address, "GET", "/next", &token, "").0, 204);
    let lines: Vec<_> = std::iter::repeat_with(|| running.line()).take(2).collect();
    let line = |id: &str| lines.iter().find(|line| line.contains(id)).unwrap();
    assert!(
        line("wrong-service/ftp").contains("protocol-error"),
        "{lines:?}"
    );
    assert!(
        line("wrong-service/ssh").contains("it says authentication-failed, yet the wire"),
        "{lines:?}"
    );
}

#[test]
fn cases_that_no_worker_fetches_are_skipped() {
    let run = run(&[
        "run",
        "wrong-service/ssh",
        "--client",
        "remote",
        "--answer-within",
        "1s",
    ]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let reason = "no worker asked for it within 1 s";
    assert!(run.stdout.contains(reason), "{}", run.stdout);
}
