//! The honest server: takes a client's bytes, says what to send.
//!
//! ```text
//! WaitConnectionRequest --CR--> WaitTls --tls_established()--> Session --> Ended
//!            |                                                   ^
//!            +-------- CC selects Standard RDP Security ---------+
//! ```
//!
//! One file per phase of the connection sequence (MS-RDPBCGR 1.3.1.1). [`session`] is what they
//! share from the security layer on: it cuts the client's bytes into PDUs, gives each to its
//! phase, and wraps what the phases say. [`Host`] is what all connections of a server share,
//! [`World`] what the server cannot know by itself.

mod active;
mod basic_settings_exchange;
mod capabilities_exchange;
mod channel_connection;
mod client_pdu;
mod connect_time_auto_detection;
mod connection_finalization;
pub mod connection_initiation;
mod credssp;
mod disconnection;
mod host;
mod licensing;
mod multitransport;
mod output;
pub mod plain;
mod secure_settings_exchange;
mod security_commencement;
mod session;
mod statement;
mod statements;

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

pub use self::connection_initiation::{Answer, Settings};
pub use self::host::{
    AutoReconnect, Heartbeat, Host, Licensing, SessionSettings, StandardSecurity, StillWorld, World,
};
use self::output::Turn;
pub use self::output::{ClientMisbehaved, Credentials, Fact, Output, Protection, Received};
use self::session::Session;
pub use self::statement::{CannotSay, Statement};
use crate::frame;
use crate::negotiation::Protocols;
use crate::phase::Phase;
use crate::x224::ConnectionRequest;

/// The server side of one connection.
#[derive(Debug)]
pub struct Acceptor {
    host: Arc<Host>,
    state: State,
    buffer: Vec<u8>,
    keeps_plain: bool,
}

/// Where the conversation stands. Each variant carries what is valid in it.
#[derive(Debug)]
enum State {
    WaitConnectionRequest,
    WaitTls {
        requested: Protocols,
        selected: Protocols,
    },
    /// The security layer stands. Boxed: thousands of connections wait for less.
    Session(Box<Session>),
    Ended,
}

impl Acceptor {
    /// Waits for a client.
    #[must_use]
    pub fn new(host: Arc<Host>) -> Self {
        let state = if host.negotiation.direct_tls {
            State::WaitTls {
                requested: Protocols::SSL,
                selected: Protocols::SSL,
            }
        } else {
            State::WaitConnectionRequest
        };
        Self {
            host,
            state,
            buffer: Vec::new(),
            keeps_plain: false,
        }
    }

    /// Gives every message of the client in the clear, without credentials, from now on
    /// ([`Received::plain`]).
    pub const fn keep_plain(&mut self) {
        self.keeps_plain = true;
    }

    /// Whether TLS comes before anything else, as on a server that speaks only the direct
    /// approach (MS-RDPBCGR 5.4.2.2).
    #[must_use]
    pub fn starts_with_tls(&self) -> bool {
        self.host.negotiation.direct_tls
    }

    /// The phase that the conversation is in.
    #[must_use]
    pub fn phase(&self) -> Phase {
        match &self.state {
            State::WaitConnectionRequest => Phase::ConnectionInitiation,
            State::WaitTls { .. } => Phase::TlsHandshake,
            State::Session(session) => session.phase(),
            State::Ended => Phase::Disconnection,
        }
    }

    /// Takes what the client said outside TLS, or what came out of TLS; any split is fine.
    ///
    /// Where the client broke the protocol the conversation is over. What it said and was told
    /// before that comes with the error: it does not depend on how its bytes arrived.
    pub fn input(
        &mut self,
        bytes: &[u8],
        world: &mut dyn World,
    ) -> (Vec<Output>, Result<(), ClientMisbehaved>) {
        if matches!(self.state, State::Ended) {
            return (Vec::new(), Ok(()));
        }
        self.buffer.extend_from_slice(bytes);
        let mut turn = Turn::new(world, self.keeps_plain);
        let result = self.work(&mut turn);
        if result.is_err() {
            self.end();
        }
        (turn.outputs(), result)
    }

