//! `[server.session]`: what the server does from the basic settings exchange on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::layered::{replaces, table};

table! {
    /// The session, and what leads to it.
    pub struct SessionTable {
        /// Whether the network is measured before licensing (MS-RDPBCGR 1.3.1.1, connect-time
        /// auto-detection); only with clients that know it.
        pub auto_detect: bool,
        /// The highest color depth, in bits per pixel.
        #[schemars(schema_with = "crate::words::depth")]
        pub depth: u8,
        /// Whether output is sent in fast-path form to clients that know it.
        pub fast_path: bool,
        /// The height of the desktop in pixels; the client's wish if not said.
        #[schemars(range(min = 200, max = 8192))]
        pub height: u16,
        /// Signs of life (MS-RDPBCGR 2.2.16.1), for clients that know them.
        pub heartbeat: Heartbeat,
        /// Whether the logon is announced (MS-RDPBCGR 2.2.10.1).
        pub logon_notification: bool,
        /// Whether clients that ask for a message channel get one (MS-RDPBCGR 2.2.1.4.5).
        pub message_channel: bool,
        /// Whether a side channel over UDP is offered to clients that know it; it never answers.
        pub multitransport: bool,
        /// Whether anything is ever drawn; without it the session is up and black.
        pub picture: bool,
        /// Whether channels need no joining with clients that know it (MS-RDPBCGR 3.2.5.3.8).
        pub skip_channel_join: bool,
        /// The width of the desktop in pixels; the client's wish if not said.
        #[schemars(range(min = 200, max = 8192))]
        pub width: u16,
    }
}

/// Heartbeat PDU (MS-RDPBCGR 2.2.16.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Heartbeat {
    /// Seconds between two of them.
    pub period: u8,
    /// How many may be missed before the client is to warn.
    pub warn: u8,
    /// How many may be missed before the client is to reconnect.
    pub reconnect: u8,
    /// How many are sent before they stop; no end if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u16>,
}

/// What becomes of automatic reconnection (MS-RDPBCGR 5.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AutoReconnect {
    /// A cookie is given, and taken back.
    Accept,
    /// No cookie is given.
    Off,
    /// A cookie is given; whoever comes with it gets an Auto-Reconnect Status PDU.
    Refuse,
}

replaces!(Heartbeat, AutoReconnect);
