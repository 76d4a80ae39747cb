//! Keys, identities and a rustls client for the tests of this crate.

use std::io::Read;
use std::sync::{Arc, LazyLock};

use badrdp_proto::{Message, MessageName};
use rsa::RsaPrivateKey;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{
    WebPkiSupportedAlgorithms, ring, verify_tls12_signature, verify_tls13_signature,
};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, Error, SignatureScheme};

use crate::choices::{Choices, Version};
use crate::engine::{Engine, Error as EngineError, Observed};
use crate::identity::{Identity, PrivateKey, RsaKeyPair};
use crate::prepared::Prepared;
use crate::random::Stream;

/// One RSA-1024 key for all tests.
pub(crate) static RSA: LazyLock<Arc<RsaKeyPair>> = LazyLock::new(|| {
    let key = RsaPrivateKey::new(&mut Stream::new([9; 32]), 1024).unwrap();
    Arc::new(key.try_into().unwrap())
});

/// A weak RSA key, and bytes that no test takes for a certificate.
pub(crate) fn weak() -> Identity {
    Identity {
        chain: vec![vec![0x30; 300]].into(),
        key: PrivateKey::Rsa(Arc::clone(&RSA)),
        public_key: Vec::new(),
    }
}

/// An ECDSA key with its certificate.
pub(crate) fn strong() -> Identity {
    let rcgen::CertifiedKey { cert, signing_key } =
        rcgen::generate_simple_self_signed(["rdp.test".to_owned()]).unwrap();
    let key = PrivateKey::Pkcs8(Arc::new(signing_key.serialize_der()));
    Identity {
        chain: vec![cert.der().to_vec()].into(),
        key,
        public_key: signing_key.public_key_raw().to_vec(),
    }
}

/// A server that is ready to accept.
pub(crate) fn engine(choices: &Choices, identity: &Identity) -> Box<dyn Engine> {
    Prepared::new(choices, identity, None)
        .unwrap()
        .accept(|| [7; 32])
}

/// A rustls client of one version that takes any certificate, but no wrong signature.
pub(crate) fn client(version: Version, certificate: bool) -> ClientConnection {
    let version = match version {
        Version::Tls13 => &rustls::version::TLS13,
        _ => &rustls::version::TLS12,
    };
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[version])
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(AnyServer::default()));
    let config = if certificate {
        let Identity {
            chain,
            key: PrivateKey::Pkcs8(key),
            ..
        } = strong()
        else {
            unreachable!()
        };
        let chain = chain.iter().cloned().map(CertificateDer::from).collect();
        builder
            .with_client_auth_cert(chain, key.to_vec().try_into().unwrap())
            .unwrap()
    } else {
        builder.with_no_client_auth()
    };
    let name = ServerName::try_from("rdp.test").unwrap();
    ClientConnection::new(Arc::new(config), name).unwrap()
}

/// What a connection came to.
#[derive(Default)]
pub(crate) struct Talk {
    pub(crate) sent: Vec<Message>,
    pub(crate) observed: Vec<Observed>,
    pub(crate) client_error: Option<Error>,
    pub(crate) server_error: Option<EngineError>,
    /// What the client decrypted.
    pub(crate) heard: Vec<u8>,
}

impl Talk {
    pub(crate) fn sent_names(&self) -> Vec<MessageName> {
        self.sent.iter().map(|message| message.name).collect()
    }

    pub(crate) fn observed_names(&self) -> Vec<MessageName> {
        self.observed.iter().map(|observed| observed.name).collect()
    }

    /// Lets both sides speak until neither has anything to say.
    pub(crate) fn go_on(&mut self, client: &mut ClientConnection, server: &mut dyn Engine) {
        loop {
            let mut bytes = Vec::new();
            while client.wants_write() {
                client.write_tls(&mut bytes).unwrap();
            }
            if !bytes.is_empty() {
                let error = server.read(&bytes).err();
                self.server_error = self.server_error.take().or(error);
                self.observed.extend(server.observed());
            }
            let messages = server.drain();
            if messages.is_empty() {
                return;
            }
            for message in &messages {
                self.deliver(client, message);
            }
            self.sent.extend(messages);
        }
    }

    /// Gives the client one message.
    pub(crate) fn deliver(&mut self, client: &mut ClientConnection, message: &Message) {
        let mut rest = message.bytes.as_slice();
        while !rest.is_empty() && self.client_error.is_none() {
            client.read_tls(&mut rest).unwrap();
            self.client_error = client.process_new_packets().err();
            let _ = client.reader().read_to_end(&mut self.heard);
        }
    }
}

/// Takes any certificate, but no wrong signature.
#[derive(Debug)]
struct AnyServer(WebPkiSupportedAlgorithms);

impl Default for AnyServer {
    fn default() -> Self {
        Self(ring::default_provider().signature_verification_algorithms)
    }
}

impl ServerCertVerifier for AnyServer {
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
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.0)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.0)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_schemes()
    }
}
