//! Faults in an active session, and what xfreerdp 2.11.7 makes of them.

use std::sync::Arc;

use badrdp_proto::{MessageName, Phase};
use badrdp_scenario::Scenario;
use badrdp_server::{DeliveryState, Transcript};
use tokio::task::JoinSet;

use super::installed;
use super::stage::{Client, Stage, is_phase, is_received, is_sent, scenario};

/// A Windows 11 with a certificate that it takes.
const TLS: &str = "profile = 'windows-11'\ncertificate = 'valid'\nsecurity = ['tls']";

fn here() -> bool {
    installed(&["xfreerdp", "Xvfb", "import"])
}

/// A session that goes well until `fault`.
fn faulty(fault: &str) -> Arc<Scenario> {
    scenario(TLS, &format!("[[fault]]\n{fault}"))
}

/// Every fault was carried out.
fn assert_delivered(transcript: &Transcript) {
    for record in &transcript.connections {
        for delivery in &record.deliveries {
            assert_eq!(delivery.state, DeliveryState::Delivered, "{record:?}");
        }
    }
}

/// Plays a scenario until the client leaves; gives its exit status and the transcript.
async fn exit_of(scenario: Arc<Scenario>, client: Client) -> (Option<i32>, Transcript) {
    let mut stage = Stage::open(&scenario, &client).await;
    let status = stage.exit().await;
    (status.code(), stage.close().await)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_five_seconds_into_the_session_is_delivered() {
    if !here() {
        return;
    }
    let scenario = faulty("when = { during = 'active', delay = '5s' }\nreset = {}");
    let mut stage = Stage::open(&scenario, &Client::xfreerdp(&["/sec:tls"])).await;
    stage.pictured().await;
    stage.shows((1024, 768)).await;
    stage.exit().await;
    let transcript = stage.close().await;
    assert_delivered(&transcript);
    let record = &transcript.connections[0];
    let active = record.active_for.unwrap().as_secs_f64();
    assert!((5.0..9.0).contains(&active), "active for {active} s");
    assert_eq!(record.deliveries.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_outlives_a_freeze() {
    if !here() {
        return;
    }
    let scenario = faulty("when = { during = 'active', delay = '500ms' }\nstall = { for = '3s' }");
    let mut stage = Stage::open(&scenario, &Client::xfreerdp(&["/sec:tls"])).await;
    stage.pictured().await;
    let stalled = |what: &_| matches!(what, badrdp_server::Happening::Stalled { .. });
    stage.until(stalled).await;
    stage.until(super::stage::is_picture).await;
    stage.shows((1024, 768)).await;
    assert_delivered(&stage.close().await);
}

/// `errorInfo`, and the exit status. Of the documented ones, the 16 to 26 of licensing come out
/// as 240 to 250: it takes 0x110 off where 0xF0 is meant. The ultimatum behind it says
/// rn-user-requested, which turns 1 into 2 (a logoff).
const EXITS: &[(&str, i32)] = &[
    ("'RPC_INITIATED_DISCONNECT'", 2),
    ("'RPC_INITIATED_LOGOFF'", 2),
    ("'IDLE_TIMEOUT'", 3),
    ("'LOGON_TIMEOUT'", 4),
    ("'DISCONNECTED_BY_OTHERCONNECTION'", 5),
    ("'OUT_OF_MEMORY'", 6),
    ("'SERVER_DENIED_CONNECTION'", 7),
    ("'SERVER_INSUFFICIENT_PRIVILEGES'", 9),
    ("'SERVER_FRESH_CREDENTIALS_REQUIRED'", 10),
    ("'RPC_INITIATED_DISCONNECT_BYUSER'", 11),
    ("0x100", 240),
    ("0x101", 241),
    ("0x102", 242),
    ("0x105", 245),
    ("0x10A", 250),
    ("0x10C9", 32),
    ("0x1193", 32),
    ("0xDEADBEEF", 255),
];

#[tokio::test(flavor = "multi_thread")]
async fn xfreerdp_has_an_exit_status_for_each_error_info() {
    if !here() {
        return;
    }
    let mut stages = JoinSet::new();
    for &(code, expected) in EXITS {
        let scenario = faulty(&format!(
            "when = {{ during = 'active' }}\nerror_info = {{ code = {code}, then = 'disconnect' }}"
        ));
        let client = Client::xfreerdp(&["/sec:tls"]);
        stages.spawn(async move {
            let (status, transcript) = exit_of(scenario, client).await;
            assert_delivered(&transcript);
            (code, status, expected)
        });
    }
    let mut wrong = Vec::new();
    while let Some(result) = stages.join_next().await {
        let (code, status, expected) = result.unwrap();
        if status != Some(expected) {
            wrong.push((code, status, expected));
        }
    }
    assert!(wrong.is_empty(), "code, exit status, known: {wrong:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn xfreerdp_leaves_at_an_ultimatum() {
    if !here() {
        return;
    }
    let mut stages = JoinSet::new();
    for (reason, expected) in [(0, 1), (1, 1), (2, 1), (3, 12), (4, 1)] {
        let scenario = faulty(&format!(
            "when = {{ during = 'active' }}\ndisconnect = {{ reason = {reason} }}"
        ));
        let client = Client::xfreerdp(&["/sec:tls"]);
        stages.spawn(async move {
            let (status, transcript) = exit_of(scenario, client).await;
            assert_delivered(&transcript);
            (reason, status, expected)
        });
    }
    let mut wrong = Vec::new();
    while let Some(result) = stages.join_next().await {
        let (reason, status, expected) = result.unwrap();
        if status != Some(expected) {
            wrong.push((reason, status, expected));
        }
    }
    assert!(wrong.is_empty(), "reason, exit status, known: {wrong:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn xfreerdp_is_redirected_to_where_it_came_from() {
    if !here() {
        return;
    }
    let scenario = faulty(
        "when = { during = 'active', connection = 1 }\n\
         redirect = { address = '127.0.0.1', routing_token = \"Cookie: msts=3640205228.15629.0000\\r\\n\" }",
    );
    let mut stage = Stage::open(&scenario, &Client::xfreerdp(&["/sec:tls"])).await;
    let redirected = |what: &_| is_sent(what, MessageName::ServerRedirection);
    stage.until(redirected).await;
    let number = stage.pictured().await;
    assert_eq!(number, 2);
    stage.shows((1024, 768)).await;
    assert_delivered(&stage.close().await);
}

/// Cut off in the session; it comes again with the cookie (MS-RDPBCGR 5.5).
#[tokio::test(flavor = "multi_thread")]
async fn xfreerdp_reconnects_with_its_cookie() {
    if !here() {
        return;
    }
    let server = format!("{TLS}\nauto_reconnect = 'accept'");
    let fault = "[[fault]]\nwhen = { during = 'active', delay = '1s', connection = 1 }\nreset = {}";
    let client = Client::xfreerdp(&["/sec:tls", "+auto-reconnect"]);
    let mut stage = Stage::open(&scenario(&server, fault), &client).await;
    let first = stage.pictured().await;
    stage
        .until(|what| is_received(what, MessageName::ClientInfo))
        .await;
    stage.until(|what| is_phase(what, Phase::Active)).await;
    stage.shows((1024, 768)).await;
    let transcript = stage.close().await;
    assert_eq!((first, transcript.connections.len()), (1, 2));
    assert_delivered(&transcript);
    let presented: Vec<_> = transcript
        .connections
        .iter()
        .map(|record| record.auto_reconnect_cookie_presented)
        .collect();
    assert_eq!(presented, [false, true]);
}
