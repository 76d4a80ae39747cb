//! IronRDP 0.17.0, as its example `screenshot`: it asks for CredSSP alone, waits three seconds
//! for each answer, and writes what it saw once nothing more comes. `.ci/run` installs it.

use badrdp_runner::Verdict::{Fail, Pass};
use badrdp_scenario::Outcome::{
    AuthenticationFailed, Connected, ConnectionClosed, ConnectionRefused, ConnectionReset,
    HandshakeFailed, ProtocolError, SecurityRefused, ServerDenied, TimedOut,
};

use super::picture::Picture;
use super::stage::{Client, Stage, scenario};
use super::{Row, expect, installed};

const PROGRAM: &str = "ironrdp-screenshot";

/// What it asks for.
const SIZE: (u16, u16) = (1280, 1024);

/// It checks no certificate, and passes over an end of TLS that is not vouched for.
const KNOWN: &[Row] = &[
    ("account/clock-skew", AuthenticationFailed, Pass),
    ("account/early-authorization-denied", ServerDenied, Pass),
    ("account/locked-out", AuthenticationFailed, Pass),
    ("account/logon-failure", AuthenticationFailed, Pass),
    ("certificate/expired", Connected, Fail),
    ("handshake/silent-after-accept", TimedOut, Pass),
    ("handshake/silent-after-client-finished", TimedOut, Pass),
    ("healthy/nla", Connected, Pass),
    ("legacy/tls-1-0-only", HandshakeFailed, Pass),
    (
        "middlebox/close-after-connection-request",
        ConnectionClosed,
        Pass,
    ),
    ("middlebox/close-at-accept", ConnectionClosed, Pass),
    ("middlebox/reset-after-client-hello", ConnectionReset, Pass),
    (
        "middlebox/reset-after-connection-request",
        ConnectionReset,
        Pass,
    ),
    ("network/refused", ConnectionRefused, Pass),
    ("protocol/tpkt-version-2", ProtocolError, Pass),
    (
        "security-layer/alert-handshake-failure",
        HandshakeFailed,
        Pass,
    ),
    (
        "security-layer/failure-hybrid-required",
        SecurityRefused,
        Pass,
    ),
    ("security-layer/tls-only", SecurityRefused, Pass),
    ("wrong-service/http-server", ProtocolError, Pass),
];

#[tokio::test(flavor = "multi_thread")]
async fn ironrdp_does_what_is_known_of_it() {
    if installed(&[PROGRAM]) {
        expect("ironrdp", KNOWN).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ironrdp_sees_the_card_behind_credssp() {
    if !installed(&[PROGRAM, "Xvfb"]) {
        return;
    }
    for (security, version) in [("hybrid", "1.2"), ("hybrid-ex", "1.3")] {
        // It leaves when nothing moves any more.
        let scenario = scenario(
            &format!(
                "profile = 'windows-11'\ncertificate = 'valid'\nsecurity = ['{security}']\n\
                 tls = {{ versions = ['{version}'] }}"
            ),
            "[[fault]]\nwhen = { during = 'active', delay = '500ms' }\nstall = {}",
        );
        let mut stage = Stage::open(&scenario, &client()).await;
        stage.pictured().await;
        assert!(stage.exit().await.success(), "{}", stage.log());
        let picture = Picture::decode(&stage.file("out.png"));
        let differences = picture.differences(SIZE);
        assert!(differences.is_empty(), "{security}:\n{differences}");
        stage.close().await;
    }
}

fn client() -> Client {
    use badrdp_proto::credssp::{LAB_PASSWORD, LAB_USER};
    let arguments = [
        "--host",
        "{host}",
        "--port",
        "{port}",
        "-u",
        LAB_USER,
        "-p",
        LAB_PASSWORD,
        "-o",
        "{home}/out.png",
    ];
    Client::other(PROGRAM, &arguments)
}
