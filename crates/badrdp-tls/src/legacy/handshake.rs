//! The state machine of the legacy server (RFC 5246 7.3).
//!
//! ```text
//! ClientHello          -> ServerHello Certificate [CertificateRequest] ServerHelloDone
//! [Certificate]
//! ClientKeyExchange
//! [CertificateVerify]
//! ChangeCipherSpec Finished -> ChangeCipherSpec Finished
//! ```

use std::sync::Arc;

use super::hello::{self, Agreed};
use super::keys::{self, Side};
use super::messages::{self, kind};
use super::records::{Opener, Sealer};
use super::server::{Fatal, Legacy, misbehaved, unexpected, unverified};
use crate::alert::{self, description as alerts};
use crate::choices::{ClientCertificatePolicy, Honesty, Version};
use crate::client_hello::ClientHello;
use crate::engine::{Error, Info};
use crate::record::ContentType;

/// What comes next from the client, in the order of the protocol.
pub(super) enum State {
    ExpectClientHello,
    ExpectClientCertificate(Agreed),
    ExpectClientKeyExchange(Agreed),
    ExpectChangeCipherSpec(Keyed),
    ExpectFinished(Agreed, Vec<u8>, Sealer),
    Traffic,
    Closed,
}

/// Keys are known and not in use yet.
pub(super) struct Keyed {
    agreed: Agreed,
    master: Vec<u8>,
    opener: Opener,
    sealer: Sealer,
    /// Whether a CertificateVerify may come: once, behind a certificate.
    may_verify: bool,
}

impl Legacy {
    /// The client's keys come into use.
    pub(super) fn change_cipher_spec(&mut self, content: &[u8]) -> Result<(), Fatal> {
        match self.take_state() {
            State::ExpectChangeCipherSpec(keyed) if content == [1] && !self.joiner.is_partial() => {
                self.opener = Some(keyed.opener);
                self.state = State::ExpectFinished(keyed.agreed, keyed.master, keyed.sealer);
                Ok(())
            }
            _ => Err(unexpected("ChangeCipherSpec")),
        }
    }

    /// The content of one handshake record.
    pub(super) fn handshake(&mut self, content: &[u8]) -> Result<(), Fatal> {
        self.joiner.push(content);
        loop {
            let popped = self.joiner.pop();
            let popped = popped.map_err(|error| {
                Fatal(alerts::DECODE_ERROR, Error::Misbehaved(error.to_string()))
            })?;
            let Some(message) = popped.map(|message| message.to_vec()) else {
                return Ok(());
            };
            self.message(&message)?;
        }
    }

    fn message(&mut self, message: &[u8]) -> Result<(), Fatal> {
        let body = message.get(4..).unwrap_or_default();
        let kind = message.first().copied().unwrap_or_default();
        match (self.take_state(), kind) {
            (State::ExpectClientHello, kind::CLIENT_HELLO) => {
                self.transcript.add(message);
                self.client_hello(body)
            }
            (State::ExpectClientCertificate(agreed), kind::CERTIFICATE) => {
                self.transcript.add(message);
                self.certificate(agreed, body)
            }
            (State::ExpectClientKeyExchange(agreed), kind::CLIENT_KEY_EXCHANGE) => {
                self.transcript.add(message);
                self.key_exchange(agreed, body)
            }
            (State::ExpectChangeCipherSpec(keyed), kind::CERTIFICATE_VERIFY)
                if keyed.may_verify =>
            {
                // Any certificate will do, so its proof is not checked.
                self.transcript.add(message);
                self.state = State::ExpectChangeCipherSpec(Keyed {
                    may_verify: false,
                    ..keyed
                });
                Ok(())
            }
            (State::ExpectFinished(agreed, master, sealer), kind::FINISHED) => {
                self.finished(agreed, &master, sealer, message)
            }
            (State::Traffic, kind::CLIENT_HELLO) => self.refuse_renegotiation(),
            (State::Closed, _) => Ok(()),
            _ => Err(unexpected("handshake message")),
        }
    }

    fn client_hello(&mut self, body: &[u8]) -> Result<(), Fatal> {
        let hello = ClientHello::parse(body)
            .map_err(|error| Fatal(alerts::DECODE_ERROR, Error::Misbehaved(error.to_string())))?;
        let config = Arc::clone(&self.config);
        self.server_name.clone_from(&hello.server_name);
        self.version = hello
            .legacy_version
            .clamp(Version::Ssl3.code(), Version::Tls12.code());
        let random = self.random.array();
        let agreed = hello::choose(&config.choices, &hello, random)
            .map_err(|none| Fatal(none.alert, Error::Incompatible(none.reason)))?;
        self.version = agreed.version.code();

        let server_hello = hello::server_hello(&config.choices, &hello, &agreed);
        self.say(kind::SERVER_HELLO, &server_hello);
        self.say(kind::CERTIFICATE, &messages::certificate(&config.chain));
        let asks = config.choices.client_certificate != ClientCertificatePolicy::None;
        if asks {
            let request = messages::certificate_request(agreed.version);
            self.say(kind::CERTIFICATE_REQUEST, &request);
        }
        self.say(kind::SERVER_HELLO_DONE, &[]);
        self.state = if asks {
            State::ExpectClientCertificate(agreed)
        } else {
            State::ExpectClientKeyExchange(agreed)
        };
        Ok(())
    }

