//! Faults inside the handshake: what a client gets before them is exactly what was due.

use badrdp_scenario::End;
use rustls::version::{TLS12, TLS13};

use crate::support::{Ending, Handshake, Served, assert_delivered};

/// The server's messages of a TLS 1.2 handshake, by content type and handshake type (RFC 5246
/// 7.3), without a ticket: the client asks for none.
const TLS12_FLIGHT: [&str; 6] = [
    "server-hello",
    "certificate",
    "server-key-exchange",
    "server-hello-done",
    "server-change-cipher-spec",
    "server-finished",
];

/// Names records by their first bytes, without the help of what is tested.
fn names(mut bytes: &[u8]) -> Vec<&'static str> {
    let mut names = Vec::new();
    let mut encrypted = false;
    while let [kind, 3, 3, high, low, rest @ ..] = bytes {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        names.push(match (kind, rest[0]) {
            (20, _) => {
                encrypted = true;
                "server-change-cipher-spec"
            }
            (22, _) if encrypted => "server-finished",
            (22, 2) => "server-hello",
            (22, 11) => "certificate",
            (22, 12) => "server-key-exchange",
            (22, 14) => "server-hello-done",
            (23, _) => "hidden",
            other => panic!("{other:?}"),
        });
        bytes = &rest[length..];
    }
    assert!(bytes.is_empty(), "half a record");
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_after_each_message_of_tls_1_2_leaves_exactly_those_before_it() {
    let faults: String = TLS12_FLIGHT
        .iter()
        .zip(1..)
        .map(|(name, number)| {
            format!(
                "[[fault]]\nwhen = {{ after = '{name}', connection = {number} }}\nreset = {{}}\n"
            )
        })
        .collect();
    let server = Served::with("[server.tls]\nversions = ['1.2']", &faults).await;
    for (number, name) in (1..).zip(TLS12_FLIGHT) {
        let mut client = Handshake::start(server.address(), &TLS12).await;
        client.finish().await;
        client.hear_out().await;
        assert_eq!(client.ending, Some(Ending::Reset), "{name}");
        let mut expected = TLS12_FLIGHT.to_vec();
        expected.truncate(usize::try_from(number).unwrap());
        assert_eq!(names(&client.records), expected);
        let record = server.record(number).await;
        assert_eq!(record.end, End::ServerReset);
        assert_delivered(&record);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hidden_messages_of_tls_1_3_are_counted() {
    // EncryptedExtensions, Certificate, CertificateVerify, Finished (RFC 8446 2).
    const HIDDEN: usize = 4;
    let faults: String = (1..=HIDDEN)
        .map(|nth| {
            format!(
                "[[fault]]\nwhen = {{ after = 'encrypted-handshake', nth = {nth}, connection = {nth} }}\nclose = {{}}\n"
            )
        })
        .collect();
    let server = Served::with("[server.tls]\nversions = ['1.3']", &faults).await;
    for nth in 1..=HIDDEN {
        let mut client = Handshake::start(server.address(), &TLS13).await;
        let done = client.finish().await;
        client.hear_out().await;
        assert_eq!(client.ending, Some(Ending::Closed));
        assert_eq!(done, nth == HIDDEN, "the last one is the Finished");
        let mut expected = vec!["server-hello", "server-change-cipher-spec"];
        expected.extend(vec!["hidden"; nth]);
        assert_eq!(names(&client.records), expected);
        drop(client);
        assert_delivered(&server.record(u32::try_from(nth).unwrap()).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrupt_server_hello_does_not_lead_to_tls() {
    let server =
        Served::start("[[fault]]\nwhen = { at = 'server-hello' }\ncorrupt = { offset = 3 }").await;
    let mut client = Handshake::start(server.address(), &TLS13).await;
    client.hear(5).await;
    // A ServerHello is shorter than 256 bytes: the high byte of its length was 0.
    assert_eq!(client.records[..4], [22, 3, 3, 0xFF]);
    drop(client);
    assert_delivered(&server.record(1).await);
}
