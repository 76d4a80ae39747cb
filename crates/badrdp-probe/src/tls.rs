//! The TLS step: rustls, fed by hand, so that everything that comes is seen.

mod telling;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use badrdp_proto::{Message, MessageName};
use badrdp_tls::record::Splitter;
use rustls::client::ResolvesClientCert;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, Error};
use x509_parser::prelude::{FromDer as _, X509Certificate};

use crate::certificate::CertificateSeen;
use crate::old_hello::chosen;
use crate::options::Options;
use crate::redirect::Destination;
use crate::seen::{End, TlsFailure, TlsSeen};
use crate::stream::{Read, Stream};
use crate::transit::Transit;
use crate::verifier::{Asked, Verifier};

/// A TLS client and what it has seen.
pub(crate) struct Tls {
    connection: ClientConnection,
    certificate: Arc<Mutex<Option<CertificateSeen>>>,
    asked: Arc<Asked>,
    splitter: Splitter,
    pub(crate) seen: TlsSeen,
    /// Everything that came before it made sense as TLS.
    first: Vec<u8>,
    /// What was said inside TLS and not taken yet.
    heard: Vec<u8>,
    pub(crate) transit: Transit,
}

impl Tls {
    pub(crate) fn new(options: &Options, to: &Destination) -> Result<Self, Error> {
        let name = to
            .name
            .clone()
            .unwrap_or_else(|| to.address.ip().to_string());
        let certificate = Arc::new(Mutex::new(None));
        let asked = Arc::new(Asked::default());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier = Verifier {
            name: name.clone(),
            pinned: to.pinned.clone(),
            roots: options.roots.clone(),
            insecure: options.insecure,
            seen: Arc::clone(&certificate),
            provider: Arc::clone(&provider),
        };
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_client_cert_resolver(Arc::clone(&asked) as Arc<dyn ResolvesClientCert>);
        let server_name = ServerName::try_from(name)
            .unwrap_or_else(|_| ServerName::IpAddress(to.address.ip().into()));
        Ok(Self {
            connection: ClientConnection::new(Arc::new(config), server_name)?,
            certificate,
            asked,
            splitter: Splitter::new(),
            seen: TlsSeen::default(),
            first: Vec::new(),
            heard: Vec::new(),
            transit: Transit::default(),
        })
    }

    /// What was seen of the server's certificate.
    pub(crate) fn certificate(&self) -> Option<CertificateSeen> {
        self.certificate
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Shakes hands; `early` came in before TLS was due. Gives the end of the attempt if it
    /// failed.
    pub(crate) async fn handshake(&mut self, stream: &mut Stream, early: Vec<u8>) -> Option<End> {
        self.flush(stream).await;
        if !early.is_empty()
            && let Some(end) = self.take(&early, stream).await
        {
            return Some(end);
        }
        while self.connection.is_handshaking() {
            let read = stream.read().await;
            match read {
                Read::Bytes(bytes) => {
                    if let Some(end) = self.take(&bytes, stream).await {
                        return Some(end);
                    }
                }
                read => return read.end(self.partial(), false),
            }
        }
        self.seen.established = true;
        self.seen.oddities = telling::oddities(&self.seen.messages);
        self.seen.wants_client_certificate = self.asked.was_asked();
        None
    }

    /// Sends `plain` inside TLS.
    pub(crate) async fn send(&mut self, stream: &mut Stream, plain: &[u8]) {
        use std::io::Write as _;
        // A Vec of rustls takes everything below its limit of 64 KiB.
        let _ = self.connection.writer().write_all(plain);
        self.flush(stream).await;
    }

    /// Reads what the server says inside TLS: bytes, or how it ended.
    pub(crate) async fn receive(&mut self, stream: &mut Stream) -> Result<Vec<u8>, End> {
        loop {
            let plain = self.plain();
            if !plain.is_empty() {
                return Ok(plain);
            }
            let read = stream.read().await;
            let Read::Bytes(bytes) = read else {
                self.seen.notified = self.notified();
                return Err(read
                    .end(self.partial(), self.seen.notified)
                    .unwrap_or(End::Unusable));
            };
            if let Some(end) = self.take(&bytes, stream).await {
                return Err(end);
            }
        }
    }

    /// The content of `subjectPublicKey` in the server's certificate.
    pub(crate) fn public_key(&self) -> Vec<u8> {
        let first = self.connection.peer_certificates().and_then(<[_]>::first);
        let parsed = first.and_then(|der| X509Certificate::from_der(der).ok());
        parsed.map_or_else(Vec::new, |(_, certificate)| {
            certificate.public_key().subject_public_key.data.to_vec()
        })
    }

    /// Says goodbye inside TLS.
    pub(crate) async fn goodbye(&mut self, stream: &mut Stream) {
        self.connection.send_close_notify();
        self.flush(stream).await;
    }

    fn plain(&mut self) -> Vec<u8> {
        let mut plain = std::mem::take(&mut self.heard);
        plain.extend(self.drain());
        plain
    }

    fn drain(&mut self) -> Vec<u8> {
        use std::io::Read as _;
        let mut plain = Vec::new();
        // The end of what there is shows as an error, which is no news here.
        let _ = self.connection.reader().read_to_end(&mut plain);
        plain
    }

    fn notified(&mut self) -> bool {
        self.connection
            .process_new_packets()
            .is_ok_and(|state| state.peer_has_closed())
    }

    /// Bytes of the first message while it is not all here.
    const fn partial(&self) -> usize {
        if self.seen.messages.is_empty() {
            self.first.len()
        } else {
            0
        }
    }

    async fn take(&mut self, bytes: &[u8], stream: &mut Stream) -> Option<End> {
        if self.seen.messages.is_empty() {
            self.first.extend_from_slice(bytes);
            if let Some(foreign) = telling::not_tls(&self.first) {
                self.seen.failure = Some(TlsFailure::NotTls(foreign));
                return Some(End::Unusable);
            }
        }
        self.transit.read(bytes, Instant::now());
        let _ = self.splitter.push(bytes);
        for message in self.splitter.drain() {
            self.note(&message);
        }
        let mut rest = bytes;
        while !rest.is_empty() {
            // Reading out of a slice never fails; rustls may want it in parts.
            if !matches!(self.connection.read_tls(&mut rest), Ok(1..)) {
                break;
            }
            if let Err(error) = self.connection.process_new_packets() {
                self.flush(stream).await;
                let is_bad = self.certificate().is_some_and(|seen| seen.is_bad());
                self.seen.failure = Some(telling::failure(error, is_bad));
                return Some(End::Unusable);
            }
            // rustls takes no more once its buffer is full.
            let plain = self.drain();
            self.heard.extend(plain);
        }
        self.flush(stream).await;
        None
    }

    fn note(&mut self, message: &Message) {
        self.seen.messages.push(message.name.name().to_owned());
        if message.name == MessageName::ServerHello {
            (self.seen.version, self.seen.suite) = chosen(message);
        }
    }

    async fn flush(&mut self, stream: &mut Stream) {
        let mut out = Vec::new();
        while self.connection.wants_write() {
            if self.connection.write_tls(&mut out).is_err() {
                break;
            }
        }
        if !out.is_empty() {
            stream.write(&out).await;
        }
    }
}
