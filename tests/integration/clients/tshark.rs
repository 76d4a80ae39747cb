//! tshark 4 dissects what a healthy server says, without a malformed frame: the negotiation, and
//! whole sessions with xfreerdp in every security world.

use std::sync::Arc;

use badrdp_scenario::{Outcome, Scenario};
use badrdp_server::{FaultServer, Options};

use super::capture::{Capture, Captured, Secrets};
use super::stage::{Client, Waiting, healthy, scenario};
use super::{armed, catalogue, installed};

#[tokio::test(flavor = "multi_thread")]
async fn a_healthy_negotiation_has_no_malformed_frame() {
    if !installed(&["tshark", "dumpcap"]) {
        return;
    }
    let scenario = Arc::new(catalogue().scenario("healthy/tls-1-2").unwrap());
    let server = FaultServer::start(armed(&scenario).unwrap(), Options::default())
        .await
        .unwrap();
    let Some(capture) = Capture::start(server.address().port()).await else {
        return;
    };
    let mut options = badrdp_probe::Options::new(server.address());
    options.insecure = true;
    let report = badrdp_probe::probe(&options).await;
    assert_eq!(report.diagnosis.outcome, Outcome::Connected, "{report}");
    server.stop().await;

    let captured = capture.finish().await;
    // Once as RDP, once as TLS: tshark dissects a port as one of the two.
    let rdp = captured.dissect("tpkt", &["-Y", "tcp"]).await;
    assert!(
        rdp.contains("Cookie: mstshash=lab, Negotiate Request"),
        "{rdp}"
    );
    assert!(rdp.contains("Negotiate Response"), "{rdp}");
    let tls = captured.dissect("tls", &["-Y", "tcp"]).await;
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

/// Captures a session of xfreerdp up to the picture.
async fn session(
    scenario: &Arc<Scenario>,
    security: &str,
    secrets: &Arc<Secrets>,
) -> Option<Captured> {
    if !installed(&["tshark", "dumpcap", "xfreerdp", "Xvfb", "import"]) {
        return None;
    }
    let waiting = Waiting::start(scenario, Some(secrets.log())).await;
    let capture = Capture::start(waiting.address().port()).await?;
    let mut stage = waiting.meet(&Client::xfreerdp(&[security])).await;
    stage.pictured().await;
    stage.shows((1024, 768)).await;
    stage.close().await;
    Some(capture.finish().await)
}

fn contains_all(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "{word}: {text}");
    }
}

/// What both sides say from the basic settings exchange to the picture.
const SESSION: [&str; 11] = [
    "ClientData",
    "ServerData",
    "attachUserConfirm",
    "channelJoinConfirm",
    "Error Alert",
    "Demand Active PDU",
    "Confirm Active PDU",
    "Granted control",
    "FontMap",
    "Save Session Info",
    "Fast-Path PDU,Bitmap",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_session_inside_tls_has_no_malformed_frame() {
    for (id, security) in [("healthy/tls", "/sec:tls"), ("healthy/nla", "/sec:nla")] {
        let secrets = Arc::new(Secrets::default());
        let Some(captured) = session(&healthy(id), security, &secrets).await else {
            return;
        };
        let text = captured.dissect_tls(&secrets, "tcp").await;
        contains_all(&text, &SESSION);
        if security == "/sec:nla" {
            contains_all(&text, &["NTLMSSP_CHALLENGE", "NTLMSSP_AUTH"]);
        }
        let malformed = captured.dissect_tls(&secrets, &captured.malformed()).await;
        assert!(malformed.is_empty(), "{id}: {malformed}");
    }
}

/// tshark 4 has no keys of Standard RDP Security. It takes encrypted fast-path PDUs for open
/// ones, so the picture goes the slow way where it is encrypted.
#[tokio::test(flavor = "multi_thread")]
async fn a_session_of_standard_rdp_security_has_no_malformed_frame() {
    for (level, methods, words) in [
        ("none", "", &SESSION[..]),
        ("high", "'rc4-128'", &["SecurityExchange", "[Encrypted]"]),
        ("fips", "'fips'", &["SecurityExchange", "[Encrypted]"]),
    ] {
        let server = format!(
            "profile = 'windows-server-2003'\nsecurity = ['rdp']\n\
             [server.standard_security]\nlevel = '{level}'\nmethods = [{methods}]\n\
             [server.session]\nfast_path = {}",
            level == "none"
        );
        let scenario = scenario(&server, "");
        let Some(captured) = session(&scenario, "/sec:rdp", &Arc::default()).await else {
            return;
        };
        contains_all(&captured.dissect("tpkt", &["-Y", "tcp"]).await, words);
        let filter = captured.malformed();
        let malformed = captured.dissect("tpkt", &["-Y", &filter]).await;
        assert!(malformed.is_empty(), "{level}: {malformed}");
    }
}
