//! RST is ECONNRESET, FIN is end of file, and both come exactly where they are due.

use badrdp_scenario::End;
use badrdp_server::DeliveryState;

use crate::support::{CONFIRM, Client, Ending, REQUEST, Served, assert_delivered, confirm_of};

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_is_econnreset() {
    let server = Served::start("[[fault]]\nwhen = { after = 'connection-request' }\nreset = {}");
    let server = server.await;
    let (heard, ending) = confirm_of(server.address()).await;
    assert_eq!((heard.as_slice(), ending), (&[][..], Ending::Reset));
    let record = server.record(1).await;
    assert_eq!((record.end, record.sent), (End::ServerReset, 0));
    assert_delivered(&record);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_waits_for_the_message_before_it() {
    let server = Served::start("[[fault]]\nwhen = { after = 'connection-confirm' }\nreset = {}");
    let server = server.await;
    let (heard, ending) = confirm_of(server.address()).await;
    assert_eq!((heard.as_slice(), ending), (&CONFIRM[..], Ending::Reset));
    assert_delivered(&server.record(1).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_close_is_end_of_file() {
    let server = Served::start("[[fault]]\nwhen = { after = 'connection-confirm' }\nclose = {}");
    let server = server.await;
    let mut client = Client::connect(server.address()).await;
    client.send(&REQUEST).await;
    let (heard, ending) = client.hear_out().await;
    assert_eq!((heard.as_slice(), ending), (&CONFIRM[..], Ending::Closed));
    client.close().await;
    let record = server.record(1).await;
    assert_eq!(record.end, End::ServerClose);
    assert_delivered(&record);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_close_is_no_reset_although_nobody_has_read_what_the_client_sent() {
    let faults = "
        [[fault]]\nwhen = { after = 'connection-request' }\nstall = { read = false }
        [[fault]]\nwhen = { after = 'connection-request', delay = '300ms' }\nclose = {}";
    let server = Served::start(faults).await;
    let mut client = Client::connect(server.address()).await;
    client.send(&REQUEST).await;
    // Fits into the buffers of both sides, so the send ends although nobody reads.
    client.send(&[0x41; 32 << 10]).await;
    assert_eq!(client.hear_out().await, (Vec::new(), Ending::Closed));
    client.close().await;
    let record = server.record(1).await;
    assert_eq!(record.end, End::ServerClose);
    assert_eq!(record.received, 19 + (32 << 10), "drained before the end");
    assert_delivered(&record);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_close_is_no_reset_although_the_client_goes_on_talking() {
    let server = Served::start("[[fault]]\nwhen = { after = 'connection-confirm' }\nclose = {}");
    let server = server.await;
    let mut client = Client::connect(server.address()).await;
    client.send(&REQUEST).await;
    assert_eq!(client.hear(CONFIRM.len()).await, CONFIRM);
    client.send(&[0x16; 4096]).await;
    assert_eq!(client.hear_out().await, (Vec::new(), Ending::Closed));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_at_a_byte_lets_exactly_the_bytes_before_it_through() {
    let cuts = [0, 1, 4, 5, 11, 18, 19];
    let faults: Vec<_> = cuts
        .iter()
        .zip(1..)
        .map(|(cut, number)| {
            format!("[[fault]]\nwhen = {{ at_byte = {cut}, connection = {number} }}\nreset = {{}}")
        })
        .collect();
    let server = Served::start(&faults.join("\n")).await;
    for (cut, number) in cuts.into_iter().zip(1..) {
        let (heard, ending) = confirm_of(server.address()).await;
        assert_eq!((heard.as_slice(), ending), (&CONFIRM[..cut], Ending::Reset));
        let record = server.record(number).await;
        assert_eq!(record.sent, u64::try_from(cut).unwrap());
        assert_delivered(&record);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_message_may_be_followed_by_fin() {
    let faults = "
        [[fault]]\nwhen = { at = 'connection-confirm' }\ntruncate = { keep = 9 }
        [[fault]]\nwhen = { after = 'connection-confirm' }\nclose = {}";
    let server = Served::start(faults).await;
    let (heard, ending) = confirm_of(server.address()).await;
    assert_eq!((heard.as_slice(), ending), (&CONFIRM[..9], Ending::Closed));
    assert_delivered(&server.record(1).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn garbage_is_answered_with_fin() {
    let server = Served::start("").await;
    let mut client = Client::connect(server.address()).await;
    client.send(b"GET / HTTP/1.1\r\n\r\n").await;
    assert_eq!(client.hear_out().await, (Vec::new(), Ending::Closed));
    client.close().await;
    let record = server.record(1).await;
    assert_eq!(record.end, End::ServerClose);
    assert!(record.misbehaved.unwrap().contains("HTTP"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_that_the_client_did_not_wait_for_was_not_reached() {
    let server = Served::start("[[fault]]\nwhen = { after = 'client-hello' }\nreset = {}").await;
    let mut client = Client::connect(server.address()).await;
    client.send(&REQUEST).await;
    assert_eq!(client.hear(CONFIRM.len()).await, CONFIRM);
    client.close().await;
    let record = server.record(1).await;
    assert_eq!(record.end, End::ClientClose);
    assert_eq!(record.deliveries[0].state, DeliveryState::NotReached);
}
