//! What the driver carries out.

use std::time::Duration;

use badrdp_proto::MessageName;
use badrdp_proto::acceptor::Statement;
use badrdp_tls::alert;

/// The position of a fault in its scenario, from 0.
pub type FaultIndex = usize;

/// One thing to do, and which faults want it so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What to do.
    pub op: Op,
    /// The faults that are delivered by doing it, all of it.
    pub faults: Vec<FaultIndex>,
}

impl Step {
    /// A step that one fault wants.
    #[must_use]
    pub fn of(fault: FaultIndex, op: Op) -> Self {
        Self {
            op,
            faults: vec![fault],
        }
    }
}

/// What the driver can do to a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Op {
    /// End in order: what was queued leaves, then FIN, then the client's bytes are drained.
    Close {
        /// Send a TLS `close_notify` first, where TLS stands.
        notify: bool,
    },
    /// Nothing: a message that was dropped. Doing it counts as delivery.
    Nothing,
    /// Pause before what follows in the queue, counted from when the pause before it was due to
    /// end: pauses that come late do not add up.
    Pace(Duration),
    /// Have the honest server say this, in its own words and protection.
    Say(Statement),
    /// Send RST at once (`SO_LINGER` 0).
    Reset,
    /// Send nothing more, for `limit` or for good; keep the connection open.
    Stall {
        /// How long; `None` for good.
        limit: Option<Duration>,
        /// Keep reading what the client sends.
        read: bool,
    },
    /// Send a TLS alert, encrypted if records are by now.
    TlsAlert {
        /// Fatal or warning.
        level: AlertLevel,
        /// The description's number.
        description: u8,
    },
    /// Pause before what follows in the queue.
    Wait(Duration),
    /// Send bytes.
    Write {
        /// What they are, or what they were before a fault changed them.
        message: MessageName,
        /// The bytes.
        bytes: Vec<u8>,
        /// Not before this long after the message was made: latency, which adds up for
        /// nobody behind it.
        hold: Duration,
        /// Past TLS, in the clear, although TLS may stand.
        raw: bool,
    },
}

/// `AlertLevel` (RFC 8446 6).
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum AlertLevel {
    /// fatal(2)
    #[default]
    Fatal,
    /// warning(1)
    Warning,
}

impl AlertLevel {
    /// The number on the wire.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Warning => alert::WARNING,
            Self::Fatal => alert::FATAL,
        }
    }
}
