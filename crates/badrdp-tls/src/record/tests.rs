//! Splitter and observer against streams of every shape.

use badrdp_proto::{Message, MessageName as Name};
use proptest::prelude::*;

use super::{ContentType, Header, Observer, RecordError, Splitter};
use crate::choices::{Choices, Version};
use crate::engine::Observed;
use crate::testing::{Talk, client, engine, strong};

fn record(content_type: ContentType, fragment: &[u8]) -> Vec<u8> {
    let length = u16::try_from(fragment.len()).unwrap();
    let header = Header {
        content_type,
        version: 0x0303,
        length,
    };
    [header.encode().as_slice(), fragment].concat()
}

/// What a server of `version` sends in one connection, as one stream.
fn server_stream(version: Version) -> Vec<u8> {
    let mut server = engine(&Choices::default(), &strong());
    let mut talk = Talk::default();
    talk.go_on(&mut client(version, false), server.as_mut());
    server.write(b"data");
    server.close_notify();
    talk.sent.extend(server.drain());
    talk.sent
        .into_iter()
        .flat_map(|message| message.bytes)
        .collect()
}

fn split(parts: &[&[u8]]) -> (Vec<Message>, Result<(), RecordError>) {
    let mut splitter = Splitter::new();
    let result = parts.iter().try_for_each(|part| splitter.push(part));
    (splitter.drain(), result)
}

fn observe(parts: &[&[u8]]) -> Vec<Observed> {
    let mut observer = Observer::new();
    let _ = parts.iter().try_for_each(|part| observer.push(part));
    observer.drain()
}

fn names(messages: &[Message]) -> Vec<Name> {
    messages.iter().map(|message| message.name).collect()
}

#[test]
fn messages_that_share_a_record_are_cut_apart() {
    let shared = record(ContentType::Handshake, &[14, 0, 0, 0, 13, 0, 0, 2, 1, 1]);
    let (messages, _) = split(&[&shared]);
    assert_eq!(
        names(&messages),
        [Name::ServerHelloDone, Name::CertificateRequest]
    );
    assert_eq!(messages[0].bytes, [22, 3, 3, 0, 4, 14, 0, 0, 0]);
    assert_eq!(messages[1].bytes, [22, 3, 3, 0, 6, 13, 0, 0, 2, 1, 1]);
    assert_eq!(messages[1].field("handshake.body").unwrap().range, 9..11);
}

#[test]
fn a_message_that_spans_records_is_put_together() {
    let parts =
        [&[11, 0][..], &[0, 5, 0, 0], &[2, 9, 9]].map(|f| record(ContentType::Handshake, f));
    let (messages, _) = split(&[&parts.concat()]);
    assert_eq!(messages.len(), 1);
    assert_eq!(
        messages[0].bytes,
        [22, 3, 3, 0, 9, 11, 0, 0, 5, 0, 0, 2, 9, 9]
    );
    assert_eq!(
        messages[0].field("certificate.list-length").unwrap().range,
        9..12
    );
}

#[test]
fn a_message_longer_than_a_record_stays_one_message() {
    let mut long = vec![11, 0, 0x80, 0];
    long.resize(4 + 0x8000, 1);
    let stream: Vec<u8> = long
        .chunks(16384)
        .flat_map(|chunk| record(ContentType::Handshake, chunk))
        .collect();
    let (messages, _) = split(&[&stream]);
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0].bytes, stream);
    assert_eq!(messages[0].fields.last().unwrap().range.end, 5 + 16384);
}

#[test]
fn another_protocol_is_an_error_from_its_first_byte_on() {
    let (messages, result) = split(&[b"HTTP/1.1 403 Forbidden"]);
    assert!(messages.is_empty());
    assert_eq!(result, Err(RecordError::ContentType(b'H')));
    let mut splitter = Splitter::new();
    assert!(splitter.push(b"x").is_err());
    assert!(
        splitter.push(&[22, 3, 3, 0, 0]).is_err(),
        "what follows garbage is garbage"
    );
}

#[test]
fn a_server_hello_has_its_fields() {
    let (messages, _) = split(&[&server_stream(Version::Tls12)]);
    let hello = &messages[0];
    let len = |name| hello.field(name).map(|field| field.range.len());
    assert_eq!(len("server-hello.random"), Some(32));
    assert_eq!(len("server-hello.cipher-suite"), Some(2));
    assert_eq!(
        hello.field("server-hello.version").map(|f| f.range.clone()),
        Some(9..11)
    );
}

#[test]
fn a_hello_retry_request_is_told_by_its_random_and_followed_by_a_server_hello() {
    let mut retry = vec![2, 0, 0, 38, 3, 3];
    retry.extend(super::splitter::RETRY);
    retry.extend([0, 0x13, 1, 0]);
    let mut stream = record(ContentType::Handshake, &retry);
    stream.extend(record(ContentType::ChangeCipherSpec, &[1]));
    let hello_and_more = server_stream(Version::Tls13);
    stream.extend(&hello_and_more);
    let sent = names(&split(&[&stream]).0);
    assert_eq!(
        sent[..2],
        [Name::HelloRetryRequest, Name::ServerChangeCipherSpec]
    );
    assert_eq!(sent[2..], names(&split(&[&hello_and_more]).0));
}

#[test]
fn the_observer_counts_every_byte() {
    let hello = crate::legacy::hello_without_name(Version::Tls12);
    let (head, tail) = hello[5..].split_at(20);
    let mut stream = record(ContentType::Handshake, head);
    stream.extend(record(ContentType::Handshake, tail));
    stream.extend(record(ContentType::Alert, &[2, 48]));
    let observed = observe(&[&stream]);
    assert_eq!(observed.iter().map(|o| o.len).sum::<usize>(), stream.len());
    assert_eq!(
        observed[0].client_hello.as_ref().unwrap().legacy_version,
        0x0303
    );
    assert_eq!(
        (observed[1].name, observed[1].alert),
        (Name::ClientAlert, Some((2, 48)))
    );
}

/// `bytes` cut at the given places.
fn cut(bytes: &[u8], at: Vec<prop::sample::Index>) -> Vec<&[u8]> {
    let mut at: Vec<usize> = at
        .iter()
        .map(|index| index.index(bytes.len() + 1))
        .collect();
    at.extend([0, bytes.len()]);
    at.sort_unstable();
    at.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_split_of_a_real_stream_gives_the_same_messages(
        version in prop::sample::select(&[Version::Tls12, Version::Tls13][..]),
        at in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let stream = server_stream(version);
        prop_assert_eq!(split(&cut(&stream, at)), split(&[&stream]));
    }

    #[test]
    fn any_split_of_any_bytes_gives_the_same_messages(
        records in prop::collection::vec((20u8..25, prop::collection::vec(any::<u8>(), 0..60)), 0..8),
        garbage in prop::collection::vec(any::<u8>(), 0..20),
        at in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let mut stream = Vec::new();
        for (code, fragment) in &records {
            stream.extend(record(ContentType::from_code(*code).unwrap(), fragment));
        }
        stream.extend(garbage);
        let parts = cut(&stream, at);
        let (messages, _) = split(&parts);
        prop_assert_eq!(&messages, &split(&[&stream]).0);
        for message in &messages {
            prop_assert!(message.fields.iter().all(|field| field.range.end <= message.bytes.len()));
        }
        let known = |observed: Vec<Observed>| {
            observed.into_iter().filter(|o| o.name != Name::Unrecognized).collect::<Vec<_>>()
        };
        prop_assert_eq!(known(observe(&parts)), known(observe(&[&stream])));
    }
}
