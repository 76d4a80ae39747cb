//! The reference client behind the negotiation: takes the server's bytes, says what to send.
//!
//! ```text
//! credssp -> basic_settings -> channels -> (security) -> client_info
//!   -> before_session: auto-detection, licensing -> capabilities -> finalization -> active
//! ```
//!
//! One file per phase (MS-RDPBCGR 1.3.1.1). Each checks what a client has to check, and more:
//! what breaks the standard stops the walk with a [`Stop`], or is noted as an oddity where a
//! session lives with it. There is no I/O here; time and random bytes are arguments.

mod active;
mod auto_detect;
mod basic_settings;
mod before_session;
mod capabilities;
mod capability_sets;
mod channels;
mod client_info;
mod connect_response;
mod course;
mod credssp;
mod data;
mod finalization;
mod frames;
mod graphics;
mod licensing;
mod owed;
mod security;
mod setup;
mod share;
#[cfg(test)]
pub(crate) mod tests;
mod virtual_channels;

use std::time::Duration;

use badrdp_proto::credssp::client::Client;
use badrdp_proto::licensing::ClientExchange;
use badrdp_proto::session::auto_reconnect::ServerCookie;
use badrdp_proto::session::redirection::Redirection;
use badrdp_proto::session::update::fragments::Fragments;
use badrdp_proto::standard_security::{Level, Method, PublicKey, Session};

pub(crate) use self::setup::{Random, Setup};
use crate::seen::{SessionSeen, Stop};

/// The client's side of one connection, from the negotiation on.
pub(crate) struct Walk {
    setup: Setup,
    stage: Stage,
    pub(crate) seen: SessionSeen,
    /// What is to be sent.
    out: Vec<u8>,
    /// How many whole PDUs came.
    pub(crate) taken: u32,
    /// What came and is no whole PDU yet.
    buffer: Vec<u8>,
    channels: Channels,
    /// The messages of virtual channels that are not whole.
    open_channels: Vec<virtual_channels::Open>,
    /// The updates that are not whole.
    fragments: Fragments,
    /// The frame that began and did not end.
    frame: Option<u32>,
    /// How far dynamic virtual channels are.
    dynamic: virtual_channels::Dynamic,
    /// The client introduced itself for the redirection of devices, and heard nothing since.
    devices_owed: bool,
    /// Since when something that began owes its end.
    pub(crate) owed_since: Option<Duration>,
    /// Since when what came is no whole PDU.
    incomplete_since: Option<Duration>,
    /// Since when the phase lasts.
    pub(crate) phase_since: Duration,
    /// When the probe asked to leave for the first time.
    asked_to_leave: Option<Duration>,
    level: Level,
    method: Option<Method>,
    cipher: Option<Session>,
    server_key: Option<PublicKey>,
    licensing: Option<ClientExchange>,
    share_id: u32,
    /// The cookie for coming back.
    pub(crate) cookie: Option<ServerCookie>,
    /// Where the server sent the client, with all that comes along.
    pub(crate) redirection: Option<Redirection>,
    /// From the start of the attempt on.
    now: Duration,
    /// When the server said something last.
    heard: Duration,
    measured: auto_detect::Measured,
}

/// What the walk waits for.
enum Stage {
    Credssp(Box<Client>),
    EarlyAuthorization,
    ConnectResponse,
    AttachUser,
    /// The channels that are still to be joined, the next one last.
    Joining(Vec<u16>),
    /// Auto-detection and licensing.
    BeforeSession,
    DemandActive,
    Finalization(finalization::Progress),
    Active,
    /// The probe asked to leave and waits for a word.
    Leaving,
    Over,
}

/// The ids of the channels; 0 for what is not known yet.
#[derive(Default)]
struct Channels {
    io: u16,
    user: u16,
    message: Option<u16>,
    statics: Vec<(String, u16)>,
    /// Both sides do without joins.
    skip_join: bool,
}

impl Walk {
    /// A walk, and what to send first.
    pub(crate) fn new(setup: Setup) -> Self {
        let mut walk = Self {
            stage: Stage::ConnectResponse,
            seen: SessionSeen::default(),
            out: Vec::new(),
            taken: 0,
            buffer: Vec::new(),
            channels: Channels::default(),
            open_channels: Vec::new(),
            fragments: Fragments::default(),
            frame: None,
            dynamic: virtual_channels::Dynamic::default(),
            devices_owed: false,
            owed_since: None,
            incomplete_since: None,
            phase_since: Duration::ZERO,
            asked_to_leave: None,
            level: Level::None,
            method: None,
            cipher: None,
            server_key: None,
            licensing: None,
            share_id: 0,
            cookie: setup.cookie,
            redirection: None,
            now: Duration::ZERO,
            heard: Duration::ZERO,
            measured: auto_detect::Measured::default(),
            setup,
        };
        if walk.setup.selected.is_hybrid() {
            credssp::begin(&mut walk);
        } else {
            basic_settings::begin(&mut walk);
        }
        walk
    }

    /// What is to be sent by now; asked once, it is gone.
    pub(crate) fn take_output(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }

    /// Takes what the server said, in pieces of any size, `now` after the start.
    pub(crate) fn input(&mut self, bytes: &[u8], now: Duration) {
        (self.now, self.heard) = (now, now);
        self.buffer.extend_from_slice(bytes);
        let mut took = false;
        while !self.is_over() {
            let frame = match frames::next(self) {
                Ok(Some(frame)) => frame,
                Ok(None) => break,
                Err(stop) => return self.stop(stop),
            };
            took = true;
            self.taken = self.taken.saturating_add(1);
            if let Err(stop) = self.handle(&frame) {
                return self.stop(stop);
            }
        }
        self.incomplete_since = match self.buffer.as_slice() {
            [] => None,
            _ => self.incomplete_since.filter(|_| !took).or(Some(now)),
        };
        self.watch_owed(now);
        if let (true, Some(since)) = (self.is_active(), self.seen.active_after) {
            self.seen.active_for = now.saturating_sub(since);
        }
    }

    fn handle(&mut self, frame: &[u8]) -> Result<(), Stop> {
        match self.stage {
            Stage::Credssp(_) => credssp::handle(self, frame),
            Stage::EarlyAuthorization => credssp::early_authorization(self, frame),
            Stage::ConnectResponse => basic_settings::handle(self, frame),
            _ => data::handle(self, frame),
        }
    }

    /// The server is silent or gone: what came last may tell why.
    pub(crate) fn nothing_more(&mut self) {
        if let Some(what) = frames::complete_inside(self) {
            self.stop(Stop::malformed(self.seen.waiting_for, what));
        }
    }

    /// Bytes of a PDU that is not all here.
    pub(crate) fn partial(&self) -> usize {
        self.buffer.len()
    }
}
