//! What one attempt saw: facts, no judgement.

use std::time::Duration;

use badrdp_proto::negotiation::Protocols;
use serde::Serialize;

mod session;

pub use session::{
    ChannelsSeen, CredsspSeen, DesktopSeen, EncryptionSeen, HeartbeatSeen, LicenseSeen,
    NotFollowed, RedirectionSeen, SessionSeen, Stop,
};

use crate::certificate::CertificateSeen;
use crate::foreign::Foreign;

/// What one attempt saw.
#[derive(Clone, Debug, Serialize)]
pub struct Attempt {
    /// How long TCP took to connect.
    pub connected_after: Option<Duration>,
    /// The answer to the Connection Request.
    pub confirm: Option<Confirm>,
    /// What TLS came to.
    pub tls: Option<TlsSeen>,
    /// The server's certificate.
    pub certificate: Option<CertificateSeen>,
    /// The answer to the first PDU behind the security layer.
    pub answer: Option<Answer>,
    /// What was seen behind the security layer.
    pub session: Option<SessionSeen>,
    /// How far it got.
    pub stage: Stage,
    /// How it ended.
    pub end: End,
    /// How the server's bytes came in.
    pub pace: Pace,
}

impl Attempt {
    /// One that waits at `stage` and has seen nothing yet.
    pub(crate) fn at(stage: Stage) -> Self {
        Self {
            connected_after: None,
            confirm: None,
            tls: None,
            certificate: None,
            answer: None,
            session: None,
            stage,
            end: End::Answered,
            pace: Pace::default(),
        }
    }
}

/// What the attempt was waiting for when it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// For TCP.
    Connect,
    /// For the Connection Confirm.
    ConnectionConfirm,
    /// For the server's part of the TLS handshake.
    TlsHandshake,
    /// For the answer to the first PDU.
    FirstPdu,
    /// For what comes behind it.
    Session,
    /// For nothing: it has all it came for.
    Done,
}

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// What the probe came for is there, it left.
    Answered,
    /// The server sent FIN; `partial` bytes of a message had come, `notified` tells whether
    /// TLS had said goodbye.
    Closed {
        /// Bytes of an unfinished message.
        partial: usize,
        /// A `close_notify` came first.
        notified: bool,
    },
    /// The system could not connect for another reason.
    Failed(String),
    /// The port is closed.
    Refused,
    /// The server sent RST.
    Reset {
        /// Bytes of an unfinished message.
        partial: usize,
    },
    /// Nothing came for so long.
    Silent {
        /// Bytes of an unfinished message.
        partial: usize,
    },
    /// What came told the probe to go no further.
    Stopped,
    /// Bytes kept coming, and the whole took too long.
    Unfinished,
    /// The probe could make nothing of what came, and left.
    Unusable,
}

/// The answer to the Connection Request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confirm {
    /// RDP_NEG_FAILURE.
    Failure(u32),
    /// Another protocol.
    Foreign(Foreign),
    /// An X.224 PDU that breaks the standard.
    Malformed(String),
    /// A Confirm without negotiation data.
    NoNegotiation,
    /// RDP_NEG_RSP.
    Response {
        /// `flags`.
        flags: u8,
        /// `selectedProtocol`.
        selected: Protocols,
    },
}

/// What TLS came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TlsSeen {
    /// The version in the ServerHello, as a number.
    pub version: Option<u16>,
    /// The suite in the ServerHello, by its name or number.
    pub suite: Option<String>,
    /// The server's messages, in order.
    pub messages: Vec<String>,
    /// Whether the handshake was completed.
    pub established: bool,
    /// Whether the server said goodbye (`close_notify`).
    pub notified: bool,
    /// Whether the server asked for a certificate of the client.
    pub wants_client_certificate: bool,
    /// What is odd about a handshake that was completed all the same.
    pub oddities: Vec<String>,
    /// Why it was not.
    pub failure: Option<TlsFailure>,
    /// What an old ClientHello brought to light, where a modern one failed.
    pub old_server: Option<OldServer>,
}

/// Why a handshake was not completed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TlsFailure {
    /// The server sent an alert: its description.
    Alert(u8),
    /// The probe refused the certificate.
    Certificate,
    /// Bytes were changed on the way, or made wrongly.
    Damaged(String),
    /// The proof that the server has the certificate's key is wrong.
    HandshakeSignature,
    /// The server chose what the probe does not have.
    Incompatible(String),
    /// The server broke TLS.
    Misbehaved(String),
    /// What came is no TLS.
    NotTls(Foreign),
}

/// A server that answers only an old ClientHello.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OldServer {
    /// The version that it chose, as a number.
    pub version: u16,
    /// The suite that it chose.
    pub suite: String,
}

/// The answer to the first PDU behind the security layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// MCS Connect Response; its result.
    ConnectResponse(u8),
    /// MCS Disconnect Provider Ultimatum; its reason.
    DisconnectProviderUltimatum(u8),
    /// TSRequest with an `errorCode`.
    TsError(u32),
    /// TSRequest with tokens.
    TsRequest,
    /// Something else.
    Unrecognized,
}

/// How the server's bytes came in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Pace {
    /// The longest wait for bytes that did come.
    pub longest_wait: Duration,
    /// TLS records that came in many small pieces.
    pub cut_up: u32,
    /// TLS records that were slow to come in.
    pub slow_records: u32,
    /// Reads that gave bytes.
    pub reads: u32,
    /// Reads that gave fewer than [`Pace::SMALL`] bytes.
    pub small_reads: u32,
    /// All waits together.
    pub total_wait: Duration,
}

impl Pace {
    /// Fewer bytes than this in a read are few: a whole flight comes in larger pieces.
    pub const SMALL: usize = 64;

    /// A slow machine needs this long for a handshake; the round trip comes on top.
    const USUAL: Duration = Duration::from_millis(150);

    /// A server that writes whole messages needs fewer small reads.
    const SMALL_READS: u32 = 12;

    /// Whether bytes dribble in.
    #[must_use]
    pub const fn dribbles(&self) -> bool {
        self.small_reads > Self::SMALL_READS
    }

    /// Whether some wait was longer than a handshake explains, on a path where TCP took so long
    /// to connect.
    #[must_use]
    pub fn is_slow(&self, connected_after: Option<Duration>) -> bool {
        self.longest_wait > Self::USUAL + 4 * connected_after.unwrap_or_default()
    }
}
