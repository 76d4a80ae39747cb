//! tshark 4 dissects what a healthy server says, without a malformed frame.

use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use badrdp_server::{FaultServer, Options};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Command;
use tokio::time::timeout;

use super::{armed, catalogue, installed, skip};

/// How long tshark may take to start, and the capture to be written.
const PATIENCE: Duration = Duration::from_secs(30);

#[tokio::test(flavor = "multi_thread")]
async fn a_healthy_negotiation_has_no_malformed_frame() {
    if !installed(&["tshark", "dumpcap"]) {
        return;
    }
    let file = tempfile::Builder::new()
        .suffix(".pcapng")
        .tempfile()
        .unwrap();
    let path = file.path().to_str().unwrap().to_owned();
    let scenario = Arc::new(catalogue().scenario("healthy/tls-1-2").unwrap());
    let server = FaultServer::start(armed(&scenario).unwrap(), Options::default())
        .await
        .unwrap();
    let port = server.address().port();

    let mut capture = Command::new("dumpcap")
        .args([
            "-q",
            "-i",
            "lo",
            "-f",
            &format!("tcp port {port}"),
            "-a",
            "duration:20",
            "-w",
            &path,
        ])
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(capture.stderr.take().unwrap()).lines();
    let mut said = String::new();
    let listening = async {
        while let Ok(Some(line)) = lines.next_line().await {
            said.push_str(&line);
            if line.contains("File:") {
                return true;
            }
        }
        false
    };
    if !timeout(PATIENCE, listening).await.unwrap() {
        let required = std::env::var("BADRDP_REQUIRE_CLIENTS").is_ok_and(|value| value == "1");
        assert!(!required, "cannot capture: {said}");
        skip(&format!("cannot capture on the loopback interface: {said}"));
        return;
    }
    let mut options = badrdp_probe::Options::new(server.address());
    options.insecure = true;
    let report = badrdp_probe::probe(&options).await;
    assert_eq!(
        report.diagnosis.outcome,
        badrdp_scenario::Outcome::Connected,
        "{report}"
    );
    server.stop().await;

    wait_for_fins(&path, port).await;
    capture.start_kill().unwrap();
    // Once as RDP, once as TLS: tshark dissects a port as one of the two.
    let rdp = dissect(&path, port, "tpkt", "tcp").await;
    assert!(
        rdp.contains("Cookie: mstshash=badrdp, Negotiate Request"),
        "{rdp}"
    );
    assert!(rdp.contains("Negotiate Response"), "{rdp}");
    let tls = dissect(&path, port, "tls", "tcp").await;
    for message in [
        "Client Hello",
        "Server Hello",
        "Certificate",
        "Server Key Exchange",
        "Change Cipher Spec",
    ] {
        assert!(tls.contains(message), "{message}: {tls}");
    }
    for text in [rdp, tls] {
        assert!(!text.contains("Malformed"), "{text}");
    }
}

/// Waits until both FINs are in the capture, which is written in the background.
async fn wait_for_fins(path: &str, port: u16) {
    let both = async {
        while dissect(path, port, "tpkt", "tcp.flags.fin == 1")
            .await
            .lines()
            .count()
            < 2
        {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    timeout(PATIENCE, both).await.unwrap();
}

/// What tshark prints of the frames that `filter` selects, the port dissected as `protocol`.
async fn dissect(path: &str, port: u16, protocol: &str, filter: &str) -> String {
    let decode = format!("tcp.port=={port},{protocol}");
    let output = Command::new("tshark")
        .args(["-r", path, "-d", &decode, "-Y", filter])
        .stderr(Stdio::null())
        .output()
        .await
        .unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}
