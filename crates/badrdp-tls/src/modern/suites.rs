//! The TLS 1.3 suites of ring, but for one thing: they leave the server's encrypted flight open.
//!
//! rustls packs EncryptedExtensions to Finished into as few records as it can and seals them.
//! The [flight](super::flight) cuts them anew, so sealing is left to it: to open what rustls has
//! sealed would take the same work three times. Open records never leave the engine; they are
//! told by a version that no record header says.
//!
//! ```text
//! set_encrypter -> Waiting -- EncryptedExtensions --> Open: key, iv, plaintext | plaintext | ...
//!                     \------ anything else --------> Sealing, by ring: alerts, data
//! ```

use std::sync::LazyLock;

use rustls::crypto::cipher::{
    AeadKey, Iv, MessageDecrypter, MessageEncrypter, OutboundChunks, OutboundOpaqueMessage,
    OutboundPlainMessage, PrefixedPayload, Tls13AeadAlgorithm, UnsupportedOperationError,
};
use rustls::crypto::{CipherSuiteCommon, ring};
use rustls::{
    ConnectionTrafficSecrets, ContentType, Error, ProtocolVersion, SupportedCipherSuite,
    Tls13CipherSuite,
};

use crate::record::Record;

/// The suite of that number, if it is one of TLS 1.3.
pub(super) fn suite(id: u16) -> Option<SupportedCipherSuite> {
    static SUITES: LazyLock<Vec<Tls13CipherSuite>> = LazyLock::new(|| {
        ALGORITHMS
            .iter()
            .map(|open| Tls13CipherSuite {
                common: CipherSuiteCommon {
                    suite: open.0.common.suite,
                    hash_provider: open.0.common.hash_provider,
                    confidentiality_limit: open.0.common.confidentiality_limit,
                },
                hkdf_provider: open.0.hkdf_provider,
                aead_alg: open,
                quic: None,
            })
            .collect()
    });
    SUITES
        .iter()
        .find(|suite| u16::from(suite.common.suite) == id)
        .map(SupportedCipherSuite::Tls13)
}

/// Whether a suite of this file has left that record open.
pub(super) const fn is_open(record: &Record) -> bool {
    record.header.version == OPEN_CODE
}

/// How long the initialization vector is that lies behind the key in the first open record.
pub(super) const IV_LEN: usize = 12;

static ALGORITHMS: LazyLock<Vec<FlightOpen>> = LazyLock::new(|| {
    ring::ALL_CIPHER_SUITES
        .iter()
        .filter_map(|suite| suite.tls13().map(FlightOpen))
        .collect()
});

/// What a suite of ring seals with.
struct FlightOpen(&'static Tls13CipherSuite);

impl Tls13AeadAlgorithm for FlightOpen {
    fn encrypter(&self, key: AeadKey, iv: Iv) -> Box<dyn MessageEncrypter> {
        Box::new(Encrypter {
            algorithm: self.0.aead_alg,
            state: State::Waiting(key, iv),
        })
    }

    fn decrypter(&self, key: AeadKey, iv: Iv) -> Box<dyn MessageDecrypter> {
        self.0.aead_alg.decrypter(key, iv)
    }

    fn key_len(&self) -> usize {
        self.0.aead_alg.key_len()
    }

    fn extract_keys(
        &self,
        key: AeadKey,
        iv: Iv,
    ) -> Result<ConnectionTrafficSecrets, UnsupportedOperationError> {
        self.0.aead_alg.extract_keys(key, iv)
    }
}

/// What protects the records under one traffic secret.
struct Encrypter {
    algorithm: &'static dyn Tls13AeadAlgorithm,
    state: State,
}

/// What was said under that secret.
enum State {
    /// Nothing.
    Waiting(AeadKey, Iv),
    /// EncryptedExtensions: it is the handshake's, and everything stays open.
    Open,
    /// Something else.
    Sealing(Box<dyn MessageEncrypter>),
}

impl MessageEncrypter for Encrypter {
    fn encrypt(
        &mut self,
        message: OutboundPlainMessage<'_>,
        sequence: u64,
    ) -> Result<OutboundOpaqueMessage, Error> {
        match std::mem::replace(&mut self.state, State::Open) {
            State::Waiting(key, iv) if opens_flight(&message) => {
                Ok(left_open(&message, &[key.as_ref(), iv.as_ref()]))
            }
            State::Open => Ok(left_open(&message, &[])),
            State::Waiting(key, iv) => {
                self.seal(self.algorithm.encrypter(key, iv), message, sequence)
            }
            State::Sealing(encrypter) => self.seal(encrypter, message, sequence),
        }
    }

    fn encrypted_payload_len(&self, payload_len: usize) -> usize {
        payload_len + 1 /* content type */ + TAG_LEN
    }
}

impl Encrypter {
    fn seal(
        &mut self,
        mut encrypter: Box<dyn MessageEncrypter>,
        message: OutboundPlainMessage<'_>,
        sequence: u64,
    ) -> Result<OutboundOpaqueMessage, Error> {
        let sealed = encrypter.encrypt(message, sequence);
        self.state = State::Sealing(encrypter);
        sealed
    }
}

fn opens_flight(message: &OutboundPlainMessage<'_>) -> bool {
    // Only application data comes in several chunks.
    message.typ == ContentType::Handshake
        && matches!(
            message.payload,
            OutboundChunks::Single([ENCRYPTED_EXTENSIONS, ..])
        )
}

fn left_open(message: &OutboundPlainMessage<'_>, before: &[&[u8]]) -> OutboundOpaqueMessage {
    let len = before.iter().map(|part| part.len()).sum::<usize>() + message.payload.len();
    let mut payload = PrefixedPayload::with_capacity(len);
    for part in before {
        payload.extend_from_slice(part);
    }
    payload.extend_from_chunks(&message.payload);
    OutboundOpaqueMessage::new(message.typ, OPEN, payload)
}

/// RFC 8446 4.
const ENCRYPTED_EXTENSIONS: u8 = 8;

/// RFC 8446 5.1: a record header never says this, it is 0x0303 in TLS 1.3 too.
const OPEN: ProtocolVersion = ProtocolVersion::TLSv1_3;
const OPEN_CODE: u16 = 0x0304;

/// The same for all three suites (RFC 5116 5.1, RFC 8439 2.8).
const TAG_LEN: usize = 16;