    /// The TLS handshake is done: the next bytes are what came out of it.
    pub fn tls_established(&mut self) {
        if let State::WaitTls {
            requested,
            selected,
        } = self.state
        {
            let session = Session::new(Arc::clone(&self.host), requested, selected);
            self.state = State::Session(Box::new(session));
        }
    }

    /// What the client sent behind the message that started TLS; empties the buffer.
    #[must_use]
    pub fn leftover(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.buffer)
    }

    /// When [`Acceptor::tick`] has something to do, from the start of the connection on.
    #[must_use]
    pub fn next_tick(&self) -> Option<Duration> {
        match &self.state {
            State::Session(session) => session.next_tick(),
            _ => None,
        }
    }

    /// Time has passed: what moves on the screen is sent.
    pub fn tick(&mut self, world: &mut dyn World) -> Vec<Output> {
        let mut turn = Turn::new(world, self.keeps_plain);
        if let State::Session(session) = &mut self.state {
            session.tick(&mut turn);
        }
        turn.outputs()
    }

    /// Says what a scenario wants said.
    ///
    /// # Errors
    /// When the session has not come so far that it can be said.
    pub fn say(
        &mut self,
        statement: &Statement,
        world: &mut dyn World,
    ) -> Result<Vec<Output>, CannotSay> {
        let State::Session(session) = &mut self.state else {
            return Err(CannotSay::NotNow);
        };
        let mut turn = Turn::new(world, self.keeps_plain);
        statements::say(session, statement, &mut turn)?;
        Ok(turn.outputs())
    }

    /// Encrypts a message on its way out, behind its `signature` (MS-RDPBCGR 5.3.6). A signature
    /// that is zero is computed; another one was set by a fault and stays.
    pub fn seal(&mut self, bytes: &mut [u8], signature: Range<usize>) {
        if let State::Session(session) = &mut self.state {
            session.seal(bytes, signature);
        }
    }

    fn work(&mut self, turn: &mut Turn<'_>) -> Result<(), ClientMisbehaved> {
        if matches!(self.state, State::WaitConnectionRequest) {
            self.connection_request(turn)?;
        }
        if let State::Session(session) = &mut self.state {
            session.input(&mut self.buffer, turn)?;
            if session.is_over() {
                self.end();
            }
        }
        // What comes before TLS waits for `leftover`.
        Ok(())
    }

    fn connection_request(&mut self, turn: &mut Turn<'_>) -> Result<(), ClientMisbehaved> {
        let phase = Phase::ConnectionInitiation;
        let length = frame::length(&self.buffer, frame::MAX_CONNECTION_REQUEST)
            .map_err(|source| ClientMisbehaved::Frame { phase, source })?;
        let Some(frame) = length.and_then(|length| frame::take(&mut self.buffer, length)) else {
            return Ok(());
        };
        turn.heard(&frame);
        let request = ConnectionRequest::decode(&frame)?;
        let reply = self.host.negotiation.answer_to(&request);
        let requested = request.requested.unwrap_or(Protocols::RDP);
        turn.received_request(request, frame.len());
        if let Some(message) = reply.message {
            turn.send(message);
        }
        match reply.selected {
            None => {
                turn.close();
                self.end();
            }
            Some(selected) if selected.is_enhanced() => {
                turn.start_tls();
                self.state = State::WaitTls {
                    requested,
                    selected,
                };
            }
            Some(selected) => {
                let session = Session::new(Arc::clone(&self.host), requested, selected);
                turn.phase(session.phase());
                self.state = State::Session(Box::new(session));
            }
        }
        Ok(())
    }

    fn end(&mut self) {
        self.state = State::Ended;
        self.buffer = Vec::new();
    }
}

#[cfg(test)]
mod tests;