    fn certificate(&mut self, agreed: Agreed, body: &[u8]) -> Result<(), Fatal> {
        self.client_certificate = messages::has_certificate(body);
        let required = self.config.choices.client_certificate == ClientCertificatePolicy::Require;
        if required && !self.client_certificate {
            let reason = "the client has no certificate".to_owned();
            return Err(Fatal(
                alerts::HANDSHAKE_FAILURE,
                Error::Incompatible(reason),
            ));
        }
        self.state = State::ExpectClientKeyExchange(agreed);
        Ok(())
    }

    /// SSL 3.0 clients answer with an alert instead of an empty list (RFC 6101 5.6.6).
    pub(super) fn no_certificate(&mut self) -> Result<(), Fatal> {
        match self.take_state() {
            State::ExpectClientCertificate(agreed) => self.certificate(agreed, &[]),
            other => {
                self.state = other;
                Ok(())
            }
        }
    }

    fn key_exchange(&mut self, agreed: Agreed, body: &[u8]) -> Result<(), Fatal> {
        let (version, protection) = (agreed.version, agreed.protection);
        let premaster = messages::premaster(version, &self.config.key, body, &mut self.random);
        let master = keys::master_secret(version, &premaster, &agreed.randoms);
        if let Some(log) = &self.config.key_log {
            log.log("CLIENT_RANDOM", &agreed.randoms.client, &master);
        }
        let block = keys::key_block(
            version,
            &master,
            &agreed.randoms,
            protection.key_block_len(),
        );
        let (client, server) = protection
            .keys(&block)
            .ok_or_else(|| misbehaved(alerts::INTERNAL_ERROR, "the key block is too short"))?;
        let opener = Opener::new(version, client);
        let sealer = Sealer::new(version, server.clone());
        self.first_keys = Some(server);
        self.state = State::ExpectChangeCipherSpec(Keyed {
            agreed,
            master,
            opener,
            sealer,
            may_verify: self.client_certificate,
        });
        Ok(())
    }

    fn finished(
        &mut self,
        agreed: Agreed,
        master: &[u8],
        sealer: Sealer,
        message: &[u8],
    ) -> Result<(), Fatal> {
        let version = agreed.version;
        let expected = keys::finished(version, master, &self.transcript, Side::Client);
        if message.get(4..) != Some(expected.as_slice()) {
            let alert = if version == Version::Ssl3 {
                alerts::HANDSHAKE_FAILURE
            } else {
                alerts::DECRYPT_ERROR
            };
            unverified(&mut self.observer);
            return Err(misbehaved(alert, "the client's Finished is wrong"));
        }
        self.transcript.add(message);
        let mut verify = keys::finished(version, master, &self.transcript, Side::Server);
        if self.config.choices.finished == Honesty::Wrong
            && let Some(last) = verify.last_mut()
        {
            *last ^= 0xff;
        }
        self.send(ContentType::ChangeCipherSpec, &[1]);
        self.sealer = Some(sealer);
        self.say(kind::FINISHED, &verify);
        self.observer.handshake_done();
        self.state = State::Traffic;
        self.info = Some(Info {
            version: version.name(),
            suite: agreed.suite.name(),
            server_name: self.server_name.clone(),
            client_certificate: self.client_certificate,
        });
        Ok(())
    }

    /// RFC 5246 7.2.2: a warning, after which the client decides. SSL 3.0 knows no such one.
    fn refuse_renegotiation(&mut self) -> Result<(), Fatal> {
        if self.version == Version::Ssl3.code() {
            let reason = "the client wants to renegotiate".to_owned();
            return Err(Fatal(
                alerts::HANDSHAKE_FAILURE,
                Error::Incompatible(reason),
            ));
        }
        self.send(
            ContentType::Alert,
            &[alert::WARNING, alerts::NO_RENEGOTIATION],
        );
        self.state = State::Traffic;
        Ok(())
    }

    /// Sends a handshake message and remembers it for Finished.
    fn say(&mut self, kind: u8, body: &[u8]) {
        let message = messages::message(kind, body);
        self.transcript.add(&message);
        self.send(ContentType::Handshake, &message);
    }

    /// Every step takes the state; one that fails leaves the connection closed.
    fn take_state(&mut self) -> State {
        std::mem::replace(&mut self.state, State::Closed)
    }
}
