//! What is kept of a connection besides its record: its messages in the clear, and its capture.
//!
//! All hooks of the driver are here. With nothing to keep there is no tape, and each hook is one
//! look at an `Option`.
//!
//! ```text
//! client_bytes --heard--> held ---settle---> capture      the secrets that its bytes set off are
//!                          ^ names, faults                logged in between, and stand before them
//! wrote --left--> capture
//! work_queue, received, observed --exchange--> record
//! ```

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use badrdp_faults::FaultIndex;
use badrdp_proto::MessageName;

use super::queue::Queue;
use super::recorder::{Recorder, is_drawing, is_input};
use crate::capture::{Conversation, Ended};
use crate::evidence::Evidence;
use crate::transcript::{ConnectionRecord, Exchange, Happening, Side};
use crate::wire::Wire;

/// The tape of one connection.
pub(crate) struct Tape {
    /// Whether messages are told in the clear, and whether the record keeps them.
    exchanges: bool,
    keeps: bool,
    sink: Option<crate::evidence::ConnectionExchangeSink>,
    reel: Mutex<Reel>,
}

/// What changes.
struct Reel {
    conversation: Option<Conversation>,
    held: Option<Held>,
    /// Faults that were due, by name.
    faults: Vec<(FaultIndex, &'static str)>,
    /// Those of which no packet has told yet.
    waiting: Vec<FaultIndex>,
    /// What the client said in TLS and nobody has named yet.
    unnamed: Vec<u8>,
    /// The message that was told last.
    told: Option<MessageName>,
}

/// What the client said, until it is known what it is.
struct Held {
    time: SystemTime,
    bytes: Vec<u8>,
    names: Vec<MessageName>,
    sets_off: Vec<String>,
}

/// Exchanges of a connection that are kept: so many from its start, and so many of its end.
const FIRST: usize = 160;
const LAST: usize = 40;

/// The most bytes of a TLS handshake that wait for a name: what an engine bounds anyhow.
const MOST_UNNAMED: usize = 128 << 10;

impl Tape {
    /// Starts the tape of connection `number` from `client` to `server`; `None` where nothing is
    /// to be kept.
    pub(crate) fn start(
        evidence: &Evidence,
        number: u32,
        addresses: Option<(SocketAddr, SocketAddr)>,
        sink: Option<crate::evidence::ConnectionExchangeSink>,
    ) -> Option<Arc<Self>> {
        if !evidence.is_wanted() {
            return None;
        }
        let capture = evidence.capture.clone().zip(addresses);
        let conversation = capture.and_then(|(capture, (client, server))| {
            Conversation::open(capture, number, client, server)
        });
        let reel = Reel {
            conversation,
            held: None,
            faults: Vec::new(),
            waiting: Vec::new(),
            unnamed: Vec::new(),
            told: None,
        };
        Some(Arc::new(Self {
            exchanges: evidence.exchanges || sink.is_some(),
            keeps: evidence.exchanges,
            sink,
            reel: Mutex::new(reel),
        }))
    }

