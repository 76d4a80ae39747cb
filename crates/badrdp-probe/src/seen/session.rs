//! What was seen behind the security layer: facts, no judgement.

use std::time::Duration;

use badrdp_proto::Phase;
use serde::Serialize;

/// What the server said from the security layer on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SessionSeen {
    /// The phases that were gone through, in order; the last is the one that it ended in.
    pub phases: Vec<Phase>,
    /// What the probe was waiting for when it ended.
    pub waiting_for: &'static str,
    /// What it had said last.
    pub said: &'static str,
    /// The security in use, in words.
    pub security: String,
    /// What CredSSP told of the server.
    pub credssp: Option<CredsspSeen>,
    /// `version` of the server's GCC core data (MS-RDPBCGR 2.2.1.4.2).
    pub gcc_version: Option<u32>,
    /// The encryption of Standard RDP Security.
    pub encryption: Option<EncryptionSeen>,
    /// The ids of the channels.
    pub channels: ChannelsSeen,
    /// How licensing came out.
    pub license: Option<LicenseSeen>,
    /// Bytes of padding behind a licensing message.
    pub license_padding: usize,
    /// The size and the depth of the desktop.
    pub desktop: Option<DesktopSeen>,
    /// When the session became active, from the start of the attempt on.
    pub active_after: Option<Duration>,
    /// How long it was seen active.
    pub active_for: Duration,
    /// How many updates of the picture came.
    pub updates: u32,
    /// Whether the logon was announced.
    pub logon_notified: bool,
    /// `errorInfo` of the last Set Error Info that was not zero.
    pub error_info: Option<u32>,
    /// The codes of Server Status Info.
    pub status_info: Vec<u32>,
    /// Logon Errors Info: type and data.
    pub logon_errors: Option<(u32, u32)>,
    /// `arcStatus`: the auto-reconnect cookie was refused.
    pub auto_reconnect_status: Option<u32>,
    /// How many requests of network auto-detection came.
    pub auto_detect_requests: u32,
    /// Whether the picture came before the session was active.
    pub early_picture: bool,
    /// How often the server deactivated the session.
    pub deactivations: u32,
    /// What the server's heartbeats announced, and when the last one came.
    pub heartbeat: Option<HeartbeatSeen>,
    /// Whether the server began the redirection of devices and got no further.
    pub devices_stalled: bool,
    /// Where the server sent the probe.
    pub redirection: Option<RedirectionSeen>,
    /// What breaks the standard, yet does not stop a session.
    pub oddities: Vec<String>,
    /// Why the probe went no further.
    pub stop: Option<Stop>,
}

impl SessionSeen {
    /// The phase that it ended in.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phases.last().copied().unwrap_or(Phase::Tcp)
    }

    /// Whether the session has been active.
    #[must_use]
    pub const fn was_active(&self) -> bool {
        self.active_after.is_some()
    }
}

/// What CredSSP told of the server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CredsspSeen {
    /// `version` of its TSRequest.
    pub version: Option<u32>,
    /// The build in its NTLM challenge.
    pub build: Option<String>,
    /// Whether its NTLM challenge tells the time, as it does since Windows Vista.
    pub has_timestamp: bool,
    /// `TargetName` of its NTLM challenge.
    pub target: Option<String>,
}

/// The encryption of Standard RDP Security.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EncryptionSeen {
    /// Such as `128bit`; `none`.
    pub method: String,
    /// Such as `high`; `none`.
    pub level: String,
}

/// The ids of the channels.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ChannelsSeen {
    /// The I/O channel.
    pub io: Option<u16>,
    /// The client's user channel.
    pub user: Option<u16>,
    /// The message channel.
    pub message: Option<u16>,
    /// The static virtual channels, by name.
    pub statics: Vec<(String, u16)>,
}

/// How licensing came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LicenseSeen {
    /// A license was issued, by this product.
    Issued(String),
    /// STATUS_VALID_CLIENT after a full exchange.
    ValidAfterExchange,
    /// STATUS_VALID_CLIENT at once.
    Valid,
}

/// The size and the depth of the desktop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct DesktopSeen {
    /// In pixels.
    pub width: u16,
    /// In pixels.
    pub height: u16,
    /// In bits per pixel.
    pub depth: u16,
}

/// What heartbeats announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct HeartbeatSeen {
    /// Seconds between two.
    pub period: u8,
    /// How many may be missed before a client reconnects.
    pub reconnect_after: u8,
    /// How many came.
    pub count: u32,
    /// When the last came, from the start of the attempt on.
    pub last: Duration,
}

/// Where the server sent the probe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RedirectionSeen {
    /// `TargetNetAddress`, `TargetFQDN` or `TargetNetBiosName`.
    pub target: Option<String>,
    /// Whether a routing token came.
    pub routing_token: bool,
    /// Whether credentials came.
    pub password: bool,
    /// LB_NOREDIRECT: it is for information only.
    pub no_redirect: bool,
    /// Why the probe did not go there.
    pub not_followed: Option<NotFollowed>,
}

/// Why the probe did not go where a redirection leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotFollowed {
    /// What it says makes no sense.
    Broken(String),
    /// To this host, which the probe was not told to visit.
    Elsewhere(String),
    /// After so many of them there is no end.
    Endless(u32),
    /// Its password is encrypted for RDSTLS, which the probe does not speak.
    Rdstls,
    /// This name has no address.
    Unreachable(String),
}

/// Why the probe went no further.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stop {
    /// The server refused the account: an NTSTATUS in `errorCode`.
    ErrorCode(u32),
    /// The server's proof that it has the certificate's key is wrong.
    PublicKey,
    /// CredSSP went no further, for reasons of who may log on and how.
    Credssp(String),
    /// `authorizationResult` is not AUTHZ_SUCCESS.
    EarlyAuthorization(u32),
    /// License Error: `dwErrorCode` and `dwStateTransition`.
    LicenseError {
        /// `dwErrorCode`
        code: u32,
        /// `dwStateTransition`
        transition: u32,
    },
    /// The server speaks NTLM without extended session security, as before Windows 2000.
    OldNtlm,
    /// The server's certificate of Standard RDP Security is at fault.
    Certificate(String),
    /// The server refuses in words of MCS.
    Refused(String),
    /// The server goes about the session in a way that makes no sense.
    Session(String),
    /// Licensing was left out, or the server's part of it makes no sense.
    Licensing(String),
    /// MCS Disconnect Provider Ultimatum: its reason.
    Ultimatum(u8),
    /// Server Redirection.
    Redirected,
    /// The server's last heartbeat is too long ago.
    HeartbeatsStopped,
    /// A message that breaks the standard.
    Malformed {
        /// Which.
        message: String,
        /// What is wrong with it.
        what: String,
    },
    /// Nothing is missing: the probe left in order.
    Left,
}

impl Stop {
    /// A message that breaks the standard.
    #[must_use]
    pub fn malformed(message: impl Into<String>, what: impl std::fmt::Display) -> Self {
        Self::Malformed {
            message: message.into(),
            what: what.to_string(),
        }
    }
}
