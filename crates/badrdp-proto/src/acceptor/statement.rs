//! What a server may say at any time of a session, because a scenario wants it to.

/// A statement of the server, to be said in its own words: with the ids, the headers and the
/// encryption of the session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement {
    /// Auto-Reconnect Status PDU (MS-RDPBCGR 2.2.4.1): the cookie was not accepted.
    AutoReconnectStatus {
        /// `arcStatus`.
        status: u32,
    },
    /// Demand Active PDU without a Deactivate All PDU before it.
    DemandActive,
    /// Deactivate All PDU (MS-RDPBCGR 2.2.3.1).
    DeactivateAll {
        /// Whether a Demand Active PDU follows, as it should (MS-RDPBCGR 1.3.1.3).
        reactivate: bool,
        /// The new size of the desktop, in pixels; the old one if not said.
        size: Option<(u16, u16)>,
    },
    /// MCS Disconnect Provider Ultimatum with this reason's number (T.125 11.15).
    DisconnectProviderUltimatum {
        /// 0 to 7: three bits.
        reason: u8,
    },
    /// Set Error Info PDU (MS-RDPBCGR 2.2.5.1).
    ErrorInfo {
        /// `errorInfo`.
        code: u32,
    },
    /// A fast-path update of any code (MS-RDPBCGR 2.2.9.1.2.1).
    FastPathUpdate {
        /// `updateCode`, four bits.
        code: u8,
        /// `updateData`.
        data: Vec<u8>,
    },
    /// License Error PDU (MS-RDPBCGR 2.2.1.12.1.3).
    LicenseError {
        /// `dwErrorCode`.
        code: u32,
        /// `dwStateTransition`.
        transition: u32,
    },
    /// Logon Errors Info (MS-RDPBCGR 2.2.10.1.1.4.1.1).
    LogonError {
        /// `ErrorNotificationType`.
        kind: u32,
        /// `ErrorNotificationData`.
        data: u32,
    },
    /// Auto-Detect Request PDU (MS-RDPBCGR 2.2.14.3) of any type.
    AutoDetect {
        /// `requestType`.
        kind: u16,
        /// What follows the header.
        data: Vec<u8>,
    },
    /// Initiate Multitransport Request PDU (MS-RDPBCGR 2.2.15.1).
    Multitransport {
        /// `requestedProtocol`.
        protocol: u16,
    },
    /// Server Redirection PDU (MS-RDPBCGR 2.2.13).
    Redirection(Box<crate::session::redirection::Redirection>),
    /// A Share Data PDU of any type (MS-RDPBCGR 2.2.8.1.1.1.2).
    ShareData {
        /// `pduType2`.
        kind: u8,
        /// What follows the header.
        data: Vec<u8>,
    },
    /// Server Status Info PDU (MS-RDPBCGR 2.2.5.2).
    StatusInfo {
        /// `statusCode`.
        code: u32,
    },
    /// Data of a static virtual channel (MS-RDPBCGR 2.2.6.1).
    VirtualChannel {
        /// The name of the channel, as the client asked for it.
        channel: String,
        /// `length` of CHANNEL_PDU_HEADER; that of the data if not said.
        length: Option<u32>,
        /// `flags` of CHANNEL_PDU_HEADER.
        flags: u32,
        /// The data.
        data: Vec<u8>,
    },
}

/// Why a statement could not be said.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotSay {
    /// The session has not come so far, or is over.
    #[error("the session is not where this can be said")]
    NotNow,
    /// The client has no such channel.
    #[error("the client has joined no channel `{0}`")]
    NoChannel(String),
}
