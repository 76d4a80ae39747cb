//! The rustls engine.

use std::io::Write;
use std::sync::Arc;

use badrdp_proto::{Message, MessageName};
use rustls::{ProtocolVersion, ServerConnection};

use super::Config;
use super::flight::Flight;
use super::suites;
use crate::choices::Version;
use crate::engine::{Engine, Error, Info, Observed};
use crate::record::{Deframer, Hidden, MAX_PLAINTEXT, Observer, Record, Splitter};
use crate::suite::Suite;

/// One connection, played by rustls.
pub(crate) struct Modern {
    /// `None` once an alert of ours has used up its keys.
    pub(super) connection: Option<ServerConnection>,
    pub(super) config: Arc<Config>,
    /// The server's encrypted flight of TLS 1.3, until the handshake is over.
    pub(super) flight: Option<Box<Flight>>,
    /// The traffic secret of what the server says after that, until the handshake is over.
    pub(super) application: Option<Vec<u8>>,
    pub(super) deframer: Deframer,
    pub(super) observer: Observer,
    pub(super) splitter: Splitter,
    /// Messages that rustls knows nothing about.
    pub(super) extra: Vec<Message>,
    pub(super) plaintext: Vec<u8>,
    pub(super) server_name: Option<String>,
    /// Why nothing more is read.
    failed: Option<Error>,
    pub(super) client_closed: bool,
    pub(super) info: Option<Info>,
}

impl Modern {
    /// Starts before the client's first byte.
    ///
    /// A configuration that rustls refuses would give a connection that says nothing;
    /// [`Config::new`] has made sure of it.
    pub(crate) fn new(config: Arc<Config>) -> Self {
        let connection =
            ServerConnection::new(Arc::clone(&config.rustls))
                .ok()
                .map(|mut connection| {
                    // The driver decides how much to take in; rustls shall not drop the rest.
                    connection.set_buffer_limit(None);
                    connection
                });
        Self {
            connection,
            config,
            flight: None,
            application: None,
            deframer: Deframer::default(),
            observer: Observer::new(),
            splitter: Splitter::new(),
            extra: Vec::new(),
            plaintext: Vec::new(),
            server_name: None,
            failed: None,
            client_closed: false,
            info: None,
        }
    }

    /// Moves what rustls wants to send into the splitter.
    pub(super) fn pump(&mut self) {
        let Some(connection) = self.connection.as_mut() else {
            return;
        };
        let mut bytes = Vec::new();
        while connection.wants_write() {
            if !matches!(connection.write_tls(&mut bytes), Ok(1..)) {
                break;
            }
        }
        let mut deframer = Deframer::of(bytes);
        // INVARIANT: rustls writes whole records.
        while let Ok(Some(record)) = deframer.pop() {
            if suites::is_open(&record) {
                self.seal(&record);
            } else {
                self.splitter.whole(record);
            }
        }
    }

    /// Seals what a suite of ours has left open. What it cannot seal stays here.
    fn seal(&mut self, record: &Record) {
        let cuts = match &mut self.flight {
            Some(flight) => flight.go_on(record),
            None => {
                let suite = self.suite().unwrap_or_default();
                let started = Flight::start(suite, record, self.config.finished);
                let Some((flight, cuts)) = started else {
                    return;
                };
                self.flight = Some(Box::new(flight));
                cuts
            }
        };
        for (hidden, cut) in cuts {
            self.splitter.hidden(hidden);
            self.splitter.whole(cut);
        }
    }

    /// The cipher suite that rustls has chosen.
    pub(super) fn suite(&self) -> Option<u16> {
        let suite = self.connection.as_ref()?.negotiated_cipher_suite()?;
        Some(u16::from(suite.suite()))
    }

    pub(super) fn describe(&self, connection: &ServerConnection) -> Info {
        let version = connection
            .protocol_version()
            .map(u16::from)
            .unwrap_or_default();
        Info {
            version: Version::from_code(version)
                .map(Version::name)
                .unwrap_or_default(),
            suite: self
                .suite()
                .and_then(Suite::from_id)
                .map(Suite::name)
                .unwrap_or_default(),
            server_name: self.server_name.clone(),
            client_certificate: connection.peer_certificates().is_some(),
        }
    }

    pub(super) fn is_tls13(&self) -> bool {
        let version = self.connection.as_ref().and_then(|c| c.protocol_version());
        version == Some(ProtocolVersion::TLSv1_3)
    }
}

impl Engine for Modern {
    fn read(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        self.deframer.push(bytes);
        self.records()
            .inspect_err(|error| self.failed = Some(error.clone()))
    }

    fn observed(&mut self) -> Vec<Observed> {
        self.observer.drain()
    }

    fn drain(&mut self) -> Vec<Message> {
        self.pump();
        let mut messages = self.splitter.drain();
        if messages.is_empty() {
            return std::mem::take(&mut self.extra);
        }
        if !self.extra.is_empty() {
            messages.splice(..0, self.extra.drain(..));
        }
        messages
    }

    fn plaintext(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.plaintext)
    }

    fn write(&mut self, plain: &[u8]) {
        for chunk in plain.chunks(MAX_PLAINTEXT) {
            match self.connection.as_mut() {
                Some(connection) if !connection.is_handshaking() => {
                    // Without a buffer limit everything is taken.
                    let _ = connection.writer().write_all(chunk);
                }
                _ => return,
            }
            self.pump();
        }
    }

    fn close_notify(&mut self) {
        if let Some(connection) = self.connection.as_mut() {
            connection.send_close_notify();
            self.splitter.hidden(Hidden::Alert);
            self.pump();
        }
    }

    fn alert(&mut self, level: u8, description: u8) -> Message {
        let at = if self.is_handshaking() {
            MessageName::ServerHello
        } else {
            MessageName::ApplicationData
        };
        self.make_alert(at, 0, [level, description])
    }

    fn alert_at(&mut self, at: MessageName, nth: u64, level: u8, description: u8) -> Message {
        self.make_alert(at, nth, [level, description])
    }

    fn is_handshaking(&self) -> bool {
        self.failed.is_none()
            && self
                .connection
                .as_ref()
                .is_some_and(|connection| connection.is_handshaking())
    }

    fn info(&self) -> Option<Info> {
        self.info.clone()
    }
}
