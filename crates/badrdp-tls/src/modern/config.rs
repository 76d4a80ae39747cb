//! From [`Choices`] and an [`Identity`] to a rustls configuration.
//!
//! Nothing is checked that a faulty server may want to be wrong: the chain may be empty,
//! the key another's, and any client certificate will do.

use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

use rsa::traits::PublicKeyParts;
use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::server::{ClientHello, NoServerSessionStorage, ResolvesServerCert};
use rustls::sign::{CertifiedKey, SigningKey};
use rustls::{
    DigitallySignedStruct, DistinguishedName, Error, KeyLog, ServerConfig, ServerConnection,
    SignatureScheme, SupportedCipherSuite, SupportedProtocolVersion,
};

use super::secrets::Tap;
use super::suites;
use crate::choices::{Choices, ClientCertificatePolicy, Honesty, ServerNamePolicy, Version};
use crate::identity::{Chain, Identity, PrivateKey, RsaKeyPair};
use crate::playable::Unplayable;
use crate::signer::{RsaKey, WrongKey};
use crate::suite::Player;

/// What all connections of one server share.
pub(crate) struct Config {
    pub(super) rustls: Arc<ServerConfig>,
    pub(super) server_name: ServerNamePolicy,
    /// Of TLS 1.3; rustls has no other hold on it.
    pub(super) finished: Honesty,
    pub(super) tap: Arc<Tap>,
}

impl Config {
    /// Builds it, and has rustls try it once.
    ///
    /// # Errors
    /// When the key does not read or the choices have no version that rustls speaks.
    pub(crate) fn new(
        choices: &Choices,
        identity: &Identity,
        key_log: Option<Arc<dyn KeyLog>>,
    ) -> Result<Self, Unplayable> {
        let tap = Arc::new(Tap::new(key_log));
        let mut config = rustls_config(choices, identity)?;
        config.key_log = Arc::<Tap>::clone(&tap);
        let rustls = Arc::new(config);
        ServerConnection::new(Arc::clone(&rustls)).map_err(unplayable)?;
        Ok(Self {
            rustls,
            server_name: choices.server_name,
            finished: choices.finished,
            tap,
        })
    }
}

fn rustls_config(choices: &Choices, identity: &Identity) -> Result<ServerConfig, Unplayable> {
    let key = signing_key(&identity.key, choices.signature)?;
    let builder = ServerConfig::builder_with_provider(Arc::new(provider(choices)))
        .with_protocol_versions(&versions(choices))
        .map_err(unplayable)?;
    let builder = match choices.client_certificate {
        ClientCertificatePolicy::None => builder.with_no_client_auth(),
        policy => builder.with_client_cert_verifier(Arc::new(AnyClient::new(policy))),
    };
    let always = Always::new(identity.chain.clone(), key);
    let mut config = builder.with_cert_resolver(Arc::new(always));
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    config.ignore_client_order = choices.suites.is_some();
    config.enable_secret_extraction = true;
    Ok(config)
}

fn unplayable(error: Error) -> Unplayable {
    Unplayable(format!("rustls cannot play this: {error}"))
}

fn provider(choices: &Choices) -> CryptoProvider {
    let mut provider = ring::default_provider();
    let all = std::mem::take(&mut provider.cipher_suites);
    provider.cipher_suites = [Version::Tls13, Version::Tls12]
        .into_iter()
        .filter(|version| choices.versions.contains(version))
        .flat_map(|version| choices.suites_of(version))
        .filter(|suite| matches!(suite.player(), Player::Modern(_)))
        .filter_map(|suite| {
            let of_ring = |other: &&SupportedCipherSuite| u16::from(other.suite()) == suite.id();
            suites::suite(suite.id()).or_else(|| all.iter().find(of_ring).copied())
        })
        .collect();
    provider
}

