//! Which fields a server message has, and where they lie.
//!
//! A handshake message longer than one record goes over the wire in several; its
//! fields are then those of the first record, and the last of them ends with it.

use badrdp_proto::message::{ByteOrder, Field};
use badrdp_proto::reader::{Reader, TooShort};
use badrdp_proto::{Message, MessageName};

use super::header::{ContentType, Header, MAX_PLAINTEXT};
use super::joiner::HANDSHAKE_HEADER;

/// The fields that a message of this name can have, in wire order.
///
/// An alert has `record.fragment` instead of its two fields once it is encrypted,
/// and a handshake message that does not read as one has `handshake.body`.
#[must_use]
pub const fn field_names(name: MessageName) -> &'static [&'static str] {
    match name {
        MessageName::Alert => &[
            "record.type",
            "record.version",
            "record.length",
            "alert.level",
            "alert.description",
        ],
        MessageName::ApplicationData
        | MessageName::EncryptedHandshake
        | MessageName::ServerFinished => &[
            "record.type",
            "record.version",
            "record.length",
            "record.fragment",
        ],
        MessageName::Certificate => &[
            "record.type",
            "record.version",
            "record.length",
            "handshake.type",
            "handshake.length",
            "certificate.list-length",
            "certificate.list",
        ],
        MessageName::CertificateRequest
        | MessageName::NewSessionTicket
        | MessageName::ServerHelloDone
        | MessageName::ServerKeyExchange => &[
            "record.type",
            "record.version",
            "record.length",
            "handshake.type",
            "handshake.length",
            "handshake.body",
        ],
        MessageName::HelloRetryRequest | MessageName::ServerHello => &[
            "record.type",
            "record.version",
            "record.length",
            "handshake.type",
            "handshake.length",
            "server-hello.version",
            "server-hello.random",
            "server-hello.session-id",
            "server-hello.cipher-suite",
            "server-hello.compression",
            "server-hello.extensions",
        ],
        MessageName::ServerChangeCipherSpec => &[
            "record.type",
            "record.version",
            "record.length",
            "change-cipher-spec.type",
        ],
        _ => &[],
    }
}

/// One plaintext record that is not a handshake message.
pub(crate) fn plaintext(content_type: ContentType, version: u16, fragment: &[u8]) -> Message {
    let name = match content_type {
        ContentType::Alert => MessageName::Alert,
        ContentType::ApplicationData => MessageName::ApplicationData,
        ContentType::ChangeCipherSpec => MessageName::ServerChangeCipherSpec,
        ContentType::Handshake | ContentType::Heartbeat => MessageName::Unrecognized,
    };
    let length = u16::try_from(fragment.len()).unwrap_or(u16::MAX);
    let mut bytes = Header {
        content_type,
        version,
        length,
    }
    .encode()
    .to_vec();
    bytes.extend_from_slice(fragment);
    record(name, bytes, true)
}

/// One whole record; `clear` says whether its content can be read.
pub(crate) fn record(name: MessageName, bytes: Vec<u8>, clear: bool) -> Message {
    let content: &[Width] = match name {
        MessageName::Alert if clear && bytes.len() == Header::LEN + 2 => {
            &[("alert.level", 1), ("alert.description", 1)]
        }
        MessageName::ServerChangeCipherSpec => &[("change-cipher-spec.type", usize::MAX)],
        _ => &[("record.fragment", usize::MAX)],
    };
    let fields = spans(bytes.len(), content.iter().copied());
    Message {
        name,
        bytes,
        fields,
    }
}

/// One handshake message in as many plaintext records as it needs.
pub(crate) fn handshake(name: MessageName, version: u16, message: &[u8]) -> Message {
    let mut bytes = Vec::with_capacity(Header::LEN + message.len());
    for fragment in message.chunks(MAX_PLAINTEXT) {
        let length = u16::try_from(fragment.len()).unwrap_or(u16::MAX);
        let header = Header {
            content_type: ContentType::Handshake,
            version,
            length,
        };
        bytes.extend_from_slice(&header.encode());
        bytes.extend_from_slice(fragment);
    }
    let first = Header::LEN + message.len().min(MAX_PLAINTEXT);
    let body = message.get(HANDSHAKE_HEADER..).unwrap_or_default();
    let header = [("handshake.type", 1), ("handshake.length", 3)];
    let fields = match name {
        MessageName::HelloRetryRequest | MessageName::ServerHello => match server_hello(body) {
            Ok(content) => spans(first, header.into_iter().chain(content)),
            Err(_) => spans(first, header.into_iter().chain(WHOLE_BODY)),
        },
        MessageName::Certificate if body.len() >= 3 => {
            spans(first, header.into_iter().chain(CERTIFICATES))
        }
        _ => spans(first, header.into_iter().chain(WHOLE_BODY)),
    };
    Message {
        name,
        bytes,
        fields,
    }
}

/// A field and how many bytes it has; the last one may have as many as there are.
type Width = (&'static str, usize);

const WHOLE_BODY: [Width; 1] = [("handshake.body", usize::MAX)];

const CERTIFICATES: [Width; 2] = [
    ("certificate.list-length", 3),
    ("certificate.list", usize::MAX),
];

/// RFC 5246 7.4.1.3, RFC 8446 4.1.3; SSL 3.0 has no extensions.
fn server_hello(body: &[u8]) -> Result<impl Iterator<Item = Width>, TooShort> {
    let mut reader = Reader::new(body);
    reader.take(2 /* version */ + 32 /* random */)?;
    let session_id = usize::from(reader.u8()?);
    reader.take(session_id + 2 /* cipher suite */ + 1 /* compression */)?;
    let extensions = (!reader.is_empty()).then_some(("server-hello.extensions", usize::MAX));
    let fields = [
        ("server-hello.version", 2),
        ("server-hello.random", 32),
        ("server-hello.session-id", 1 + session_id),
        ("server-hello.cipher-suite", 2),
        ("server-hello.compression", 1),
    ];
    Ok(fields.into_iter().chain(extensions))
}

/// Lays `content` after the record header, within `len` bytes.
fn spans(len: usize, content: impl IntoIterator<Item = Width>) -> Vec<Field> {
    const HEADER: [Width; 3] = [
        ("record.type", 1),
        ("record.version", 2),
        ("record.length", 2),
    ];
    let mut start = 0;
    HEADER
        .into_iter()
        .chain(content)
        .map(|(name, width)| {
            let end = width.saturating_add(start).min(len);
            let range = start.min(len)..end;
            start = end;
            Field {
                name,
                range,
                order: ByteOrder::Big,
            }
        })
        .collect()
}
