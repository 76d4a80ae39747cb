//! `stall`: silence, and a record that says when and how the client gave up.

use std::time::Duration;

use badrdp_scenario::End;
use badrdp_server::Happening;
use tokio::time::Instant;

use crate::support::{CONFIRM, Client, LATE, REQUEST, SILENCE, Served, assert_delivered};

/// A client that sits in front of a server that has just fallen silent.
async fn in_silence(stall: &str) -> (Served, Client) {
    let fault = format!("[[fault]]\nwhen = {{ after = 'connection-request' }}\nstall = {stall}");
    let mut server = Served::start(&fault).await;
    let mut client = Client::connect(server.address()).await;
    client.send(&REQUEST).await;
    let stalled = |what: &Happening| matches!(what, Happening::Stalled { .. });
    server.event(1, stalled).await;
    client.hear_nothing(SILENCE).await;
    (server, client)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_closes_in_silence_is_recorded_with_its_time() {
    let (server, client) = in_silence("{}").await;
    client.close().await;
    let record = server.record(1).await;
    assert_eq!((record.end, record.sent), (End::ClientClose, 0));
    let lasted = record.lasted.unwrap();
    assert!(lasted >= SILENCE && lasted < SILENCE + LATE, "{lasted:?}");
    assert_delivered(&record);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_resets_in_silence_is_told_from_one_that_closes() {
    let (server, client) = in_silence("{}").await;
    client.reset();
    let record = server.record(1).await;
    assert_eq!((record.end, record.sent), (End::ClientReset, 0));
    assert_delivered(&record);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_does_not_read_sees_both_ends_too() {
    let (server, client) = in_silence("{ read = false }").await;
    client.close().await;
    assert_eq!(server.record(1).await.end, End::ClientClose);
    let (server, client) = in_silence("{ read = false }").await;
    client.reset();
    assert_eq!(server.record(1).await.end, End::ClientReset);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_client_says_into_the_silence_is_counted_and_not_answered() {
    let (server, mut client) = in_silence("{}").await;
    client.send(b"anybody there?").await;
    client.hear_nothing(SILENCE).await;
    client.close().await;
    assert_eq!(server.record(1).await.received, 19 + 14);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_due_meanwhile_follows_when_the_server_thaws() {
    let fault = "[[fault]]\nwhen = { after = 'connection-request' }\nstall = { for = '500ms' }";
    let server = Served::start(fault).await;
    let mut client = Client::connect(server.address()).await;
    let start = Instant::now();
    client.send(&REQUEST).await;
    assert_eq!(client.hear(CONFIRM.len()).await, CONFIRM);
    let elapsed = start.elapsed();
    let period = Duration::from_millis(500);
    assert!(elapsed >= period && elapsed < period + LATE, "{elapsed:?}");
    client.close().await;
    assert_delivered(&server.record(1).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_may_begin_at_accept() {
    let fault = "[[fault]]\nwhen = { during = 'tcp' }\nstall = {}";
    let server = Served::start(fault).await;
    let mut client = Client::connect(server.address()).await;
    client.send(&REQUEST).await;
    client.hear_nothing(SILENCE).await;
    client.close().await;
    let record = server.record(1).await;
    assert_eq!(
        (record.end, record.sent, record.received),
        (End::ClientClose, 0, 19)
    );
    assert_delivered(&record);
}
