//! When a fault strikes: at accept, at a byte, on a pattern, on which connection.

use crate::support::{
    CONFIRM, Client, Ending, REQUEST, SILENCE, Served, assert_delivered, confirm_of,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_banner_is_injected_at_accept() {
    let faults = "
        [[fault]]\nwhen = { during = 'tcp' }\ninject = { text = \"220 mail ready\\r\\n\" }
        [[fault]]\nwhen = { during = 'tcp' }\nstall = {}";
    let server = Served::start(faults).await;
    let mut client = Client::connect(server.address()).await;
    assert_eq!(client.hear(16).await, b"220 mail ready\r\n");
    client.send(&REQUEST).await;
    client.hear_nothing(SILENCE).await;
    client.close().await;
    assert_delivered(&server.record(1).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn injected_bytes_come_before_or_after_the_message_that_they_name() {
    for (when, expected) in [
        ("before", [&b"<>"[..], &CONFIRM].concat()),
        ("after", [&CONFIRM[..], b"<>"].concat()),
    ] {
        let faults = format!(
            "[[fault]]\nwhen = {{ {when} = 'connection-confirm' }}\ninject = {{ text = '<>' }}
             [[fault]]\nwhen = {{ after = 'connection-confirm' }}\nclose = {{}}"
        );
        let server = Served::start(&faults).await;
        assert_eq!(
            confirm_of(server.address()).await,
            (expected, Ending::Closed)
        );
        assert_delivered(&server.record(1).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pattern_is_found_across_two_reads_and_only_where_it_is() {
    let faults = "[[fault]]\nwhen = { on_pattern = 'mstshash=eve' }\nreset = {}";
    let mut server = Served::start(faults).await;
    let request = |name: &str| {
        let cookie = format!("Cookie: mstshash={name}\r\n");
        let length = u8::try_from(cookie.len()).unwrap();
        let head = [3, 0, 0, 11 + length, 6 + length, 0xE0, 0, 0, 0, 0, 0];
        [&head[..], cookie.as_bytes()].concat()
    };
    let mut client = Client::connect(server.address()).await;
    let eve = request("eve");
    client.send(&eve[..30]).await;
    let begun = badrdp_proto::Phase::ConnectionInitiation;
    let begins = badrdp_server::Happening::Phase { phase: begun };
    server.event(1, |what| *what == begins).await;
    client.send(&eve[30..]).await;
    assert_eq!(client.hear_out().await, (Vec::new(), Ending::Reset));
    assert_delivered(&server.record(1).await);

    let mut client = Client::connect(server.address()).await;
    client.send(&request("bob")).await;
    let (heard, ending) = client.hear_out().await;
    // Without RDP_NEG_REQ this server has nothing to offer: SSL_REQUIRED_BY_SERVER.
    assert_eq!(
        (&heard[11..], ending),
        (&[3, 0, 8, 0, 1, 0, 0, 0][..], Ending::Closed)
    );
    client.close().await;
    let state = server.record(2).await.deliveries[0].state.clone();
    assert_eq!(state, badrdp_server::DeliveryState::NotReached);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pattern_in_hex_may_have_gaps() {
    let faults = "[[fault]]\nwhen = { on_pattern = 'hex: 01 ?? 08 00 01' }\nclose = {}";
    let server = Served::start(faults).await;
    assert_eq!(
        confirm_of(server.address()).await,
        (Vec::new(), Ending::Closed)
    );
    assert_delivered(&server.record(1).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clients_bytes_are_counted_too() {
    let faults = "[[fault]]\nwhen = { at_byte = 7, direction = 'client-to-server' }\nreset = {}";
    let mut server = Served::start(faults).await;
    let mut client = Client::connect(server.address()).await;
    client.send(&REQUEST[..6]).await;
    let accepted = |what: &badrdp_server::Happening| matches!(what, badrdp_server::Happening::Phase { phase } if *phase == badrdp_proto::Phase::ConnectionInitiation);
    server.event(1, accepted).await;
    client.hear_nothing(SILENCE).await;
    client.send(&REQUEST[6..7]).await;
    assert_eq!(client.hear_out().await, (Vec::new(), Ending::Reset));
    let record = server.record(1).await;
    assert_eq!(record.received, 7);
    assert_delivered(&record);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_two_connections_fail_and_the_third_works() {
    let faults =
        "[[fault]]\nwhen = { after = 'connection-request', connection = '..2' }\nreset = {}";
    let server = Served::start(faults).await;
    for number in 1..=2 {
        assert_eq!(
            confirm_of(server.address()).await,
            (Vec::new(), Ending::Reset)
        );
        assert_delivered(&server.record(number).await);
    }
    let mut client = Client::connect(server.address()).await;
    client.send(&REQUEST).await;
    assert_eq!(client.hear(CONFIRM.len()).await, CONFIRM);
    client.close().await;
    let record = server.record(3).await;
    assert!(record.deliveries.is_empty(), "no fault was declared for it");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_connection_may_meet_another_fault() {
    let faults = "
        [[fault]]\nwhen = { after = 'connection-request', connection = 1 }\nclose = {}
        [[fault]]\nwhen = { after = 'connection-request', connection = '2..' }\nreset = {}";
    let server = Served::start(faults).await;
    let mut endings = Vec::new();
    for _ in 0..3 {
        endings.push(confirm_of(server.address()).await.1);
    }
    assert_eq!(endings, [Ending::Closed, Ending::Reset, Ending::Reset]);
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_are_counted_in_the_order_in_which_they_were_accepted() {
    /// Enough for connections that follow each other at once to be mixed up by two threads.
    const COUNT: usize = 300;
    let server = Served::start("").await;
    // One after the other, so that the kernel queues them in this order.
    let address = server.address();
    let connect = move || {
        let streams = (0..COUNT).map(|_| std::net::TcpStream::connect(address).unwrap());
        streams.collect::<Vec<_>>()
    };
    let streams = tokio::task::spawn_blocking(connect).await.unwrap();
    let connected: Vec<_> = streams
        .iter()
        .map(|stream| Some(stream.local_addr().unwrap()))
        .collect();
    drop(streams);
    server.record(u32::try_from(COUNT).unwrap()).await;
    let transcript = server.stop().await;
    let accepted: Vec<_> = transcript
        .connections
        .iter()
        .map(|record| record.peer)
        .collect();
    assert!(
        accepted == connected,
        "{COUNT} connections are numbered out of order"
    );
}
