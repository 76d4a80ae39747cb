//! TLS as strangers say it.

use std::sync::OnceLock;

use badrdp_certs::{Catalogue, Lab};
use badrdp_proto::{Message, MessageName};
use badrdp_tls::choices::ClientCertificatePolicy;
use badrdp_tls::client_hello::ClientHello;
use badrdp_tls::record::{Hidden, Observer, Splitter};
use badrdp_tls::{Choices, Observed, Prepared, Suite, Version};

use super::rdp::spans_lie_inside;

/// The body of a ClientHello. What goes to a terminal must be fit for it.
pub fn client_hello(data: &[u8]) {
    let Ok(hello) = ClientHello::parse(data) else {
        return;
    };
    let _ = (hello.max_version(), hello.offers_version(0x0303));
    for name in hello.server_name.iter().chain(&hello.alpn) {
        assert!(name.chars().count() <= 255);
        assert!(!name.contains(char::is_control), "{name:?}");
    }
}

/// The legacy engine, alone and beside rustls. The first byte chooses the server and whether
/// the rest is a stream or records; the second is the size of pieces.
pub fn legacy_server(data: &[u8]) {
    static SERVERS: OnceLock<Vec<Prepared>> = OnceLock::new();
    let Some((choice, size, data)) = super::chosen(data) else {
        return;
    };
    let servers = SERVERS.get_or_init(servers);
    let mut engine = servers[usize::from(choice & 3) % servers.len()].accept(|| [choice; 32]);
    let stream = if choice & 4 == 0 {
        data.to_vec()
    } else {
        framed(data)
    };
    for piece in super::pieces(&stream, size) {
        let result = engine.read(piece);
        engine.observed();
        engine.drain().iter().for_each(spans_lie_inside);
        let plain = engine.plaintext();
        engine.write(&plain);
        if result.is_err() {
            assert_eq!(engine.read(piece), result, "it has failed for good");
            break;
        }
    }
    engine.close_notify();
    spans_lie_inside(&engine.alert_at(MessageName::ServerFinished, 0, 2, 40));
    engine.drain().iter().for_each(spans_lie_inside);
}

/// The record layer seen from outside: any split must give the same messages.
pub fn record_splitter(data: &[u8]) {
    let Some((choice, size, data)) = super::chosen(data) else {
        return;
    };
    let hidden = match choice % 3 {
        0 => Hidden::Handshake,
        1 => Hidden::ApplicationData,
        _ => Hidden::Alert,
    };
    let whole = split(std::iter::once(data), hidden);
    whole.iter().for_each(spans_lie_inside);
    assert_eq!(split(super::pieces(data, size), hidden), whole);
    assert_eq!(
        observe(super::pieces(data, size)),
        observe(std::iter::once(data))
    );
}

fn split<'a>(pieces: impl Iterator<Item = &'a [u8]>, hidden: Hidden) -> Vec<Message> {
    let mut splitter = Splitter::new();
    splitter.hidden(hidden);
    for piece in pieces {
        if let Err(error) = splitter.push(piece) {
            assert_eq!(splitter.push(piece), Err(error), "it has failed for good");
            break;
        }
    }
    splitter.drain()
}

fn observe<'a>(pieces: impl Iterator<Item = &'a [u8]>) -> Vec<Observed> {
    let mut observer = Observer::new();
    for piece in pieces {
        if observer.push(piece).is_err() {
            // How long the rest is depends on the split.
            let mut observed = observer.drain();
            let rest = observed.pop().map(|last| last.name);
            assert_eq!(rest, Some(MessageName::Unrecognized));
            return observed;
        }
    }
    observer.drain()
}

/// Pairs of a content type and a length, each with so many bytes, as records of TLS 1.0.
fn framed(mut data: &[u8]) -> Vec<u8> {
    let mut records = Vec::new();
    while let [kind, length, rest @ ..] = data {
        let (fragment, behind) = rest.split_at(usize::from(*length).min(rest.len()));
        let length = u16::try_from(fragment.len()).unwrap_or(u16::MAX);
        records.extend([20 + kind % 5, 3, 1]);
        records.extend(length.to_be_bytes());
        records.extend(fragment);
        data = behind;
    }
    records
}

fn servers() -> Vec<Prepared> {
    let lab = Lab::ephemeral().expect("a lab in memory needs nothing");
    let recipes = Catalogue::built_in();
    // The smallest key: it is made at the start of every run.
    let recipe = recipes.get("rsa-512").expect("it is shipped");
    let identity = lab
        .issue(recipe, jiff::Timestamp::now())
        .expect("it can be issued");
    let old = vec![Version::Ssl3, Version::Tls10, Version::Tls11];
    let aes = Suite::by_name("TLS_RSA_WITH_AES_128_CBC_SHA").expect("it is in the table");
    let choices = [
        Choices {
            versions: old,
            ..Choices::default()
        },
        Choices {
            versions: Version::ALL.to_vec(),
            ..Choices::default()
        },
        Choices {
            versions: vec![Version::Tls12],
            suites: Some(vec![aes]),
            client_certificate: ClientCertificatePolicy::Request,
            ..Choices::default()
        },
    ];
    choices
        .iter()
        .map(|choices| Prepared::new(choices, &identity, None).expect("they can be played"))
        .collect()
}
