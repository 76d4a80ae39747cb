//! A mebibyte of garbage in every phase.

use badrdp_proto::client;
use badrdp_scenario::End;
use rustls::version::{TLS12, TLS13};

use super::assert_still_serves;
use crate::support::{CONFIRM, Client, Ending, Handshake, REQUEST, Served};

const MEBIBYTE: usize = 1 << 20;

/// Noise that is the same in every run (Marsaglia, xorshift32), behind bytes that a parser
/// takes for a beginning.
fn garbage(beginning: &[u8]) -> Vec<u8> {
    let mut state = 0x9E37_79B9_u32;
    let noise = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[0]
    });
    beginning
        .iter()
        .copied()
        .chain(noise)
        .take(MEBIBYTE)
        .collect()
}

/// Sends garbage, all of which the server has to take, and hears FIN.
async fn flood(mut client: Client, bytes: &[u8]) {
    client.send(bytes).await;
    assert_eq!(client.hear_out().await.1, Ending::Closed);
    client.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_connection_request_it_ends_in_order() {
    let server = Served::start("").await;
    // The second one is a Connection Request, of a client that then talks nonsense.
    let beginnings: [(&[u8], bool); 6] = [
        (b"", true),
        (&[3, 0, 0, 11, 6, 0xE0, 0, 0, 0, 0, 0], false),
        (&[3, 0, 1, 0, 0xFF, 0xD0], true),
        (&[3, 0, 0, 4], true),
        (&[0x30, 0x82, 0xFF, 0xFF], true),
        (&[0x16, 3, 1, 0x40, 0], true),
    ];
    for ((beginning, misbehaves), number) in beginnings.into_iter().zip(1..) {
        let client = Client::connect(server.address()).await;
        flood(client, &garbage(beginning)).await;
        let record = server.record(number).await;
        assert_eq!(record.misbehaved.is_some(), misbehaves, "{beginning:02x?}");
        assert_eq!(record.end, End::ServerClose, "{beginning:02x?}");
    }
    assert_still_serves(&server).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_connection_confirm_it_ends_in_order() {
    let server = Served::start("").await;
    let beginnings: [&[u8]; 5] = [
        b"",
        &[0x16, 3, 1, 0x3F, 0xFF],
        &[0x16, 3, 1, 0, 4, 1, 0xFF, 0xFF, 0xFF],
        &[0x17, 3, 3, 0, 1],
        &[0x80, 0x2E, 1, 3, 1],
    ];
    for (beginning, number) in beginnings.into_iter().zip(1..) {
        let mut client = Client::connect(server.address()).await;
        client.send(&REQUEST).await;
        assert_eq!(client.hear(CONFIRM.len()).await, CONFIRM);
        flood(client, &garbage(beginning)).await;
        let record = server.record(number).await;
        assert!(record.misbehaved.is_some(), "{beginning:02x?}");
        assert_eq!(record.end, End::ServerClose, "{beginning:02x?}");
    }
    assert_still_serves(&server).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn inside_tls_records_it_ends_in_order() {
    let server = Served::start("").await;
    for (version, number) in [(&TLS12, 1), (&TLS13, 2)] {
        let mut client = Handshake::start(server.address(), version).await;
        assert!(client.finish().await);
        let record = garbage(&[0x17, 3, 3, 0x40, 0]);
        client.send_raw(&record).await;
        client.hear_out().await;
        client.close().await;
        let record = server.record(number).await;
        assert!(record.misbehaved.is_some());
        assert_eq!(record.end, End::ServerClose);
    }
    assert_still_serves(&server).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn as_the_first_pdu_inside_tls_it_ends_in_order() {
    let server = Served::start("").await;
    let beginnings: [&[u8]; 4] = [
        b"",
        &[3, 0, 0xFF, 0xFF],
        &[0x30, 0x82, 0xFF, 0xFF],
        &[3, 0, 0, 9],
    ];
    for (beginning, number) in beginnings.into_iter().zip(1..) {
        let mut client = Handshake::start(server.address(), &TLS13).await;
        assert!(client.finish().await);
        client.say(&garbage(beginning)).await;
        client.hear_out().await;
        client.close().await;
        let record = server.record(number).await;
        assert_eq!(record.end, End::ServerClose, "{beginning:02x?}");
    }
    assert_still_serves(&server).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_the_last_message_it_is_drained() {
    let server = Served::start("").await;
    let mut client = Handshake::start(server.address(), &TLS12).await;
    assert!(client.finish().await);
    client.say(&client::connect_initial("tester")).await;
    client.send_raw(&garbage(b"")).await;
    client.hear_out().await;
    client.close().await;
    let record = server.record(1).await;
    assert_eq!(record.end, End::ServerClose);
    assert!(record.received > u64::try_from(MEBIBYTE).unwrap());
}
