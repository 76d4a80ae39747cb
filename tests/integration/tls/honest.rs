//! An honest server: every message in its order, in the versions that it was told to speak.

use badrdp_proto::{MessageName, Phase, client};
use badrdp_scenario::End;
use badrdp_server::{ConnectionRecord, Happening};
use insta::assert_snapshot;
use rustls::SupportedProtocolVersion;
use rustls::version::{TLS12, TLS13};

use crate::support::{Ending, Handshake, Served};

/// The transcript of a client that gets all there is, one event a line, without times and
/// lengths: ECDSA signatures differ in length.
async fn honest_transcript(version: &'static SupportedProtocolVersion) -> String {
    let mut server = Served::start("").await;
    let mut client = Handshake::start(server.address(), version).await;
    assert!(client.finish().await);
    // The client waits, because what it says may not come in one read with its Finished.
    let phase = Phase::BasicSettingsExchange;
    let begins = Happening::Phase { phase };
    server.event(1, |what| *what == begins).await;
    client.say(&client::connect_initial("tester")).await;
    let answered = |what: &Happening| matches!(what, Happening::Sent { message, .. } if *message == MessageName::ConnectResponse);
    server.event(1, answered).await;
    client.say(&client::disconnect_provider_ultimatum(3)).await;
    client.hear_out().await;
    // TPKT, X.224 Data and the tag of MCS Connect Response.
    assert_eq!(client.plain[4..9], [2, 0xF0, 0x80, 0x7F, 0x66]);
    assert_eq!(client.ending, Some(Ending::Closed));
    client.close().await;
    let record = server.record(1).await;
    assert_eq!((record.end, record.completed), (End::ClientClose, false));
    lines(&record)
}

fn lines(record: &ConnectionRecord) -> String {
    let line = |what: &Happening| match what {
        Happening::Received { message, .. } => format!("< {message}"),
        Happening::Sent {
            message, pieces: 1, ..
        } => format!("> {message}"),
        Happening::Sent {
            message, pieces, ..
        } => format!("> {message}, {pieces} pieces"),
        Happening::Phase { phase } => format!("{phase}:"),
        Happening::Tls { info } => format!("= {}", info.version),
        other => {
            let event = serde_json::to_value(other).unwrap()["event"].clone();
            event.as_str().unwrap().to_owned()
        }
    };
    let lines: Vec<_> = record
        .events
        .iter()
        .map(|event| line(&event.what))
        .collect();
    lines.join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_honest_tls_1_2_connection_has_every_message_in_order() {
    assert_snapshot!(honest_transcript(&TLS12).await, @r"
    accepted
    tcp:
    connection-initiation:
    < connection-request
    > connection-confirm
    tls-handshake:
    < client-hello
    > server-hello
    > certificate
    > server-key-exchange
    > server-hello-done
    < client-key-exchange
    < client-change-cipher-spec
    < client-finished
    = TLS 1.2
    > server-change-cipher-spec
    > server-finished
    basic-settings-exchange:
    < connect-initial
    > connect-response
    channel-connection:
    < client-disconnect-provider-ultimatum
    > alert
    server-closed
    client-closed
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_honest_tls_1_3_connection_has_every_message_in_order() {
    assert_snapshot!(honest_transcript(&TLS13).await, @r"
    accepted
    tcp:
    connection-initiation:
    < connection-request
    > connection-confirm
    tls-handshake:
    < client-hello
    > server-hello
    > server-change-cipher-spec
    > encrypted-handshake
    > encrypted-handshake
    > encrypted-handshake
    > encrypted-handshake
    < client-change-cipher-spec
    < client-finished
    = TLS 1.3
    basic-settings-exchange:
    < connect-initial
    > connect-response
    channel-connection:
    < client-disconnect-provider-ultimatum
    > alert
    server-closed
    client-closed
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_of_one_version_speaks_no_other() {
    for (versions, speaks, refuses) in [("1.2", &TLS12, &TLS13), ("1.3", &TLS13, &TLS12)] {
        let server = format!("[server.tls]\nversions = ['{versions}']");
        let server = Served::with(&server, "").await;
        let mut client = Handshake::start(server.address(), refuses).await;
        assert!(!client.finish().await);
        assert_eq!(client.ending, Some(Ending::Closed));
        // protocol_version (70) or handshake_failure (40), both fatal and in the clear.
        assert_eq!(client.records[..2], [21, 3]);
        let mut client = Handshake::start(server.address(), speaks).await;
        assert!(client.finish().await);
    }
}
