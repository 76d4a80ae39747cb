//! What the rustls engine does with the client's bytes.

use std::io::Read;

use badrdp_proto::MessageName;

use super::engine::Modern;
use crate::alert;
use crate::choices::{ServerNamePolicy, Version};
use crate::engine::{Engine, Error};
use crate::record::{Hidden, Record};

impl Modern {
    /// Takes every record that is complete.
    pub(super) fn records(&mut self) -> Result<(), Error> {
        loop {
            match self.deframer.pop() {
                Ok(Some(record)) => self.record(&record)?,
                Ok(None) => return Ok(()),
                Err(error) => {
                    // rustls answers garbage with the right alert.
                    let rest = self.deframer.take_rest();
                    self.observer.unrecognized(rest.len());
                    self.feed(&rest)?;
                    return Err(Error::Misbehaved(error.to_string()));
                }
            }
        }
    }

    fn record(&mut self, record: &Record) -> Result<(), Error> {
        let handshaking = self.is_handshaking();
        // A handshake message that is too long is for rustls to refuse.
        let _ = self.observer.record(record);
        self.check_server_name()?;
        let open = !self.client_closed;
        let fed = self.feed(&record.bytes);
        if let Err(Error::ClientAlert(description)) = fed {
            self.saw_alert(alert::FATAL, description);
        } else if open && self.client_closed {
            self.saw_alert(alert::WARNING, 0);
        }
        if handshaking && fed.is_ok() && !self.is_handshaking() {
            if let Some(last) = self.observer.last_mut() {
                last.name = MessageName::ClientFinished;
            }
            self.observer.handshake_done();
            self.splitter.hidden(Hidden::ApplicationData);
            (self.flight, self.application) = (None, None);
            self.info = self
                .connection
                .as_ref()
                .map(|connection| self.describe(connection));
        }
        fed
    }

    fn saw_alert(&mut self, level: u8, description: u8) {
        if let Some(last) = self.observer.last_mut()
            && last.alert.is_none()
        {
            last.name = MessageName::ClientAlert;
            last.alert = Some((level, description));
        }
    }

    fn check_server_name(&mut self) -> Result<(), Error> {
        let Some(hello) = self.observer.client_hello() else {
            return Ok(());
        };
        self.server_name.clone_from(&hello.server_name);
        if self.config.server_name == ServerNamePolicy::Any || self.server_name.is_some() {
            return Ok(());
        }
        let version = Version::Tls12.code();
        self.extra.push(alert::plaintext_record(
            version,
            alert::FATAL,
            UNRECOGNIZED_NAME,
        ));
        Err(Error::Incompatible("the client names no host".to_owned()))
    }

    /// Gives rustls bytes, and takes what it made of them.
    fn feed(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let Some(connection) = self.connection.as_mut() else {
            return Ok(());
        };
        let mut rest = bytes;
        let mut result = Ok(());
        while !rest.is_empty() && result.is_ok() {
            match connection.read_tls(&mut rest) {
                Ok(0) | Err(_) => break,
                Ok(_) => {}
            }
            match connection.process_new_packets() {
                Ok(state) => {
                    // The length is known, so the reader cannot run dry.
                    let start = self.plaintext.len();
                    self.plaintext
                        .resize(start + state.plaintext_bytes_to_read(), 0);
                    let read = self
                        .plaintext
                        .get_mut(start..)
                        .map_or(0, |room| connection.reader().read(room).unwrap_or(0));
                    self.plaintext.truncate(start + read);
                    self.client_closed |= state.peer_has_closed();
                }
                Err(error) => result = Err(blame(error)),
            }
        }
        if result.is_err() {
            self.splitter.hidden(Hidden::Alert);
        }
        self.overhear();
        self.pump();
        result
    }

    /// Learns the secret of what follows a TLS 1.3 handshake, once rustls has made it.
    fn overhear(&mut self) {
        if let Some(hello) = self.observer.client_hello()
            && let Some(secret) = self.config.tap.take(&hello.random)
        {
            self.application = Some(secret);
        }
    }
}

/// Who is at fault, in our words.
fn blame(error: rustls::Error) -> Error {
    match error {
        rustls::Error::AlertReceived(description) => Error::ClientAlert(u8::from(description)),
        rustls::Error::PeerIncompatible(_) | rustls::Error::NoCertificatesPresented => {
            Error::Incompatible(error.to_string())
        }
        other => Error::Misbehaved(other.to_string()),
    }
}

/// RFC 6066 9.
const UNRECOGNIZED_NAME: u8 = 112;
