//! Clients that are slow, in speaking or in hearing.

use std::time::Duration;

use badrdp_scenario::End;
use badrdp_server::Happening;
use socket2::{Domain, SockRef, Socket, Type};
use tokio::net::TcpStream;
use tokio::time::sleep;

use super::assert_still_serves;
use crate::support::{CONFIRM, Client, Handshake, REQUEST, Served, client_hello};

/// Between two bytes of a slow client: long enough for the server to read each by itself.
const PAUSE: Duration = Duration::from_millis(3);

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_speaks_byte_by_byte_is_understood() {
    let server = Served::start("").await;
    let mut client = Client::connect(server.address()).await;
    for byte in REQUEST {
        client.send(&[byte]).await;
        sleep(PAUSE).await;
    }
    assert_eq!(client.hear(CONFIRM.len()).await, CONFIRM);
    for byte in client_hello() {
        client.send(&[byte]).await;
        sleep(PAUSE).await;
    }
    let hello = client.hear(6).await;
    assert_eq!((hello[0], hello[5]), (22, 2), "a ServerHello");
    client.reset();
    let record = server.record(1).await;
    assert_eq!((record.end, record.misbehaved), (End::ClientReset, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_never_reads_holds_nobody_up() {
    let (server, deaf) = speaking_to_the_deaf().await;
    for _ in 0..3 {
        assert_still_serves(&server).await;
    }
    let mut client = Handshake::start(server.address(), &rustls::version::TLS13).await;
    assert!(client.finish().await);

    assert!(
        server.transcript().connections[0].lasted.is_none(),
        "it still sends"
    );
    deaf.reset();
    let record = server.record(1).await;
    assert_eq!(record.end, End::ClientReset);
    assert!(record.sent < TOO_MUCH, "not all of it can have left");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_with_a_client_that_never_reads_stops() {
    let (server, deaf) = speaking_to_the_deaf().await;
    let transcript = server.stop().await;
    let [record] = transcript.connections.as_slice() else {
        panic!("{transcript:?}");
    };
    assert!(record.lasted.is_some(), "it was given up, not ended");
    assert!(record.sent < TOO_MUCH, "not all of it can have left");
    drop(deaf);
}

/// More than the buffers of both sides can hold.
const TOO_MUCH: u64 = 17 << 20;

/// A server that says [`TOO_MUCH`] to its first client, which does not read.
async fn speaking_to_the_deaf() -> (Served, Client) {
    let faults = "
        [[fault]]\nwhen = { at = 'connection-confirm', connection = 1 }\nreplace = { random = 1048576 }
        [[fault]]\nwhen = { at = 'connection-confirm', connection = 1 }\nduplicate = { times = 16 }";
    let mut server = Served::start(faults).await;
    let mut deaf = Client(with_small_window(&server).await);
    deaf.send(&REQUEST).await;
    let due = |what: &Happening| matches!(what, Happening::FaultDue { .. });
    server.event(1, due).await;
    (server, deaf)
}

/// A connection whose client has as little room as the kernel allows.
async fn with_small_window(server: &Served) -> TcpStream {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    SockRef::from(&socket).set_recv_buffer_size(1).unwrap();
    socket.connect(&server.address().into()).unwrap();
    socket.set_nonblocking(true).unwrap();
    TcpStream::from_std(socket.into()).unwrap()
}
