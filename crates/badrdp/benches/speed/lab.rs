//! Scenarios, certificates and the client's side of TLS.

use std::path::Path;
use std::sync::Arc;

use badrdp_certs::{Catalogue as Certificates, Lab};
use badrdp_scenario::Catalogue;
use badrdp_server::Armed;
use badrdp_tls::{Identity, PrivateKey};
use rsa::pkcs8::EncodePrivateKey as _;
use rustls::client::Resumption;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, Error, ServerConfig, SignatureScheme};
use rustls::{server::NoServerSessionStorage, version};

/// Where the lab of this run lies; gone when it is dropped.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }
}

/// The certificate of a recipe.
pub(crate) fn identity(data: &Path, recipe: &str) -> Identity {
    let (lab, recipes) = (Lab::open(data).unwrap(), Certificates::built_in());
    let now = jiff::Timestamp::now();
    lab.issue(recipes.get(recipe).unwrap(), now).unwrap()
}

/// An honest server of a profile with more of `[server]`, and `faults` in the words of scenarios.
pub(crate) fn armed(
    data: &Path,
    recipe: &str,
    (profile, server): (&str, &str),
    faults: &str,
) -> Armed {
    let text = format!(
        "title = 'Speed'\nsummary = 'How fast it goes.'\n\
         [server]\nprofile = '{profile}'\ncertificate = '{recipe}'\n{server}\
         [expect]\nclient = ['connected']\nwithin = '10s'\n{faults}"
    );
    let id = "healthy/speed".parse().unwrap();
    let scenario = Catalogue::built_in(None)
        .parse(&id, "speed.toml", &text)
        .unwrap_or_else(|error| panic!("{error}"));
    let identity = |name: &str| Ok::<_, std::io::Error>(identity(data, name));
    Armed::new(Arc::new(scenario), Some(1), None, identity).unwrap()
}

/// The yardstick's TLS: the same certificate, the same provider, no tickets.
pub(crate) fn server_config(data: &Path, recipe: &str) -> ServerConfig {
    let identity = identity(data, recipe);
    let key = match &identity.key {
        PrivateKey::Pkcs8(document) => document.to_vec(),
        PrivateKey::Rsa(key) => key.to_pkcs8_der().unwrap().as_bytes().to_vec(),
    };
    let chain = identity.chain.iter().cloned().map(CertificateDer::from);
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[&version::TLS13, &version::TLS12])
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain.collect(), PrivatePkcs8KeyDer::from(key).into())
        .unwrap();
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    config
}

/// A client of TLS 1.3 that believes everything, because only the server is measured.
pub(crate) fn client_config() -> ClientConfig {
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[&version::TLS13])
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Gullible))
        .with_no_client_auth();
    config.resumption = Resumption::disabled();
    config
}

#[derive(Debug)]
struct Gullible;

impl ServerCertVerifier for Gullible {
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
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let provider = ring::default_provider();
        provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}
