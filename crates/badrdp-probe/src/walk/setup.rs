//! What a walk is told: who logs on, to what, with which random bytes.

use badrdp_proto::credssp::ntlm;
use badrdp_proto::credssp::{User, client};
use badrdp_proto::negotiation::Protocols;
use badrdp_proto::session::auto_reconnect::ServerCookie;
use rustls::crypto::SecureRandom;

/// What a walk is told.
#[derive(Clone)]
pub(crate) struct Setup {
    /// What the Connection Request asked for.
    pub(crate) requested: Protocols,
    /// What the Connection Confirm selected.
    pub(crate) selected: Protocols,
    /// `subjectPublicKey` of the server's certificate.
    pub(crate) public_key: Vec<u8>,
    /// Who logs on.
    pub(crate) user: User,
    /// The domain of who logs on; may be empty.
    pub(crate) domain: String,
    /// The session that a redirection leads to.
    pub(crate) session_id: Option<u32>,
    /// Go on also where that is dangerous.
    pub(crate) insecure: bool,
    /// What a lost session left to come back with.
    pub(crate) cookie: Option<ServerCookie>,
    /// What is drawn at random.
    pub(crate) random: Random,
    /// The clock in units of 100 ns since 1601.
    pub(crate) filetime: u64,
}

/// What is drawn at random.
#[derive(Clone, Copy)]
pub(crate) struct Random {
    /// For CredSSP.
    pub(crate) credssp: client::Random,
    /// The client's half of the keys of Standard RDP Security.
    pub(crate) client_random: [u8; 32],
    /// The client's half of the keys of licensing.
    pub(crate) license_random: [u8; 32],
    /// The secret of licensing.
    pub(crate) premaster_secret: [u8; 48],
}

impl Random {
    /// Draws.
    pub(crate) fn draw(source: &dyn SecureRandom) -> Self {
        Self {
            credssp: client::Random {
                ntlm: ntlm::Random {
                    client_challenge: bytes(source),
                    session_key: bytes(source),
                },
                nonce: bytes(source),
            },
            client_random: bytes(source),
            license_random: bytes(source),
            premaster_secret: bytes(source),
        }
    }
}

fn bytes<const N: usize>(source: &dyn SecureRandom) -> [u8; N] {
    let mut bytes = [0; N];
    // A system without randomness has no TLS either: then nothing comes this far.
    let _ = source.fill(&mut bytes);
    bytes
}
