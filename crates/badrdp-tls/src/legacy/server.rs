//! The legacy engine: records in, records out. What they say is [`handshake`](super::handshake)'s.

use std::sync::Arc;

use badrdp_proto::{Message, MessageName};
use rustls::KeyLog;

use super::handshake::State;
use super::hashes::Transcript;
use super::protection::Keys;
use super::records::{Opener, Sealer};
use crate::alert::{self, description as alerts};
use crate::choices::{Choices, Version};
use crate::engine::{Engine, Error, Info, Observed};
use crate::identity::{Chain, RsaKeyPair};
use crate::random::Stream;
use crate::record::{
    ContentType, Deframer, Header, Joiner, MAX_PLAINTEXT, Observer, Record, Splitter,
};

/// What all connections of one server share.
pub(crate) struct Config {
    pub(crate) choices: Choices,
    pub(crate) chain: Chain,
    pub(crate) key: Arc<RsaKeyPair>,
    pub(crate) key_log: Option<Arc<dyn KeyLog>>,
}

/// One connection.
pub(crate) struct Legacy {
    pub(super) config: Arc<Config>,
    pub(super) random: Stream,
    pub(super) state: State,
    pub(super) transcript: Transcript,
    deframer: Deframer,
    pub(super) joiner: Joiner,
    pub(super) observer: Observer,
    pub(super) opener: Option<Opener>,
    pub(super) sealer: Option<Sealer>,
    /// Makes the sealer as it was before Finished, until data is sent.
    pub(super) first_keys: Option<Keys>,
    splitter: Splitter,
    plaintext: Vec<u8>,
    /// What records say, once something was agreed.
    pub(super) version: u16,
    pub(super) server_name: Option<String>,
    pub(super) client_certificate: bool,
    pub(super) info: Option<Info>,
    failed: Option<Error>,
}

/// An alert to send, and the error that it stands for.
pub(super) struct Fatal(pub(super) u8, pub(super) Error);

impl Legacy {
    /// Starts before the client's first byte.
    pub(crate) fn new(config: Arc<Config>, seed: [u8; 32]) -> Self {
        Self {
            config,
            random: Stream::new(seed),
            state: State::ExpectClientHello,
            transcript: Transcript::default(),
            deframer: Deframer::default(),
            joiner: Joiner::default(),
            observer: Observer::new(),
            opener: None,
            sealer: None,
            first_keys: None,
            splitter: Splitter::new(),
            plaintext: Vec::new(),
            version: Version::Tls10.code(),
            server_name: None,
            client_certificate: false,
            info: None,
            failed: None,
        }
    }

    fn records(&mut self) -> Result<(), Fatal> {
        loop {
            match self.deframer.pop() {
                Ok(Some(record)) => self.record(&record)?,
                Ok(None) => return Ok(()),
                Err(error) => {
                    let rest = self.deframer.take_rest();
                    self.observer.unrecognized(rest.len());
                    return Err(Fatal(
                        alerts::UNEXPECTED_MESSAGE,
                        Error::Misbehaved(error.to_string()),
                    ));
                }
            }
        }
    }

    fn record(&mut self, record: &Record) -> Result<(), Fatal> {
        let content_type = record.header.content_type;
        self.observer
            .record(record)
            .map_err(|error| Fatal(alerts::DECODE_ERROR, Error::Misbehaved(error.to_string())))?;
        let content = match &mut self.opener {
            Some(opener) => opener.open(content_type, record.fragment()).map_err(|_| {
                unverified(&mut self.observer);
                misbehaved(alerts::BAD_RECORD_MAC, "a record does not decrypt")
            })?,
            None => record.fragment().to_vec(),
        };
        if content.len() > MAX_PLAINTEXT {
            return Err(misbehaved(alerts::RECORD_OVERFLOW, "a record is too long"));
        }
        match content_type {
            ContentType::Alert => self.alert_received(&content),
            ContentType::ApplicationData => self.application_data(&content),
            ContentType::ChangeCipherSpec => self.change_cipher_spec(&content),
            ContentType::Handshake => self.handshake(&content),
            ContentType::Heartbeat => Err(unexpected("heartbeat")),
        }
    }

