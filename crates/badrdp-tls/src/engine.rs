//! What the driver sees of a TLS implementation.

use badrdp_proto::{Message, MessageName};
use serde::Serialize;

use crate::client_hello::ClientHello;

/// One server side of a TLS connection, without a socket.
///
/// The order of calls: [`Engine::read`] with what the client sent, then
/// [`Engine::observed`] for what it was, [`Engine::drain`] for what the server
/// answers, [`Engine::plaintext`] for what came out decrypted.
pub trait Engine: Send {
    /// Takes bytes that the client sent; any split is fine.
    ///
    /// # Errors
    /// When the client's bytes end the connection. An alert may wait in [`Engine::drain`].
    fn read(&mut self, bytes: &[u8]) -> Result<(), Error>;

    /// The client's messages that [`Engine::read`] saw, in order; empties the list.
    fn observed(&mut self) -> Vec<Observed>;

    /// The records to send, in order, each with its name; empties the list.
    fn drain(&mut self) -> Vec<Message>;

    /// What the client said inside TLS; empties the buffer.
    fn plaintext(&mut self) -> Vec<u8>;

    /// Encrypts `plain` into records that [`Engine::drain`] gives.
    ///
    /// Does nothing before the handshake is done.
    fn write(&mut self, plain: &[u8]);

    /// Puts a `close_notify` alert where [`Engine::drain`] gives it.
    fn close_notify(&mut self);

    /// An alert record of any level and description: in the clear before the handshake is
    /// done, encrypted after everything that [`Engine::drain`] gave.
    ///
    /// The engine is of no use afterwards.
    fn alert(&mut self, level: u8, description: u8) -> Message;

    /// An alert that a client can read when the `nth` message called `at` is due, counted
    /// from 0: in its place where the server sends it, after it where the client does.
    ///
    /// An engine makes a whole flight at once, so it cannot know how much of it a client
    /// got; this says it, and with it which keys the client has by then. The engine is of
    /// no use afterwards.
    fn alert_at(&mut self, at: MessageName, nth: u64, level: u8, description: u8) -> Message;

    /// Whether the handshake is still under way.
    fn is_handshaking(&self) -> bool;

    /// What was negotiated, once it is.
    fn info(&self) -> Option<Info>;
}

/// A client message as seen from outside, or inside where the engine can look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    /// What it is.
    pub name: MessageName,
    /// The ClientHello, where this is one that could be read.
    pub client_hello: Option<Box<ClientHello>>,
    /// Level and description, where this is an alert that could be read.
    pub alert: Option<(u8, u8)>,
    /// How many bytes it had on the wire.
    pub len: usize,
}

/// What a handshake settled on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Info {
    /// `TLS 1.3`, `SSL 3.0` …
    pub version: &'static str,
    /// The cipher suite by its IANA name.
    pub suite: &'static str,
    /// The name that the client asked for, if it sent one.
    pub server_name: Option<String>,
    /// Whether the client presented a certificate.
    pub client_certificate: bool,
}

/// Why the client's bytes ended the TLS connection.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The client sent a fatal alert, with this description.
    #[error("the client sent the TLS alert {}", crate::alert::describe(*.0))]
    ClientAlert(u8),
    /// The client's offer and the server's choices have nothing in common.
    #[error("no common ground with the client: {0}")]
    Incompatible(String),
    /// The client broke the protocol.
    #[error("the client broke TLS: {0}")]
    Misbehaved(String),
}
