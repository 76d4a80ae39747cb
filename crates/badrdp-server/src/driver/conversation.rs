//! The honest server's side: what it wants said, and what became of what the client said.

use std::time::SystemTime;

use badrdp_faults::{Dice, FaultIndex, Stream};
use badrdp_proto::acceptor::{Acceptor, CannotSay, Fact, Output, Received, Statement, World};
use badrdp_proto::acceptor::{Credentials, Protection as Protected};
use badrdp_proto::{MessageName, Phase};
use badrdp_scenario::server::Security;
use tokio::time::Instant;

use super::queue::Item;
use super::{Driver, State};
use crate::text::told;
use crate::transcript::{
    ConnectionRecord, CredentialsKind, Happening, Protection, Request, SecurityInUse,
    SentCredentials,
};
use crate::wire::Wire;

/// What the acceptor cannot know by itself: randomness from the seed, and the time.
pub(super) struct Surroundings<'a> {
    dice: &'a mut Option<Box<Dice>>,
    make: &'a dyn Fn() -> Dice,
    started: Instant,
}

impl World for Surroundings<'_> {
    fn random(&mut self, bytes: &mut [u8]) {
        let dice = self.dice.get_or_insert_with(|| Box::new((self.make)()));
        let random = dice.bytes(bytes.len());
        bytes.copy_from_slice(&random);
    }

    fn filetime(&self) -> u64 {
        /// Seconds from 1601 to 1970 (MS-DTYP 2.3.3).
        const EPOCH: u64 = 11_644_473_600;
        let since_1970 = SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default();
        (since_1970.as_secs() + EPOCH) * 10_000_000 + u64::from(since_1970.subsec_nanos() / 100)
    }

    fn elapsed(&self) -> std::time::Duration {
        self.started.elapsed()
    }
}

impl<W: Wire> Driver<'_, W> {
    /// What the client said, outside TLS or out of it.
    pub(super) fn clear_bytes(&mut self, bytes: &[u8]) {
        let (outputs, result) = self.ask(|acceptor, world| acceptor.input(bytes, world));
        self.outputs(outputs, &[]);
        if let Err(error) = result {
            self.misbehaved(error.to_string());
            self.queue.push(Item::HonestClose);
            self.state = State::Ignoring;
        }
    }

    /// When the session has something to draw: only once everything before it has left, so that
    /// a client that does not read costs nothing.
    pub(super) fn tick_due(&self) -> Option<Instant> {
        let idle = self.state == State::Serving && self.queue.is_at_rest();
        let due = self.acceptor.next_tick().filter(|_| idle)?;
        Some(self.started + due)
    }

    /// Time has passed for the session.
    pub(super) fn tick(&mut self) {
        let outputs = self.ask(Acceptor::tick);
        self.outputs(outputs, &[]);
    }

    /// A fault wants the honest server to say something.
    pub(super) fn say(&mut self, statement: &Statement, faults: &[FaultIndex]) {
        match self.ask(|acceptor, world| acceptor.say(statement, world)) {
            Ok(outputs) => {
                let says = |output: &Output| matches!(output, Output::Send(_));
                if !outputs.iter().any(says) {
                    self.deliveries.done(faults);
                }
                self.outputs(outputs, faults);
            }
            // A client without the channel does not meet the fault.
            Err(CannotSay::NoChannel(_)) => {}
            Err(error) => self.deliveries.mismatch(faults, &error.to_string()),
        }
    }

    fn ask<T>(&mut self, question: impl FnOnce(&mut Acceptor, &mut dyn World) -> T) -> T {
        let (armed, number) = (self.armed, self.number);
        let mut world = Surroundings {
            dice: &mut self.dice,
            make: &|| armed.dice(number, Stream::Session),
            started: self.started,
        };
        question(&mut self.acceptor, &mut world)
    }

    fn outputs(&mut self, outputs: Vec<Output>, faults: &[FaultIndex]) {
        for output in outputs {
            match output {
                Output::Close => self.queue.push(Item::HonestClose),
                // The phase begins when the last word of the connection sequence has left.
                Output::Phase(Phase::Active) => {}
                Output::Phase(phase) => self.queue.push(Item::Phase(phase)),
                Output::Received(received) => self.received(received),
                Output::Send(message) => self.send(&message, faults),
                Output::StartTls => {
                    self.start_tls();
                    let leftover = self.acceptor.leftover();
                    if !leftover.is_empty() {
                        self.tls_bytes(&leftover);
                    }
                }
            }
        }
    }

    fn received(&mut self, received: Received) {
        for fact in received.facts {
            self.recorder.update(|record| record_fact(record, fact));
        }
        let (message, len) = (received.name, received.len);
        let note = received.note.map(told);
        self.goodbye |= matches!(
            message,
            MessageName::ClientDisconnectProviderUltimatum | MessageName::ClientDisconnectRequest
        );
        self.recorder
            .note(Happening::Received { message, len, note });
        if let Some(plain) = &received.plain {
            self.tell_plain(message, plain);
        }
        let reaction = self.plan.client_message(message);
        self.react(reaction);
    }
}

/// What a client message settles for good.
fn record_fact(record: &mut ConnectionRecord, fact: Fact) {
    match fact {
        Fact::Request(request) => {
            let protocols = request
                .requested
                .map_or_else(|| "no RDP_NEG_REQ".to_owned(), |set| set.to_string());
            record.request = Some(Request {
                cookie: request.cookie.map(told),
                requested: request.requested.map(|set| set.0),
                protocols,
            });
        }
        Fact::AutoReconnectCookie { .. } => record.auto_reconnect_cookie_presented = true,
        Fact::Credentials(Credentials::Credssp) => record.credentials.push(SentCredentials {
            kind: CredentialsKind::Credssp,
            over: Protection::Tls,
        }),
        Fact::Credentials(Credentials::ClientInfo { protection }) => {
            let over = match protection {
                Protected::None => Protection::Clear,
                Protected::StandardRdpSecurity => Protection::StandardRdpSecurity,
                Protected::Tls => Protection::Tls,
            };
            let kind = CredentialsKind::ClientInfo;
            record.credentials.push(SentCredentials { kind, over });
        }
        Fact::Security { selected, method } => {
            record.security = Security::of(selected).map(|protocol| SecurityInUse {
                protocol,
                encryption_method: method,
            });
        }
    }
}
