//! TLS alerts and bytes in the clear, where TLS is due.

use crate::support::{
    CONFIRM, Client, Ending, REQUEST, SILENCE, Served, assert_delivered, client_hello,
};

/// Negotiates, says hello, and gives the server and the client that waits for an answer.
async fn after_hello(faults: &str) -> (Served, Client) {
    let server = Served::start(faults).await;
    let mut client = Client::connect(server.address()).await;
    client.send(&REQUEST).await;
    assert_eq!(client.hear(CONFIRM.len()).await, CONFIRM);
    client.send(&client_hello()).await;
    (server, client)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fatal_alert_is_seven_bytes_and_fin() {
    for (description, number) in [
        ("'handshake_failure'", 40),
        ("'internal_error'", 80),
        ("200", 200),
    ] {
        let fault = format!(
            "[[fault]]\nwhen = {{ after = 'client-hello' }}\ntls_alert = {{ description = {description} }}"
        );
        let (server, mut client) = after_hello(&fault).await;
        let alert = vec![21, 3, 3, 0, 2, 2, number];
        assert_eq!(client.hear_out().await, (alert, Ending::Closed));
        client.close().await;
        assert_delivered(&server.record(1).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_may_come_before_the_client_has_said_anything_of_tls() {
    let fault = "[[fault]]\nwhen = { after = 'connection-confirm' }\ntls_alert = { description = 'protocol_version' }";
    let server = Served::start(fault).await;
    let mut client = Client::connect(server.address()).await;
    client.send(&REQUEST).await;
    let expected = [&CONFIRM[..], &[21, 3, 3, 0, 2, 2, 70]].concat();
    assert_eq!(client.hear_out().await, (expected, Ending::Closed));
    client.close().await;
    assert_delivered(&server.record(1).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_warning_does_not_close() {
    let faults = "
        [[fault]]\nwhen = { after = 'client-hello' }\ntls_alert = { level = 'warning', description = 'user_canceled' }
        [[fault]]\nwhen = { after = 'client-hello' }\nstall = {}";
    let (server, mut client) = after_hello(faults).await;
    assert_eq!(client.hear(7).await, [21, 3, 3, 0, 2, 1, 90]);
    client.hear_nothing(SILENCE).await;
    client.close().await;
    assert_delivered(&server.record(1).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn plaintext_is_a_pdu_in_the_clear_and_then_silence() {
    let fault = "[[fault]]\nwhen = { after = 'client-hello' }\nplaintext = {}";
    let (server, mut client) = after_hello(fault).await;
    // MCS Disconnect Provider Ultimatum, rn-user-requested.
    assert_eq!(
        client.hear(9).await,
        [3, 0, 0, 9, 2, 0xF0, 0x80, 0x21, 0x80]
    );
    client.hear_nothing(SILENCE).await;
    client.close().await;
    let record = server.record(1).await;
    assert_eq!(record.sent, 19 + 9);
    assert_delivered(&record);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_pdu_may_be_spoken_in_the_clear() {
    let fault = "[[fault]]\nwhen = { after = 'connection-confirm' }\nplaintext = { pdu = 'error' }";
    let server = Served::start(fault).await;
    let mut client = Client::connect(server.address()).await;
    client.send(&REQUEST).await;
    assert_eq!(client.hear(28).await[19..], [3, 0, 0, 9, 4, 0x70, 0, 0, 0]);
    client.close().await;
    assert_delivered(&server.record(1).await);
}
