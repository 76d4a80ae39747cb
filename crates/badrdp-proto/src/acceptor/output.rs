//! What the acceptor gives the driver, and the collector that phases write to.

use std::fmt::Display;

use super::host::World;
use super::plain::{Frame, Plain};
use crate::frame::NotAFrame;
use crate::message::{Message, MessageName};
use crate::negotiation::Protocols;
use crate::phase::Phase;
use crate::standard_security::header::Form;
use crate::x224::{ConnectionRequest, RequestError};

/// What the driver is to do or to note next, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// End the connection in order, after everything before it was sent.
    Close,
    /// A phase begins, once everything before it was sent.
    Phase(Phase),
    /// A client message was understood; for the transcript and for faults.
    Received(Received),
    /// Send this.
    Send(Message),
    /// TLS starts: every byte from here on belongs to it.
    StartTls,
}

/// A client message that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// What it is.
    pub name: MessageName,
    /// How many bytes it had.
    pub len: usize,
    /// What it says, where that is worth telling: one short line, fit for a terminal. Never a
    /// credential.
    pub note: Option<String>,
    /// What it settles.
    pub facts: Vec<Fact>,
    /// The message itself, where the acceptor was told to keep it.
    pub plain: Option<Box<Plain>>,
}

/// What a client message settles about its client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// It came back with the auto-reconnect cookie (MS-RDPBCGR 5.5).
    AutoReconnectCookie {
        /// Whether it is the one that this server gave.
        right: bool,
    },
    /// It let go of credentials.
    Credentials(Credentials),
    /// What it asked for first.
    Request(ConnectionRequest),
    /// It has spoken under this security.
    Security {
        /// The protocol that was selected.
        selected: Protocols,
        /// `encryptionMethod` of Standard RDP Security, 0 for none.
        method: u32,
    },
}

/// The way that credentials took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// In the Client Info PDU (MS-RDPBCGR 2.2.1.11).
    ClientInfo {
        /// Whether anything protects them: TLS, or Standard RDP Security.
        protection: Protection,
    },
    /// TSCredentials of CredSSP (MS-CSSP 2.2.1.2).
    Credssp,
}

/// What protects the bytes of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// Nothing.
    None,
    /// The encryption of Standard RDP Security (MS-RDPBCGR 5.3).
    StandardRdpSecurity,
    /// TLS.
    Tls,
}

/// The client broke the protocol.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClientMisbehaved {
    /// Its bytes are no frame of this phase.
    #[error("in {phase}: {source}")]
    Frame {
        /// The phase of the conversation.
        phase: Phase,
        /// What is wrong.
        source: NotAFrame,
    },
    /// A PDU that the phase cannot go on with.
    #[error("in {phase}: {what}")]
    Pdu {
        /// The phase of the conversation.
        phase: Phase,
        /// What is wrong.
        what: String,
    },
    /// Its first frame is no Connection Request.
    #[error("in connection-initiation: {0}")]
    Request(#[from] RequestError),
}

/// One turn of the conversation: collects what the server does about what it was told.
pub(super) struct Turn<'a> {
    pub(super) world: &'a mut dyn World,
    outputs: Vec<Output>,
    keeps: bool,
    /// What the client is heard to say, until it is understood.
    frame: Option<Frame>,
}

impl<'a> Turn<'a> {
    /// `keeps` says whether messages of the client are kept in the clear.
    pub(super) fn new(world: &'a mut dyn World, keeps: bool) -> Self {
        Self {
            world,
            outputs: Vec::new(),
            keeps,
            frame: None,
        }
    }

    /// The client said this.
    pub(super) fn heard(&mut self, frame: &[u8]) {
        self.frame = self.keeps.then(|| Frame::new(frame));
    }

    /// The user data has a security header of `header_len` bytes, and says `body` behind it.
    pub(super) fn opened(&mut self, form: Form, header_len: usize, body: &[u8]) {
        if let Some(frame) = &mut self.frame {
            frame.opened(form, header_len, body);
        }
    }

    /// The fast-path PDU says `events` from the byte `start` on.
    pub(super) fn opened_input(&mut self, start: usize, events: &[u8]) {
        if let Some(frame) = &mut self.frame {
            frame.opened_input(start, events);
        }
    }

    pub(super) fn outputs(self) -> Vec<Output> {
        self.outputs
    }

    pub(super) fn close(&mut self) {
        self.outputs.push(Output::Close);
    }

    pub(super) fn phase(&mut self, phase: Phase) {
        self.outputs.push(Output::Phase(phase));
    }

    pub(super) fn send(&mut self, message: Message) {
        self.outputs.push(Output::Send(message));
    }

    pub(super) fn start_tls(&mut self) {
        self.outputs.push(Output::StartTls);
    }

    pub(super) fn received(&mut self, name: MessageName, len: usize, note: Option<String>) {
        self.received_fact(name, len, note, None);
    }

    pub(super) fn received_fact(
        &mut self,
        name: MessageName,
        len: usize,
        note: Option<String>,
        fact: Option<Fact>,
    ) {
        let plain = self.frame.take().map(|frame| frame.understood(name));
        self.outputs.push(Output::Received(Received {
            name,
            len,
            note: note.map(legible),
            facts: fact.into_iter().collect(),
            plain: plain.map(Box::new),
        }));
    }

    /// What the message that was received last settles besides.
    pub(super) fn fact(&mut self, fact: Fact) {
        if let Some(Output::Received(received)) = self.outputs.last_mut() {
            received.facts.push(fact);
        }
    }

    pub(super) fn received_request(&mut self, request: ConnectionRequest, len: usize) {
        let protocols: &dyn Display = match &request.requested {
            Some(set) => set,
            None => &"no RDP_NEG_REQ",
        };
        let cookie = request.cookie.as_deref().unwrap_or("none");
        let note = format!("requests {protocols}, cookie {cookie}");
        let name = MessageName::ConnectionRequest;
        self.received_fact(name, len, Some(note), Some(Fact::Request(request)));
    }
}

/// Notes repeat what clients call themselves, and go to terminals and logs: control characters
/// could forge lines there or worse, and a name may be as long as its PDU.
fn legible(note: String) -> String {
    /// More than an honest client has to say: 31 channels of seven characters, and itself.
    const MOST: usize = 512;
    if note.len() <= MOST && !note.contains(char::is_control) {
        return note;
    }
    let replaced = |c: char| match c.is_control() {
        true => char::REPLACEMENT_CHARACTER,
        false => c,
    };
    note.chars().take(MOST).map(replaced).collect()
}