    fn alert_received(&mut self, content: &[u8]) -> Result<(), Fatal> {
        let &[level, description] = content else {
            return Err(misbehaved(
                alerts::DECODE_ERROR,
                "an alert is not two bytes long",
            ));
        };
        if let Some(last) = self.observer.last_mut() {
            last.alert = Some((level, description));
        }
        match (level, description) {
            (alert::WARNING, alerts::CLOSE_NOTIFY) => self.state = State::Closed,
            (alert::WARNING, alerts::NO_CERTIFICATE) => return self.no_certificate(),
            (alert::WARNING, _) => {}
            _ => return Err(Fatal(0, Error::ClientAlert(description))),
        }
        Ok(())
    }

    fn application_data(&mut self, content: &[u8]) -> Result<(), Fatal> {
        match self.state {
            State::Traffic => self.plaintext.extend_from_slice(content),
            State::Closed => {}
            _ => return Err(unexpected("application data")),
        }
        Ok(())
    }

    /// Puts records into the splitter, protected if keys are in use.
    pub(super) fn send(&mut self, content_type: ContentType, content: &[u8]) {
        for chunk in content.chunks(MAX_PLAINTEXT) {
            let record = self.seal(content_type, chunk);
            // INVARIANT: these are records, so the splitter cannot refuse them.
            let _ = self.splitter.push(&record);
        }
    }

    fn seal(&mut self, content_type: ContentType, content: &[u8]) -> Vec<u8> {
        let fragment = match &mut self.sealer {
            Some(sealer) => sealer.seal(content_type, content, &mut self.random),
            None => content.to_vec(),
        };
        let length = u16::try_from(fragment.len()).unwrap_or(u16::MAX);
        let header = Header {
            content_type,
            version: self.version,
            length,
        };
        [header.encode().as_slice(), &fragment].concat()
    }
}

impl Engine for Legacy {
    fn read(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        self.deframer.push(bytes);
        self.records().map_err(|Fatal(code, error)| {
            self.state = State::Closed;
            if !matches!(error, Error::ClientAlert(_)) {
                self.send(ContentType::Alert, &[alert::FATAL, code]);
            }
            self.failed = Some(error.clone());
            error
        })
    }

    fn observed(&mut self) -> Vec<Observed> {
        self.observer.drain()
    }

    fn drain(&mut self) -> Vec<Message> {
        self.splitter.drain()
    }

    fn plaintext(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.plaintext)
    }

    fn write(&mut self, plain: &[u8]) {
        if self.info.is_some() {
            self.first_keys = None;
            self.send(ContentType::ApplicationData, plain);
        }
    }

    fn close_notify(&mut self) {
        self.send(ContentType::Alert, &[alert::WARNING, alerts::CLOSE_NOTIFY]);
    }

    fn alert(&mut self, level: u8, description: u8) -> Message {
        let record = self.seal(ContentType::Alert, &[level, description]);
        self.state = State::Closed;
        let plain = || alert::plaintext_record(self.version, level, description);
        self.splitter.split_one(&record).unwrap_or_else(plain)
    }

    fn alert_at(&mut self, at: MessageName, _: u64, level: u8, description: u8) -> Message {
        if at < MessageName::ServerFinished {
            // The server's ChangeCipherSpec is not sent, so there are no keys.
            self.sealer = None;
        } else if at == MessageName::ServerFinished
            && let Some(keys) = self.first_keys.take()
            && let Some(version) = Version::from_code(self.version)
        {
            self.sealer = Some(Sealer::new(version, keys));
        }
        self.alert(level, description)
    }

    fn is_handshaking(&self) -> bool {
        self.info.is_none() && !matches!(self.state, State::Closed)
    }

    fn info(&self) -> Option<Info> {
        self.info.clone()
    }
}

/// Takes the name Finished from a last message that proved to be none.
pub(super) fn unverified(observer: &mut Observer) {
    if let Some(last) = observer.last_mut()
        && last.name == MessageName::ClientFinished
    {
        last.name = MessageName::ClientEncryptedHandshake;
    }
}

pub(super) fn misbehaved(alert: u8, reason: &str) -> Fatal {
    Fatal(alert, Error::Misbehaved(reason.to_owned()))
}

pub(super) fn unexpected(what: &str) -> Fatal {
    Fatal(
        alerts::UNEXPECTED_MESSAGE,
        Error::Misbehaved(format!("unexpected {what}")),
    )
}
