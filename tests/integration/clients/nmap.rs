//! nmap 7.93: its RDP and TLS scanners are witnesses of what the server says.

use std::sync::Arc;
use std::time::Duration;

use badrdp_runner::Verdict::{NonStrict, Pass};
use badrdp_scenario::Outcome::{Connected, ConnectionRefused, ConnectionReset, SecurityRefused};
use badrdp_server::{FaultServer, Options};
use tokio::process::Command;

use super::{Row, armed, catalogue, expect, installed};

const KNOWN: &[Row] = &[
    ("healthy/tls", Connected, Pass),
    ("legacy/windows-xp", Connected, NonStrict),
    ("middlebox/reset-at-accept", ConnectionReset, Pass),
    ("network/refused", ConnectionRefused, Pass),
    (
        "security-layer/failure-hybrid-required",
        SecurityRefused,
        Pass,
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn nmap_does_what_is_known_of_it() {
    if installed(&["nmap"]) {
        expect("nmap-rdp-enum-encryption", KNOWN).await;
    }
}

/// What a program prints of a scenario's server.
pub(super) async fn scan(id: &str, program: &str, arguments: &[&str]) -> String {
    let scenario = Arc::new(catalogue().scenario(id).unwrap());
    let server = FaultServer::start(armed(&scenario).unwrap(), Options::default())
        .await
        .unwrap();
    let (host, port) = (
        server.address().ip().to_string(),
        server.address().port().to_string(),
    );
    let address = server.address().to_string();
    let fill = |word: &&str| {
        word.replace("{host}", &host)
            .replace("{port}", &port)
            .replace("{address}", &address)
    };
    let output = Command::new(program)
        .args(arguments.iter().map(fill))
        .stdin(std::process::Stdio::null())
        .kill_on_drop(true)
        .output();
    // Scanners make dozens of connections; on a busy machine that takes a while.
    let output = tokio::time::timeout(Duration::from_secs(120), output)
        .await
        .unwrap()
        .unwrap();
    server.stop().await;
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn nmap_sees_the_protocols_that_a_server_has() {
    if !installed(&["nmap"]) {
        return;
    }
    let script = [
        "-Pn",
        "-n",
        "--script",
        "+rdp-enum-encryption",
        "-p",
        "{port}",
        "{host}",
    ];
    let text = scan("security-layer/nla-enforced", "nmap", &script).await;
    assert!(text.contains("CredSSP (NLA): SUCCESS"), "{text}");
    assert!(!text.contains("Native RDP: SUCCESS"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn sslscan_sees_an_old_server() {
    if !installed(&["sslscan"]) {
        return;
    }
    let arguments = ["--rdp", "--no-colour", "{address}"];
    let text = scan("legacy/tls-1-0-with-rsa-1024", "sslscan", &arguments).await;
    assert!(text.contains("TLSv1.0   enabled"), "{text}");
    assert!(text.contains("TLSv1.2   disabled"), "{text}");
    assert!(text.contains("RSA Key Strength:    1024"), "{text}");
}
