//! Many connections at once.

use std::io::ErrorKind;
use std::time::Duration;

use badrdp_scenario::End;
use badrdp_server::{ConnectionRecord, Limits, raise_file_limit};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::assert_still_serves;
use crate::support::{
    CONFIRM, Client, Ending, REQUEST, Served, assert_delivered, confirm_of, within,
};

#[tokio::test(flavor = "multi_thread")]
async fn thousands_of_clients_that_say_nothing_delay_nobody() {
    const WANTED: usize = 5000;
    /// Files for everything else that this process does meanwhile.
    const OTHERS: usize = 1000;
    let files = usize::try_from(raise_file_limit().unwrap()).unwrap();
    let count = WANTED.min(
        files.saturating_sub(OTHERS) / 2, /* ours and the server's */
    );
    assert!(
        count >= 100,
        "only {files} files may be open: raise `ulimit -n`"
    );
    if count < WANTED {
        say(&format!(
            "{count} half-open connections instead of {WANTED}: {files} files may be open"
        ));
    }

    let server = Served::start("").await;
    let address = server.address();
    let mut silent = Vec::new();
    while silent.len() < count {
        // Never more at a time than the backlog takes.
        let batch = 250.min(count - silent.len());
        let connects: JoinSet<_> = (0..batch).map(|_| Client::connect(address)).collect();
        silent.extend(connects.join_all().await);
    }
    assert_still_serves(&server).await;
    server.record(u32::try_from(count + 1).unwrap()).await;

    let transcript = server.stop().await;
    assert_eq!(transcript.connections.len(), count + 1);
    // None was given up: each has come to its end.
    let ended = |record: &&ConnectionRecord| record.end == End::Open && record.lasted.is_some();
    assert_eq!(transcript.connections.iter().filter(ended).count(), count);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_past_the_limit_is_reset_and_a_place_that_is_free_is_given() {
    let limits = Limits {
        connections: 3,
        ..Limits::default()
    };
    let server = Served::limited("", "", limits).await;
    let mut clients = Vec::new();
    for _ in 0..3 {
        let mut client = Client::connect(server.address()).await;
        client.send(&REQUEST).await;
        assert_eq!(client.hear(CONFIRM.len()).await, CONFIRM);
        clients.push(client);
    }
    // The reset comes at accept, so already the connect may see it.
    match within("a connect", TcpStream::connect(server.address())).await {
        Ok(fourth) => assert_eq!(Client(fourth).hear_out().await, (Vec::new(), Ending::Reset)),
        Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
    }

    clients.remove(0).close().await;
    server.record(1).await;
    let mut waits = Client::connect(server.address()).await;
    waits.send(&REQUEST).await;
    assert_eq!(waits.hear(CONFIRM.len()).await, CONFIRM);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_never_stops_coming_back_fills_no_memory() {
    let limits = Limits {
        records: 7,
        detailed: 2,
        ..Limits::default()
    };
    let reset = "[[fault]]\nwhen = { after = 'connection-request' }\nreset = {}";
    let server = Served::limited("", reset, limits).await;
    let mut detailed = Vec::new();
    for number in 1..=9 {
        confirm_of(server.address()).await;
        assert_delivered(&server.record(number).await);
        if number == 7 || number == 9 {
            let transcript = server.transcript();
            let records = transcript.connections.iter();
            let with_events = records.filter(|record| !record.events.is_empty());
            let numbers = with_events.map(|record| record.number).collect::<Vec<_>>();
            detailed.push((transcript.forgotten, numbers));
        }
    }
    assert_eq!(detailed, [(0, vec![1, 2, 6, 7]), (2, vec![8, 9])]);
    let transcript = server.stop().await;
    let dropped = transcript.connections[0].dropped_events;
    assert!(dropped > 0 && transcript.connections.len() == 7);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_sends_too_much_is_reset() {
    let limits = Limits {
        received: 100_000,
        ..Limits::default()
    };
    let faults = "[[fault]]\nwhen = { during = 'tcp' }\nstall = {}";
    let server = Served::limited("", faults, limits).await;
    let mut client = Client::connect(server.address()).await;
    client.send(&vec![0x41; 100_000]).await;
    let last = tokio::io::AsyncWriteExt::write_all(&mut client.0, &[0x41]).await;
    last.unwrap();
    assert_eq!(client.hear_out().await, (Vec::new(), Ending::Reset));
    let record = server.record(1).await;
    assert_eq!((record.end, record.received), (End::ServerReset, 100_001));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_holds_a_connection_for_longer_than_the_limit() {
    let hold = Duration::from_millis(400);
    let limits = Limits {
        hold,
        ..Limits::default()
    };
    let server = Served::limited("", "", limits).await;
    let mut client = Client::connect(server.address()).await;
    client.hear_out().await;
    let record = server.record(1).await;
    assert_eq!(record.end, End::Open);
    assert!(record.lasted.unwrap() >= hold);
}

#[expect(
    clippy::print_stderr,
    reason = "whoever reads the result must know that less was tried"
)]
fn say(text: &str) {
    eprintln!("{text}");
}
