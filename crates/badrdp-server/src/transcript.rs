//! The transcript: everything that the server saw and did, with times.

mod exchange;
mod security;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use badrdp_proto::{MessageName, Phase};
use badrdp_scenario::{End, Id};
use badrdp_tls::Info;
use serde::{Serialize, Serializer};

pub use self::exchange::{Envelope, Exchange, FieldSeen, Side};
pub use self::security::{
    CredentialsKind, Protection, Refusal, RefusalKind, SecurityInUse, SentCredentials,
};

/// What one server saw and did.
#[derive(Clone, Debug, Serialize)]
pub struct Transcript {
    /// The scenario's id.
    pub scenario: String,
    /// Where it was served.
    pub address: SocketAddr,
    /// The seed of every random choice.
    pub seed: u64,
    /// Its connections, in the order in which they were accepted.
    pub connections: Vec<ConnectionRecord>,
    /// Connections that were not kept because there were too many.
    pub forgotten: u64,
    /// What became of the faults that live in the listener.
    pub listener: Vec<Delivery>,
}

/// One connection.
#[derive(Clone, Debug, Serialize)]
pub struct ConnectionRecord {
    /// Counted from 1.
    pub number: u32,
    /// The client's address; none in memory.
    pub peer: Option<SocketAddr>,
    /// When it was accepted, from the server's start on.
    #[serde(serialize_with = "millis", rename = "started_ms")]
    pub started: Duration,
    /// How long it lasted, once it is over.
    #[serde(serialize_with = "opt_millis", rename = "lasted_ms")]
    pub lasted: Option<Duration>,
    /// The furthest phase, as the client could see it.
    pub reached: Phase,
    /// Who ended it, and how.
    pub end: End,
    /// The bytes that the client sent.
    pub received: u64,
    /// The bytes that left the socket.
    pub sent: u64,
    /// What the client asked for.
    pub request: Option<Request>,
    /// What answered it, as it left; none as long as no whole frame has.
    pub answer: Option<Answer>,
    /// What TLS settled on.
    pub tls: Option<Info>,
    /// The fatal alert that the client sent.
    pub client_alert: Option<String>,
    /// The security protocol in use, once the client has spoken under it.
    pub security: Option<SecurityInUse>,
    /// Which credentials the client let go of, and under what protection. Never what they were.
    pub credentials: Vec<SentCredentials>,
    /// Whether the client presented an auto-reconnect cookie (ARC_CS_PRIVATE_PACKET).
    pub auto_reconnect_cookie_presented: bool,
    /// How the client broke the protocol.
    pub misbehaved: Option<String>,
    /// Whether the session became active: the Font Map left as the honest server made it.
    pub completed: bool,
    /// How long its session was active, once the connection is over; none if it never was.
    #[serde(serialize_with = "opt_millis", rename = "active_for_ms")]
    pub active_for: Option<Duration>,
    /// What the server itself refused, in words of the protocol behind the negotiation.
    pub refusal: Option<Refusal>,
    /// What became of each fault that this connection was to meet.
    pub deliveries: Vec<Delivery>,
    /// What happened, in order.
    pub events: Vec<Event>,
    /// Events that were not kept because there were too many.
    pub dropped_events: u32,
    /// What was said, message by message, where that is wanted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exchanges: Vec<Exchange>,
    /// Messages that were not kept because there were too many.
    #[serde(skip_serializing_if = "is_zero")]
    pub left_out_exchanges: u64,
}

/// The client's Connection Request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Request {
    /// The identifier of the cookie: the user name, as far as clients send it.
    pub cookie: Option<String>,
    /// `requestedProtocols` as a number; none without RDP_NEG_REQ.
    pub requested: Option<u32>,
    /// The same in words.
    pub protocols: String,
}

/// What answers the Connection Request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Answer {
    /// A Connection Confirm (MS-RDPBCGR 2.2.1.2).
    Confirm {
        /// `selectedProtocol` of RDP_NEG_RSP; none without one.
        selected: Option<u32>,
    },
    /// A Connection Confirm with RDP_NEG_FAILURE (MS-RDPBCGR 2.2.1.2.2).
    Failure {
        /// `failureCode`.
        code: u32,
    },
    /// Bytes that are no Connection Confirm, or a faulty one.
    Other,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// When, from the start of the connection on.
    #[serde(serialize_with = "millis", rename = "at_ms")]
    pub at: Duration,
    /// What.
    #[serde(flatten)]
    pub what: Happening,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "event")]
pub enum Happening {
    /// The client connected.
    Accepted,
    /// The client sent FIN.
    ClientClosed,
    /// The client sent RST.
    ClientReset,
    /// The moment of a fault came.
    FaultDue {
        /// Its position in the scenario, from 0.
        fault: usize,
        /// Its name.
        name: &'static str,
    },
    /// The client broke the protocol.
    Misbehaved {
        /// How.
        how: String,
    },
    /// The connection is over.
    Over {
        /// Who ended it, and how.
        end: End,
        /// What became of each fault that it was to meet.
        deliveries: Vec<Delivery>,
    },
    /// A phase began.
    Phase {
        /// Which.
        phase: Phase,
    },
    /// A client message was understood.
    Received {
        /// Which.
        message: MessageName,
        /// Its bytes on the wire.
        len: usize,
        /// What it says, where that matters.
        #[serde(skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// A server message left the socket, as far as it did.
    Sent {
        /// Which.
        message: MessageName,
        /// Its bytes on the wire.
        len: usize,
        /// In how many pieces they were written.
        pieces: u32,
        /// Whether more of it was still to leave.
        #[serde(skip_serializing_if = "is_false")]
        unfinished: bool,
    },
    /// The server sent FIN.
    ServerClosed,
    /// The server sent RST.
    ServerReset,
    /// The server fell silent.
    Stalled {
        /// For how long; none means for good.
        #[serde(serialize_with = "opt_millis", rename = "for_ms")]
        limit: Option<Duration>,
    },
    /// TLS is established.
    Tls {
        /// What it settled on. Boxed, because it is by far the largest that can happen.
        info: Box<Info>,
    },
}

/// What became of a declared fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Delivery {
    /// Its position in the scenario, from 0.
    pub fault: usize,
    /// Its name.
    pub name: &'static str,
    /// What became of it.
    #[serde(flatten)]
    pub state: DeliveryState,
}

/// What can become of a declared fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum DeliveryState {
    /// It was carried out: to its last step, or as far as the connection lasted.
    Delivered,
    /// What left the socket is not what was declared.
    Mismatch {
        /// The difference.
        reason: String,
    },
    /// Nothing of it was carried out: the client left, or went another way, before.
    NotReached,
}

/// Takes events as they happen: the scenario, the number of the connection, and what happened.
/// It is called in the connection's task and must not wait.
pub type EventSink = Arc<dyn Fn(&Id, u32, &Event) + Send + Sync>;

/// Takes the events of one scenario's connections.
pub type ConnectionSink = Arc<dyn Fn(u32, &Event) + Send + Sync>;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
const fn is_zero(count: &u64) -> bool {
    *count == 0
}

fn millis<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((duration.as_secs_f64() * 1e6).round() / 1e3)
}

fn opt_millis<S: Serializer>(
    duration: &Option<Duration>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match duration {
        Some(duration) => millis(duration, serializer),
        None => serializer.serialize_none(),
    }
}
