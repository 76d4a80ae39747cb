//! One connection, as the server saw it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::Event;
use super::exchange::Exchange;

/// One connection. Times count from the server's start on, those of events and exchanges from
/// the start of the connection on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Connection {
    /// Counted from 1.
    pub number: u32,
    /// The client's address; none in memory.
    #[serde(default)]
    pub peer: Option<String>,
    /// When it was accepted, in milliseconds.
    pub started_ms: f64,
    /// How long it lasted, once it is over.
    #[serde(default)]
    pub lasted_ms: Option<f64>,
    /// The furthest phase, as the client could see it.
    pub reached: String,
    /// Who ended it, and how.
    pub end: String,
    /// The bytes that the client sent.
    pub received: u64,
    /// The bytes that left the socket.
    pub sent: u64,
    /// The protocols that the client asked for, in words.
    #[serde(default)]
    pub requested: Option<String>,
    /// The identifier of the cookie.
    #[serde(default)]
    pub cookie: Option<String>,
    /// What TLS settled on, in one line.
    #[serde(default)]
    pub tls: Option<String>,
    /// The security protocol in use, in one line.
    #[serde(default)]
    pub security: Option<String>,
    /// The fatal alert that the client sent.
    #[serde(default)]
    pub client_alert: Option<String>,
    /// What the client let go of, and under what protection. Never what it was.
    #[serde(default)]
    pub credentials: Vec<String>,
    /// Whether the honest conversation came to its end.
    pub completed: bool,
    /// How long its session was active, in milliseconds.
    #[serde(default)]
    pub active_for_ms: Option<f64>,
    /// What the server refused, in words.
    #[serde(default)]
    pub refusal: Option<String>,
    /// How the client broke the protocol.
    #[serde(default)]
    pub misbehaved: Option<String>,
    /// What became of each fault that it was to meet.
    #[serde(default)]
    pub deliveries: Vec<Delivery>,
    /// What happened, in order.
    #[serde(default)]
    pub events: Vec<Event>,
    /// Events that were not kept because there were too many.
    #[serde(default)]
    pub dropped_events: u64,
    /// The messages with their bytes, in order.
    #[serde(default)]
    pub exchanges: Vec<Exchange>,
    /// Messages whose bytes were not kept because there were too many.
    #[serde(default)]
    pub left_out_exchanges: u64,
}

/// What became of a declared fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Delivery {
    /// Its position in the scenario, from 0.
    pub fault: usize,
    /// Its name.
    pub name: String,
    /// `delivered`, `not-reached` or `mismatch`.
    pub state: String,
    /// The difference, of a mismatch.
    #[serde(default)]
    pub reason: Option<String>,
}