fn versions(choices: &Choices) -> Vec<&'static SupportedProtocolVersion> {
    let mut versions = Vec::new();
    let playable = |version| {
        choices.versions.contains(&version)
            && choices
                .suites_of(version)
                .any(|suite| matches!(suite.player(), Player::Modern(_)))
    };
    if playable(Version::Tls13) {
        versions.push(&rustls::version::TLS13);
    }
    if playable(Version::Tls12) {
        versions.push(&rustls::version::TLS12);
    }
    versions
}

fn signing_key(key: &PrivateKey, honesty: Honesty) -> Result<Arc<dyn SigningKey>, Unplayable> {
    let signer = match key {
        PrivateKey::Pkcs8(document) => ring_key(document)
            .map_err(|error| Unplayable(format!("the private key does not read: {error}")))?,
        PrivateKey::Rsa(key) => rsa_key(key),
    };
    Ok(match honesty {
        Honesty::Honest => signer,
        Honesty::Wrong => Arc::new(WrongKey(signer)),
    })
}

/// A key, and what signs with it.
type Read = (Weak<RsaKeyPair>, Arc<dyn SigningKey>);

/// The keys that were read, as long as somebody has them. Reading one takes ring a tenth of a
/// millisecond, and hundreds of servers share one.
static READ: Mutex<Vec<Read>> = Mutex::new(Vec::new());

fn rsa_key(key: &Arc<RsaKeyPair>) -> Arc<dyn SigningKey> {
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    read.retain(|(known, _)| known.strong_count() > 0);
    let known = |(known, _): &&Read| known.as_ptr() == Arc::as_ptr(key);
    if let Some((_, signer)) = read.iter().find(known) {
        return Arc::clone(signer);
    }
    let signer = read_rsa_key(key);
    read.push((Arc::downgrade(key), Arc::clone(&signer)));
    signer
}

/// ring is much faster, and takes RSA from 2048 bits up with sound parameters only.
fn read_rsa_key(key: &Arc<RsaKeyPair>) -> Arc<dyn SigningKey> {
    let strong = (key.size() >= 2048 / 8).then(|| key.pkcs8());
    strong
        .and_then(|document| ring_key(document).ok())
        .unwrap_or_else(|| Arc::new(RsaKey(Arc::clone(key))))
}

fn ring_key(pkcs8: &[u8]) -> Result<Arc<dyn SigningKey>, Error> {
    ring::sign::any_supported_type(&PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(pkcs8)))
}

/// Shows the same certificate to everybody.
#[derive(Debug)]
struct Always {
    chain: Chain,
    key: Arc<dyn SigningKey>,
    /// Put together when the first client is here.
    certified: OnceLock<Arc<CertifiedKey>>,
}

impl Always {
    fn new(chain: Chain, key: Arc<dyn SigningKey>) -> Self {
        Self {
            chain,
            key,
            certified: OnceLock::new(),
        }
    }

    fn put_together(&self) -> Arc<CertifiedKey> {
        let certificates = self.chain.iter().cloned().map(CertificateDer::from);
        let key = Arc::clone(&self.key);
        Arc::new(CertifiedKey::new(certificates.collect(), key))
    }
}

impl ResolvesServerCert for Always {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let certified = self.certified.get_or_init(|| self.put_together());
        Some(Arc::clone(certified))
    }
}

/// Takes any client certificate, without looking at it or at its proof.
#[derive(Debug)]
struct AnyClient {
    mandatory: bool,
    schemes: Vec<SignatureScheme>,
}

impl AnyClient {
    fn new(policy: ClientCertificatePolicy) -> Self {
        Self {
            mandatory: policy == ClientCertificatePolicy::Require,
            schemes: ring::default_provider()
                .signature_verification_algorithms
                .supported_schemes(),
        }
    }
}

impl ClientCertVerifier for AnyClient {
    fn client_auth_mandatory(&self) -> bool {
        self.mandatory
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        Ok(ClientCertVerified::assertion())
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
        self.schemes.clone()
    }
}
