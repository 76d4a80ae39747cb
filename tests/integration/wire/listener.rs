//! Faults that are there before any connection.

use std::io::ErrorKind;
use std::time::Duration;

use badrdp_server::{DeliveryState, Transcript};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::support::{Client, REQUEST, SILENCE, Served, within};

async fn listener(fault: &str) -> Served {
    Served::start(&format!(
        "[[fault]]\nwhen = {{ during = 'tcp' }}\n{fault} = {{}}"
    ))
    .await
}

fn assert_delivered_by_listener(transcript: &Transcript, name: &str) {
    let [delivery] = transcript.listener.as_slice() else {
        panic!("{:?}", transcript.listener);
    };
    assert_eq!(
        (delivery.name, &delivery.state),
        (name, &DeliveryState::Delivered)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_port_is_econnrefused() {
    let server = listener("refuse").await;
    for _ in 0..3 {
        let refused = within("an RST", TcpStream::connect(server.address())).await;
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::ConnectionRefused);
    }
    let transcript = server.stop().await;
    assert_delivered_by_listener(&transcript, "refuse");
    assert!(transcript.connections.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_port_stays_taken() {
    let server = listener("refuse").await;
    let taken = std::net::TcpListener::bind(server.address());
    assert_eq!(taken.unwrap_err().kind(), ErrorKind::AddrInUse);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_black_hole_does_not_answer() {
    /// A SYN on loopback is answered within a millisecond, or it was dropped; the kernel
    /// repeats it after a second, so this covers the first SYN.
    const DROPPED: Duration = Duration::from_secs(1);
    let server = listener("black_hole").await;
    let connects =
        (0..4).map(|_| tokio::spawn(timeout(DROPPED, TcpStream::connect(server.address()))));
    for connect in connects.collect::<Vec<_>>() {
        let connected = within("a timeout", connect).await.unwrap();
        assert!(connected.is_err(), "got an answer: {connected:?}");
    }
    assert_delivered_by_listener(&server.stop().await, "black_hole");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_accepts_and_the_transcript_tells_afterwards_what_came() {
    let server = listener("accept_never").await;
    let mut stays = Client::connect(server.address()).await;
    stays.send(&REQUEST).await;
    let mut leaves = Client::connect(server.address()).await;
    leaves.send(b"hello").await;
    leaves.close().await;
    let mut breaks_off = Client::connect(server.address()).await;
    breaks_off.send(b"hey").await;
    breaks_off.reset();
    stays.hear_nothing(SILENCE).await;
    let transcript = server.stop().await;
    assert_delivered_by_listener(&transcript, "accept_never");
    let seen: Vec<_> = transcript
        .connections
        .iter()
        .map(|record| {
            (
                record.number,
                record.received,
                record.sent,
                record.end.name(),
            )
        })
        .collect();
    let expected = [
        (1, 19, 0, "open"),
        (2, 5, 0, "client-close"),
        (3, 3, 0, "client-reset"),
    ];
    assert_eq!(seen, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_zero_window_never_opens() {
    /// More than the buffers of both sides can ever hold (`tcp_wmem` ends at 4 MiB).
    const FLOOD: usize = 64 << 20;
    /// Far longer than loopback takes for what fits.
    const BLOCKED: Duration = Duration::from_millis(700);
    let server = listener("zero_window").await;
    let mut client = Client::connect(server.address()).await;
    client.send(&REQUEST).await;
    let flood = vec![0x41; FLOOD];
    let sent = timeout(BLOCKED, client.0.write_all(&flood)).await;
    assert!(sent.is_err(), "the server has read: {sent:?}");
    client.hear_nothing(SILENCE).await;
    client.reset();
    let record = server.record(1).await;
    assert_eq!(
        (record.received, record.sent, record.end.name()),
        (0, 0, "client-reset")
    );
    assert_delivered_by_listener(&server.stop().await, "zero_window");
}
