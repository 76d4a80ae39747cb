//! Names what a server sends.

use badrdp_proto::reader::{Reader, TooShort};
use badrdp_proto::{Message, MessageName};

use super::deframer::{Deframer, Record};
use super::fields;
use super::header::{ContentType, RecordError};
use super::joiner::{HANDSHAKE_HEADER, Joiner};

/// What records hold that nobody without the keys can read.
///
/// TLS 1.3 hides handshake, alerts and data alike behind one content type, so the
/// owner of a [`Splitter`] has to say. Up to TLS 1.2 the splitter knows by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// Alerts.
    Alert,
    /// Application data.
    ApplicationData,
    /// The encrypted part of the handshake; so it begins.
    Handshake,
}

/// Cuts a server's bytes into named messages.
///
/// Handshake messages in the clear come out as one record each, however the server
/// had packed them; everything else comes out as it was. The bytes of all messages
/// are therefore what a server could have sent, though not always what it did send.
#[derive(Debug)]
pub struct Splitter {
    deframer: Deframer,
    joiner: Joiner,
    messages: Vec<Message>,
    state: State,
    hidden: Hidden,
    failed: Option<RecordError>,
}

/// In the order of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Nothing is encrypted.
    Clear,
    /// TLS 1.3 was agreed: what follows is hidden.
    Tls13,
    /// Up to TLS 1.2: after ChangeCipherSpec, before Finished.
    Encrypted,
    /// Up to TLS 1.2: after Finished.
    Done,
}

impl Default for Splitter {
    fn default() -> Self {
        Self::new()
    }
}

impl Splitter {
    /// Starts before the server's first byte.
    #[must_use]
    pub fn new() -> Self {
        Self {
            deframer: Deframer::default(),
            joiner: Joiner::default(),
            messages: Vec::new(),
            state: State::Clear,
            hidden: Hidden::Handshake,
            failed: None,
        }
    }

    /// Takes bytes; any split gives the same messages.
    ///
    /// # Errors
    /// When the bytes are no records. What came before is still in [`Splitter::drain`];
    /// the same error follows for every further push.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), RecordError> {
        match self.failed {
            Some(error) => Err(error),
            None => self
                .split(bytes)
                .inspect_err(|error| self.failed = Some(*error)),
        }
    }

    /// The messages so far, in order; empties the list.
    pub fn drain(&mut self) -> Vec<Message> {
        std::mem::take(&mut self.messages)
    }

    /// Takes one record that somebody else cut out. A handshake message that is too long ends
    /// what can be named, as in [`Splitter::push`].
    pub(crate) fn whole(&mut self, record: Record) {
        if self.failed.is_none() {
            self.failed = self.record(record).err();
        }
    }

    /// Names one whole record, apart from those that wait in [`Splitter::drain`].
    pub(crate) fn split_one(&mut self, record: &[u8]) -> Option<Message> {
        let waiting = self.messages.len();
        self.push(record).ok()?;
        self.messages.split_off(waiting).pop()
    }

    /// Says what TLS 1.3 records hold from the next one on.
    pub const fn hidden(&mut self, hidden: Hidden) {
        self.hidden = hidden;
    }

    fn split(&mut self, bytes: &[u8]) -> Result<(), RecordError> {
        self.deframer.push(bytes);
        while let Some(record) = self.deframer.pop()? {
            self.record(record)?;
        }
        Ok(())
    }

    fn record(&mut self, record: Record) -> Result<(), RecordError> {
        let clear = matches!(self.state, State::Clear);
        let name = match record.header.content_type {
            ContentType::Alert => MessageName::Alert,
            ContentType::ApplicationData => self.opaque(),
            ContentType::ChangeCipherSpec => {
                if clear {
                    self.state = State::Encrypted;
                }
                MessageName::ServerChangeCipherSpec
            }
            ContentType::Handshake => match self.state {
                State::Clear | State::Tls13 => return self.handshake(&record),
                State::Encrypted => {
                    self.state = State::Done;
                    MessageName::ServerFinished
                }
                State::Done => MessageName::EncryptedHandshake,
            },
            ContentType::Heartbeat => MessageName::Unrecognized,
        };
        self.messages.push(fields::record(
            name,
            record.bytes,
            clear || self.state == State::Tls13,
        ));
        Ok(())
    }

    const fn opaque(&self) -> MessageName {
        match (self.state, self.hidden) {
            (State::Tls13, Hidden::Alert) => MessageName::Alert,
            (State::Tls13, Hidden::Handshake) => MessageName::EncryptedHandshake,
            _ => MessageName::ApplicationData,
        }
    }

    fn handshake(&mut self, record: &Record) -> Result<(), RecordError> {
        self.joiner.push(record.fragment());
        while let Some(message) = self.joiner.pop()? {
            let name = handshake_name(message);
            match name {
                MessageName::HelloRetryRequest => self.state = State::Tls13,
                MessageName::ServerHello if selects_tls13(message) => self.state = State::Tls13,
                _ => {}
            }
            self.messages
                .push(fields::handshake(name, record.header.version, message));
        }
        Ok(())
    }
}

/// RFC 5246 7.4 and RFC 8446 4.1.3.
fn handshake_name(message: &[u8]) -> MessageName {
    match message.first() {
        Some(2) if message.get(RANDOM..RANDOM + 32) == Some(&RETRY) => {
            MessageName::HelloRetryRequest
        }
        Some(2) => MessageName::ServerHello,
        Some(4) => MessageName::NewSessionTicket,
        Some(11) => MessageName::Certificate,
        Some(12) => MessageName::ServerKeyExchange,
        Some(13) => MessageName::CertificateRequest,
        Some(14) => MessageName::ServerHelloDone,
        Some(20) => MessageName::ServerFinished,
        _ => MessageName::Unrecognized,
    }
}

/// Whether `supported_versions` (43) of a ServerHello names TLS 1.3 (RFC 8446 4.2.1).
fn selects_tls13(message: &[u8]) -> bool {
    fn selected(message: &[u8]) -> Result<bool, TooShort> {
        let mut reader = Reader::new(message);
        reader.take(RANDOM + 32)?;
        let session_id = reader.u8()?;
        reader.take(usize::from(session_id) + 2 /* suite */ + 1 /* compression */ + 2)?;
        while !reader.is_empty() {
            let code = reader.u16_be()?;
            let length = reader.u16_be()?;
            let body = reader.take(usize::from(length))?;
            if code == 43 {
                return Ok(body == [3, 4]);
            }
        }
        Ok(false)
    }
    selected(message).unwrap_or(false)
}

const RANDOM: usize = HANDSHAKE_HEADER + 2 /* version */;

/// The random of a HelloRetryRequest: SHA-256 of its name (RFC 8446 4.1.3).
pub(super) const RETRY: [u8; 32] = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
];
