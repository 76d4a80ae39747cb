//! What all connections of an honest server share, and what it cannot know by itself.

use std::fmt;
use std::time::Duration;

use super::connection_initiation::Settings;
use crate::credssp::server as credssp;
use crate::licensing::{ErrorCode, StateTransition};
use crate::standard_security::{Level, Methods, ServerKey};

/// What an honest server of some kind is. The default has TLS and CredSSP, and no keys.
#[derive(Clone, Default)]
pub struct Host {
    /// How the negotiation is answered.
    pub negotiation: Settings,
    /// What comes after the security layer.
    pub session: SessionSettings,
    /// The `subjectPublicKey` of the TLS certificate, for CredSSP (MS-CSSP 3.1.5).
    pub public_key: Vec<u8>,
    /// The key of Standard RDP Security, where the server has that.
    pub server_key: Option<ServerKey>,
    /// The random part of its auto-reconnect cookies (MS-RDPBCGR 5.5).
    pub auto_reconnect_random: [u8; 16],
    /// The scenario's id, for the test card.
    pub id: String,
    /// The scenario's title, for the test card.
    pub title: String,
    /// What will happen in the session and when, from its activation on; for the test card.
    pub announcement: Option<(String, Duration)>,
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Host({})", self.id)
    }
}

/// What the server does from the security layer on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionSettings {
    /// Whether the network is measured before licensing.
    pub auto_detect: bool,
    /// What becomes of automatic reconnection (MS-RDPBCGR 5.5).
    pub auto_reconnect: AutoReconnect,
    /// CredSSP.
    pub credssp: credssp::Settings,
    /// The highest color depth, in bits per pixel.
    pub depth: u8,
    /// Whether output is sent in fast-path form to clients that know it.
    pub fast_path: bool,
    /// `version` of the GCC core data (MS-RDPBCGR 2.2.1.4.2).
    pub gcc_version: u32,
    /// Signs of life, for clients that know them.
    pub heartbeat: Option<Heartbeat>,
    /// Licensing.
    pub licensing: Licensing,
    /// Whether the logon is announced (MS-RDPBCGR 2.2.10.1).
    pub logon_notification: bool,
    /// Whether clients that ask for a message channel get one.
    pub message_channel: bool,
    /// Whether a side channel over UDP is offered to clients that know it.
    pub multitransport: bool,
    /// Whether anything is ever drawn.
    pub picture: bool,
    /// The size of the desktop in pixels; what is `None` is the client's to choose.
    pub size: (Option<u16>, Option<u16>),
    /// Whether channels need no joining with clients that know it (MS-RDPBCGR 3.2.5.3.8).
    pub skip_channel_join: bool,
    /// Standard RDP Security.
    pub standard_security: StandardSecurity,
}

impl Default for SessionSettings {
    /// A plain server that lets everybody in whom it knows, and draws.
    fn default() -> Self {
        Self {
            auto_detect: false,
            auto_reconnect: AutoReconnect::Off,
            credssp: credssp::Settings::default(),
            depth: 32,
            fast_path: true,
            gcc_version: 0x0008_0004, // RDP 5.0 to 8.1
            heartbeat: None,
            licensing: Licensing::Short {
                code: ErrorCode::VALID_CLIENT.0,
                transition: StateTransition::NO_TRANSITION.0,
            },
            logon_notification: true,
            message_channel: true,
            multitransport: false,
            picture: true,
            size: (None, None),
            skip_channel_join: false,
            standard_security: StandardSecurity {
                methods: Methods::NONE,
                level: Level::None,
                key_update: true,
                honest_signature: true,
            },
        }
    }
}

/// What the server does in Standard RDP Security (MS-RDPBCGR 5.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandardSecurity {
    /// The encryption methods that it has.
    pub methods: Methods,
    /// The encryption level that it is set to.
    pub level: Level,
    /// Whether keys change every 4096 packets, as they must (MS-RDPBCGR 5.3.7).
    pub key_update: bool,
    /// Whether the proprietary certificate is signed as it must be (MS-RDPBCGR 5.3.3.1.2).
    pub honest_signature: bool,
}

/// What the server does in the licensing phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Licensing {
    /// One License Error PDU.
    Short {
        /// `dwErrorCode`, STATUS_VALID_CLIENT where all is well.
        code: u32,
        /// `dwStateTransition`.
        transition: u32,
    },
    /// License Request, Platform Challenge, New License or, where `code` is not
    /// STATUS_VALID_CLIENT, a License Error PDU in place of the license.
    Full {
        /// `dwErrorCode`.
        code: u32,
        /// `dwStateTransition`.
        transition: u32,
    },
    /// Nothing, against the standard.
    Skipped,
}

/// What becomes of automatic reconnection (MS-RDPBCGR 5.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AutoReconnect {
    /// A cookie is given, and taken back.
    Accept,
    /// No cookie is given.
    Off,
    /// A cookie is given; whoever comes with it gets an Auto-Reconnect Status PDU.
    Refuse,
}

/// Heartbeat PDU (MS-RDPBCGR 2.2.16.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heartbeat {
    /// Seconds between two of them.
    pub period: u8,
    /// `count1`: how many may be missed before the client is to warn.
    pub warn: u8,
    /// `count2`: how many may be missed before the client is to reconnect.
    pub reconnect: u8,
    /// How many are sent before they stop; `None` for no end.
    pub count: Option<u16>,
}

/// What the honest server cannot know by itself.
pub trait World {
    /// Fills `bytes` with random ones.
    fn random(&mut self, bytes: &mut [u8]);

    /// The time as FILETIME: 100 nanoseconds since 1601 in UTC (MS-DTYP 2.3.3).
    fn filetime(&self) -> u64;

    /// How long the connection has lasted.
    fn elapsed(&self) -> Duration;
}

/// A world in which nothing changes and chance is always the same: for tests and fuzzing.
#[derive(Clone, Copy, Debug, Default)]
pub struct StillWorld;

impl World for StillWorld {
    fn random(&mut self, bytes: &mut [u8]) {
        bytes.fill(7);
    }

    fn filetime(&self) -> u64 {
        0x01DB_0000_0000_0000 // in 2024
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }
}
