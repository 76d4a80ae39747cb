//! `serve`: addresses, events, the end.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Stdio;

use serde_json::Value;

use crate::support::{Running, badrdp, run};

pub(crate) const ID: &str = "middlebox/reset-after-client-hello";

/// A Connection Request that offers TLS, with a cookie if there is a user.
fn connection_request(user: &str) -> Vec<u8> {
    let cookie = match user {
        "" => String::new(),
        user => format!("Cookie: mstshash={user}\r\n"),
    };
    let length = u8::try_from(
        4 /* TPKT */ + 7 /* X.224 */ + cookie.len() + 8, /* RDP_NEG_REQ */
    )
    .unwrap();
    let mut request = vec![3, 0, 0, length, length - 5, 0xE0, 0, 0, 0, 0, 0];
    request.extend(cookie.as_bytes());
    request.extend([1, 0, 8, 0, 1, 0, 0, 0]);
    request
}

/// Connects, asks, and reads the Connection Confirm.
pub(crate) fn ask(address: &str, user: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(&connection_request(user)).unwrap();
    let mut confirm = [0; 19];
    stream.read_exact(&mut confirm).unwrap();
    assert_eq!(
        (confirm[5], confirm[11]),
        (0xD0, 2),
        "a Connection Confirm with RDP_NEG_RSP"
    );
    stream
}

/// The address in the second column of a line of text.
pub(crate) fn address(line: &str) -> &str {
    line.split_whitespace().nth(1).unwrap()
}

#[test]
fn an_address_then_events_then_a_summary() {
    let server = Running::start(badrdp(&["serve", ID]));
    let line = server.line();
    assert!(line.starts_with(&format!("{ID}  127.0.0.1:")), "{line}");
    assert!(line.ends_with("  seed 0"), "{line}");
    assert_eq!(server.error_line(), "1 scenario armed; Ctrl-C ends it");
    let client = ask(address(&line), "");
    let event = server.line_with("received connection-request, 19 bytes");
    assert!(event.contains(&format!("  {ID} #1  ")), "{event}");
    drop(client);
    server.line_with("client closed (FIN)");
    server.signal("INT");
    let (rest, status) = server.end();
    assert_eq!(status.code(), Some(130));
    assert_eq!(
        rest.last().unwrap(),
        &format!("{ID}  1 connection  1 not reached")
    );
}

#[test]
fn sigterm_ends_it_and_the_transcript_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("transcript.json");
    let args = [
        "serve",
        ID,
        "healthy/tls",
        "--seed",
        "9",
        "--transcript",
        path.to_str().unwrap(),
    ];
    let server = Running::start(badrdp(&args));
    let (line, other) = (server.line(), server.line());
    assert!(other.starts_with("healthy/tls"), "{other}");
    // A connection that is open does not hold the end up.
    let _client = ask(address(&line), "");
    server.line_with("sent connection-confirm");
    server.signal("TERM");
    assert_eq!(server.end().1.code(), Some(143));
    let json: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(
        (&json[0]["scenario"], &json[0]["seed"]),
        (&ID.into(), &9.into())
    );
    assert_eq!(json[0]["connections"][0]["request"]["protocols"], "SSL");
    assert_eq!(json[1]["scenario"], "healthy/tls");
}

#[test]
fn json_is_one_object_per_line() {
    let server = Running::start(badrdp(&["serve", ID, "--format", "json"]));
    let armed: Value = serde_json::from_str(&server.line()).unwrap();
    assert_eq!(
        (&armed["event"], &armed["scenario"]),
        (&"armed".into(), &ID.into())
    );
    drop(ask(armed["address"].as_str().unwrap(), ""));
    let event: Value = serde_json::from_str(&server.line_with("connection-request")).unwrap();
    assert_eq!(
        (&event["event"], &event["connection"]),
        (&"received".into(), &1.into())
    );
    server.signal("TERM");
    let (rest, _) = server.end();
    let last: Value = serde_json::from_str(rest.last().unwrap()).unwrap();
    assert_eq!(
        (&last["event"], &last["connections"]),
        (&"summary".into(), &1.into())
    );
}