    fn reel(&self) -> MutexGuard<'_, Reel> {
        self.reel.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Recorder {
    /// Whether messages are kept in the clear.
    pub(super) fn keeps_exchanges(&self) -> bool {
        self.tape.as_ref().is_some_and(|tape| tape.exchanges)
    }

    /// The client said `bytes`; what they are is noted before [`Recorder::settle`].
    pub(super) fn heard(&self, bytes: &[u8]) {
        let Some(tape) = &self.tape else { return };
        let mut reel = tape.reel();
        reel.settle();
        if reel.conversation.is_some() {
            reel.held = Some(Held {
                time: SystemTime::now(),
                bytes: bytes.to_vec(),
                names: Vec::new(),
                sets_off: Vec::new(),
            });
        }
    }

    /// TLS is what comes next.
    pub(super) fn awaits_tls(&self) {
        let Some(tape) = &self.tape else { return };
        if let Some(conversation) = &mut tape.reel().conversation {
            conversation.await_tls();
        }
    }

    /// What was heard is understood.
    pub(super) fn settle(&self) {
        if let Some(tape) = &self.tape {
            tape.reel().settle();
        }
    }

    /// The first `count` bytes of the queue have left.
    pub(super) fn left(&self, queue: &Queue, count: usize) {
        let Some(tape) = &self.tape else { return };
        let mut reel = tape.reel();
        reel.settle();
        let time = SystemTime::now();
        for (message, bytes, faults) in queue.leaving(count) {
            let mut comments = vec![message.to_string()];
            comments.extend(reel.strike(|fault| faults.contains(&fault)));
            if let Some(conversation) = &mut reel.conversation {
                conversation.data(time, Side::Server, bytes, comments);
            }
        }
    }

    /// The server lets go of the connection; with bytes of the client that nobody has read, Linux
    /// makes a RST of it (tcp(7)).
    pub(super) fn lets_go(&self, wire: &impl Wire) {
        let Some(tape) = &self.tape else { return };
        let how = match wire.has_unread() {
            true => Ended::Reset,
            false => Ended::Closed,
        };
        tape.reel().ended(Side::Server, how);
    }

    /// Something was noted that a capture shows.
    pub(super) fn taped(&self, what: &Happening) {
        let Some(tape) = &self.tape else { return };
        let mut reel = tape.reel();
        match what {
            Happening::Received { message, .. } => {
                if let Some(held) = &mut reel.held {
                    held.names.push(*message);
                }
            }
            Happening::FaultDue { fault, name } => reel.due(*fault, name),
            Happening::Stalled { .. } => reel.stalled(),
            Happening::ClientClosed => reel.ended(Side::Client, Ended::Closed),
            Happening::ClientReset => reel.ended(Side::Client, Ended::Reset),
            Happening::ServerClosed => reel.ended(Side::Server, Ended::Closed),
            Happening::ServerReset => reel.ended(Side::Server, Ended::Reset),
            Happening::Accepted
            | Happening::Misbehaved { .. }
            | Happening::Over { .. }
            | Happening::Phase { .. }
            | Happening::Sent { .. }
            | Happening::Tls { .. } => {}
        }
    }

    /// A message was said, or understood, just now.
    pub(super) fn exchange(&self, mut exchange: Exchange) {
        let Some(tape) = &self.tape else { return };
        exchange.at = self.elapsed();
        let goes_on = tape.reel().goes_on(exchange.message);
        if let Some(sink) = tape.sink.as_ref().filter(|_| !goes_on) {
            sink(self.number(), &exchange);
        }
        if tape.keeps {
            self.update(|record| match goes_on {
                true => leave_out(record),
                false => keep(record, exchange),
            });
        }
    }

    /// The client said `bytes` in a TLS handshake.
    pub(super) fn unnamed(&self, bytes: &[u8]) {
        let Some(tape) = self.tape.as_ref().filter(|tape| tape.exchanges) else {
            return;
        };
        let mut reel = tape.reel();
        if reel.unnamed.len() + bytes.len() <= MOST_UNNAMED {
            reel.unnamed.extend_from_slice(bytes);
        }
    }

    /// The next `len` bytes of those are a message; gives them.
    pub(super) fn named(&self, len: usize) -> Option<Vec<u8>> {
        let tape = self.tape.as_ref().filter(|tape| tape.exchanges)?;
        let mut reel = tape.reel();
        let len = len.min(reel.unnamed.len());
        let message: Vec<u8> = reel.unnamed.drain(..len).collect();
        (!message.is_empty()).then_some(message)
    }
}

impl Reel {
    /// Whether a message is more drawing or input behind the same: only the first is told.
    fn goes_on(&mut self, message: MessageName) -> bool {
        let last = self.told.replace(message);
        last == Some(message) && (is_drawing(message) || is_input(message))
    }

    fn settle(&mut self) {
        let (Some(held), Some(conversation)) = (self.held.take(), &mut self.conversation) else {
            return;
        };
        let names: Vec<_> = held.names.iter().map(|name| name.name()).collect();
        let mut comments = Vec::new();
        if !names.is_empty() {
            comments.push(names.join(", "));
        }
        comments.extend(held.sets_off);
        conversation.data(held.time, Side::Client, &held.bytes, comments);
    }

    fn due(&mut self, fault: FaultIndex, name: &'static str) {
        if !self.faults.contains(&(fault, name)) {
            self.faults.push((fault, name));
        }
        self.waiting.push(fault);
        if let Some(held) = &mut self.held {
            held.sets_off
                .push(format!("sets off {}", named(fault, name)));
        }
    }

    /// Comments on the faults that `did` strike with a packet.
    fn strike(&mut self, did: impl Fn(FaultIndex) -> bool) -> Vec<String> {
        self.waiting.retain(|fault| !did(*fault));
        let struck = self.faults.iter().filter(|(fault, _)| did(*fault));
        struck
            .map(|(fault, name)| format!("{} struck here", named(*fault, name)))
            .collect()
    }

    fn strike_waiting(&mut self) -> Vec<String> {
        let waiting = std::mem::take(&mut self.waiting);
        self.strike(|fault| waiting.contains(&fault))
    }

    fn stalled(&mut self) {
        self.settle();
        let mut comments = self.strike_waiting();
        comments.push("the server falls silent".to_owned());
        if let Some(conversation) = &mut self.conversation {
            conversation.remark(SystemTime::now(), comments);
        }
    }

    fn ended(&mut self, from: Side, how: Ended) {
        self.settle();
        let comments = match from {
            Side::Server => self.strike_waiting(),
            Side::Client => Vec::new(),
        };
        if let Some(conversation) = &mut self.conversation {
            conversation.ended(SystemTime::now(), from, how, comments);
        }
    }
}

/// A fault as comments and reports call it: by its place in the scenario, from 1.
fn named(fault: FaultIndex, name: &str) -> String {
    format!("fault {} ({name})", fault + 1)
}

/// Keeps an exchange; of too many, the first and the last are kept.
fn keep(record: &mut ConnectionRecord, exchange: Exchange) {
    if record.exchanges.len() >= FIRST + LAST {
        record.exchanges.remove(FIRST);
        leave_out(record);
    }
    record.exchanges.push(exchange);
}

const fn leave_out(record: &mut ConnectionRecord) {
    record.left_out_exchanges = record.left_out_exchanges.saturating_add(1);
}
