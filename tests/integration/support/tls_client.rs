//! A rustls client that takes any certificate, and keeps what came over the wire.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::SocketAddr;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    ClientConfig, ClientConnection, DigitallySignedStruct, Error, SignatureScheme,
    SupportedProtocolVersion,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::{CONFIRM, Client, Ending, REQUEST, within};

/// The first record of a client that offers TLS 1.3 and 1.2.
pub(crate) fn client_hello() -> Vec<u8> {
    let mut hello = Vec::new();
    let versions = [&rustls::version::TLS13, &rustls::version::TLS12];
    connection(&versions).write_tls(&mut hello).unwrap();
    hello
}

/// A client that has negotiated TLS and goes on inside it, step by step.
pub(crate) struct Handshake {
    client: Client,
    tls: ClientConnection,
    /// What the server sent since the Connection Confirm.
    pub(crate) records: Vec<u8>,
    /// What came out of TLS.
    pub(crate) plain: Vec<u8>,
    /// How the connection ended, once it has.
    pub(crate) ending: Option<Ending>,
}

impl Handshake {
    /// Gets to the Connection Confirm.
    pub(crate) async fn start(
        address: SocketAddr,
        version: &'static SupportedProtocolVersion,
    ) -> Self {
        let mut client = Client::connect(address).await;
        client.send(&REQUEST).await;
        assert_eq!(client.hear(CONFIRM.len()).await, CONFIRM);
        Self {
            client,
            tls: connection(&[version]),
            records: Vec::new(),
            plain: Vec::new(),
            ending: None,
        }
    }

    /// Goes on until the handshake is done or the connection has ended. Gives whether it is done.
    pub(crate) async fn finish(&mut self) -> bool {
        while self.ending.is_none() {
            self.flush().await;
            if !self.tls.is_handshaking() {
                return true;
            }
            if self.ending.is_none() {
                self.receive().await;
            }
        }
        false
    }

    /// Says something inside TLS.
    pub(crate) async fn say(&mut self, plain: &[u8]) {
        /// rustls buffers no more than 64 KiB of what was not sent.
        const CHUNK: usize = 16 << 10;
        for chunk in plain.chunks(CHUNK) {
            self.tls.writer().write_all(chunk).unwrap();
            self.flush().await;
        }
    }

    /// Sends bytes past TLS.
    pub(crate) async fn send_raw(&mut self, bytes: &[u8]) {
        self.client.send(bytes).await;
    }

    /// Hears everything to the end.
    pub(crate) async fn hear_out(&mut self) {
        while self.ending.is_none() {
            self.receive().await;
        }
    }

    /// Hears so many bytes of records, whatever TLS makes of them.
    pub(crate) async fn hear(&mut self, count: usize) {
        self.flush().await;
        while self.ending.is_none() && self.records.len() < count {
            self.receive().await;
        }
    }

    /// Leaves with FIN.
    pub(crate) async fn close(self) {
        self.client.close().await;
    }

    async fn flush(&mut self) {
        let mut bytes = Vec::new();
        while self.tls.wants_write() {
            self.tls.write_tls(&mut bytes).unwrap();
        }
        // A server that has reset already is noticed here, and only here; what it sent before
        // is still there to be read.
        let sent = within("a send", self.client.0.write_all(&bytes)).await;
        if sent.is_err() {
            self.hear_out().await;
            self.ending = Some(Ending::Reset);
        }
    }

    async fn receive(&mut self) {
        let mut chunk = [0; 4096];
        match within("records", self.client.0.read(&mut chunk)).await {
            Ok(0) => self.ending = Some(Ending::Closed),
            Ok(count) => self.take(&chunk[..count]),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => {
                self.ending = Some(Ending::Reset);
            }
            Err(error) => panic!("neither FIN nor RST: {error}"),
        }
    }

    fn take(&mut self, mut bytes: &[u8]) {
        self.records.extend_from_slice(bytes);
        while !bytes.is_empty() {
            // What rustls makes of a fault is not these tests' business.
            if self.tls.read_tls(&mut bytes).is_err() || self.tls.process_new_packets().is_err() {
                return;
            }
        }
        // An end without close_notify is an error here, and none of ours.
        let _ = self.tls.reader().read_to_end(&mut self.plain);
    }
}

fn connection(versions: &[&'static SupportedProtocolVersion]) -> ClientConnection {
    let provider = Arc::new(ring::default_provider());
    let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_protocol_versions(versions)
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(AnyCertificate(provider)))
        .with_no_client_auth();
    let name = ServerName::try_from("win11.badrdp.test").unwrap();
    ClientConnection::new(Arc::new(config), name).unwrap()
}

/// Takes any certificate, but no wrong signature.
#[derive(Debug)]
struct AnyCertificate(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