#[test]
fn a_cookie_picks_the_scenario_and_a_port_that_is_the_fault_is_left_out() {
    let args = [
        "serve",
        ID,
        "healthy/tls",
        "network/refused",
        "--select",
        "cookie",
    ];
    let server = Running::start(badrdp(&args));
    let left_out = server.error_line();
    assert!(
        left_out.ends_with("their fault is the port itself: network/refused"),
        "{left_out}"
    );
    let (line, other) = (server.line(), server.line());
    assert_eq!(address(&line), address(&other));
    let user = line.rsplit(' ').next().unwrap();
    drop(ask(address(&line), user));
    drop(ask(address(&line), "TLS"));
    server.line_with("client closed");
    server.signal("TERM");
    let (rest, _) = server.end();
    let summaries: Vec<_> = rest
        .iter()
        .filter(|line| line.contains("1 connection"))
        .collect();
    assert_eq!(summaries.len(), 2, "{rest:?}");
}

#[test]
fn addresses_of_its_own_for_each_scenario() {
    let free = TcpListener::bind("127.0.0.2:0").unwrap();
    let port = free.local_addr().unwrap().port().to_string();
    drop(free);
    let args = ["serve", ID, "healthy/tls", "--addresses", "--port", &port];
    let server = Running::start(badrdp(&args));
    assert_eq!(address(&server.line()), format!("127.0.0.2:{port}"));
    assert_eq!(address(&server.line()), format!("127.0.0.3:{port}"));
}

#[test]
fn health_tells_how_many_are_armed() {
    let mut command = badrdp(&["serve", "--health", "127.0.0.1:0"]);
    command.env("BADRDP_SCENARIOS", format!("{ID}, healthy/tls"));
    let server = Running::start(command);
    let note = server.error_line();
    let health = note.split("answers at ").nth(1).unwrap();
    let health = health.split(';').next().unwrap();
    let run = run(&["health", health]);
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (Some(0), "armed: 2 scenarios\n")
    );
}

#[test]
fn the_environment_says_where_to_listen() {
    let free = TcpListener::bind("127.0.0.9:0").unwrap();
    let expected = free.local_addr().unwrap();
    drop(free);
    let mut command = badrdp(&["serve", ID]);
    command.env("BADRDP_LISTEN", expected.ip().to_string());
    command.env("BADRDP_PORT", expected.port().to_string());
    let server = Running::start(command);
    assert_eq!(address(&server.line()), expected.to_string());
}

#[test]
fn a_signal_ends_it_while_keys_are_made() {
    let lab = tempfile::tempdir().unwrap();
    // An address for documentation: nothing is opened to anybody, even if this comes too late.
    let mut command = badrdp(&["serve", "--all", "--listen", "192.0.2.1"]);
    command.env("BADRDP_DATA", lab.path());
    let server = Running::start(command);
    assert!(server.error_line().contains("listening on 192.0.2.1"));
    server.signal("TERM");
    let (rest, status) = server.end();
    assert_eq!((rest.len(), status.code()), (0, Some(143)));
}

#[test]
fn a_reader_that_leaves_ends_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("transcript.json");
    let mut command = badrdp(&["serve", ID, "--transcript", path.to_str().unwrap()]);
    let (reader, writer) = std::io::pipe().unwrap();
    let mut child = command
        .stdout(writer)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    drop(command);
    let mut reader = std::io::BufReader::new(reader);
    let mut line = String::new();
    std::io::BufRead::read_line(&mut reader, &mut line).unwrap();
    drop(reader);
    // The first event that cannot be written ends it, perhaps before it answers or even reads.
    // A process that another test is just starting may hold the reader for a moment still.
    let status = loop {
        if let Ok(mut client) = TcpStream::connect(address(&line)) {
            let _ = client.write_all(&connection_request(""));
            let _ = client.read(&mut [0]);
        }
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
    };
    assert_eq!(status.code(), Some(0));
    // The file was not for that reader alone.
    let json: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(json[0]["scenario"], ID);
}
