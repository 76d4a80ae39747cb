//! Names what a client sends.

use badrdp_proto::MessageName;

use super::deframer::{Deframer, Record};
use super::header::{ContentType, Header, RecordError};
use super::joiner::{HANDSHAKE_HEADER, Joiner};
use crate::client_hello::ClientHello;
use crate::engine::Observed;

/// Turns a client's bytes or records into [`Observed`] messages.
#[derive(Debug, Default)]
pub struct Observer {
    deframer: Deframer,
    joiner: Joiner,
    observed: Vec<Observed>,
    state: State,
    overhead: usize,
    failed: Option<RecordError>,
}

/// In the order of the protocol.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Nothing is encrypted.
    #[default]
    Clear,
    /// After ChangeCipherSpec.
    Encrypted,
    /// The handshake is over.
    Done,
}

impl Observer {
    /// Starts before the client's first byte.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes bytes; any split gives the same messages.
    ///
    /// # Errors
    /// When the bytes are no records; `unrecognized` is then the last message.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), RecordError> {
        if let Some(error) = self.failed {
            self.unrecognized(bytes.len());
            return Err(error);
        }
        self.deframer.push(bytes);
        self.split().inspect_err(|error| {
            self.failed = Some(*error);
            let rest = self.deframer.take_rest();
            self.unrecognized(rest.len());
        })
    }

    /// Takes one record that somebody else cut out.
    ///
    /// # Errors
    /// When it is an empty handshake record, or a handshake message in it is too long.
    pub fn record(&mut self, record: &Record) -> Result<(), RecordError> {
        match (record.header.content_type, self.state) {
            (ContentType::Alert, state) => {
                let alert = record.alert().filter(|_| state == State::Clear);
                self.note(MessageName::ClientAlert, record).alert = alert;
            }
            (ContentType::ApplicationData, State::Done) => {
                self.note(MessageName::ClientApplicationData, record);
            }
            (ContentType::ApplicationData, _) | (ContentType::Handshake, State::Done) => {
                self.note(MessageName::ClientEncryptedHandshake, record);
            }
            (ContentType::ChangeCipherSpec, state) => {
                if state == State::Clear {
                    self.state = State::Encrypted;
                }
                self.note(MessageName::ClientChangeCipherSpec, record);
            }
            (ContentType::Handshake, State::Clear) => return self.handshake(record),
            (ContentType::Handshake, State::Encrypted) => self.encrypted(record),
            (ContentType::Heartbeat, _) => {
                self.note(MessageName::Unrecognized, record);
            }
        }
        Ok(())
    }

    /// Notes bytes that are no record.
    pub fn unrecognized(&mut self, len: usize) {
        self.push_observed(MessageName::Unrecognized, len);
    }

    /// Says that the handshake is over: what follows is application data.
    pub const fn handshake_done(&mut self) {
        self.state = State::Done;
    }

    /// The last message that was noted, for one who can see what is inside.
    pub fn last_mut(&mut self) -> Option<&mut Observed> {
        self.observed.last_mut()
    }

    /// The messages so far, in order; empties the list.
    pub fn drain(&mut self) -> Vec<Observed> {
        std::mem::take(&mut self.observed)
    }

    /// The first ClientHello among the messages that were not drained yet.
    #[must_use]
    pub fn client_hello(&self) -> Option<&ClientHello> {
        self.observed
            .iter()
            .find_map(|observed| observed.client_hello.as_deref())
    }

    /// Whether no message waits in [`Observer::drain`].
    #[must_use]
    pub const fn is_silent(&self) -> bool {
        self.observed.is_empty()
    }

    fn split(&mut self) -> Result<(), RecordError> {
        while let Some(record) = self.deframer.pop()? {
            self.record(&record)?;
        }
        Ok(())
    }

    /// A handshake record after ChangeCipherSpec: a retried ClientHello of TLS 1.3, which
    /// sends an empty ChangeCipherSpec first (RFC 8446 D.4), or the Finished of TLS 1.2.
    fn encrypted(&mut self, record: &Record) {
        let hello = hello_in(record.fragment());
        let name = if hello.is_some() {
            MessageName::ClientHello
        } else {
            self.state = State::Done;
            MessageName::ClientFinished
        };
        self.note(name, record).client_hello = hello;
    }

    fn handshake(&mut self, record: &Record) -> Result<(), RecordError> {
        if record.fragment().is_empty() {
            return Err(RecordError::EmptyHandshake);
        }
        self.overhead += Header::LEN;
        self.joiner.push(record.fragment());
        while let Some(message) = self.joiner.pop()? {
            let len = std::mem::take(&mut self.overhead) + message.len();
            let (name, hello) = (name(message), hello_in(message));
            self.push_observed(name, len).client_hello = hello;
        }
        Ok(())
    }

    fn note(&mut self, name: MessageName, record: &Record) -> &mut Observed {
        self.push_observed(name, record.bytes.len())
    }

    fn push_observed(&mut self, name: MessageName, len: usize) -> &mut Observed {
        self.observed.push(Observed {
            name,
            client_hello: None,
            alert: None,
            len,
        });
        let last = self.observed.len() - 1;
        &mut self.observed[last]
    }
}

/// The ClientHello that `message` is, if it is a whole and readable one.
fn hello_in(message: &[u8]) -> Option<Box<ClientHello>> {
    let (header, body) = message.split_at_checked(HANDSHAKE_HEADER)?;
    let [1, length @ ..] = header else {
        return None;
    };
    let length = length
        .iter()
        .fold(0, |sum, byte| (sum << 8) | usize::from(*byte));
    (length == body.len())
        .then(|| ClientHello::parse(body).ok().map(Box::new))
        .flatten()
}

/// RFC 5246 7.4.
fn name(message: &[u8]) -> MessageName {
    match message.first() {
        Some(1) => MessageName::ClientHello,
        Some(11) => MessageName::ClientCertificate,
        Some(15) => MessageName::ClientCertificateVerify,
        Some(16) => MessageName::ClientKeyExchange,
        Some(20) => MessageName::ClientFinished,
        _ => MessageName::Unrecognized,
    }
}
