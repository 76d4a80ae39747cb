//! Client Info PDU (MS-RDPBCGR 2.2.1.11.1.1): who logs on, and with which wishes.
//!
//! [`ClientInfo`] is what is kept of it. The password is skipped while reading: only whether
//! there was one is kept, and neither its bytes nor its length.

mod decode;
mod encode;
pub mod flags;

pub use self::encode::{Logon, encode};

use super::auto_reconnect::ClientCookie;

/// What a client says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientInfo {
    /// `CodePage`: the keyboard layout where the text is Unicode, otherwise the ANSI code page.
    pub code_page: u32,
    /// `flags`, see [`flags`].
    pub flags: u32,
    /// `Domain`
    pub domain: String,
    /// `UserName`
    pub user_name: String,
    /// Whether `Password` had any character.
    pub has_password: bool,
    /// `AlternateShell`: the program to start, or part of a routing token.
    pub alternate_shell: String,
    /// `WorkingDir`
    pub working_dir: String,
    /// TS_EXTENDED_INFO_PACKET, which clients of RDP 4.0 do not send.
    pub extended: Option<ExtendedInfo>,
}

impl ClientInfo {
    /// The auto-reconnect cookie, where the client has one.
    #[must_use]
    pub const fn auto_reconnect(&self) -> Option<ClientCookie> {
        match &self.extended {
            Some(extended) => extended.auto_reconnect,
            None => None,
        }
    }
}

/// TS_EXTENDED_INFO_PACKET (2.2.1.11.1.1.1). Fields that old clients leave out at the end
/// have their default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExtendedInfo {
    /// `clientAddressFamily`: 2 for IPv4, 0x17 for IPv6.
    pub address_family: u16,
    /// `clientAddress`: the address by the client's own words.
    pub address: String,
    /// `clientDir`: where the client's program lies.
    pub directory: String,
    /// `clientTimeZone`
    pub time_zone: Option<TimeZone>,
    /// `performanceFlags`, see [`flags`].
    pub performance_flags: u32,
    /// `autoReconnectCookie`
    pub auto_reconnect: Option<ClientCookie>,
}

/// TS_TIME_ZONE_INFORMATION (2.2.1.11.1.1.1.1), without the dates of the change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimeZone {
    /// `Bias`: minutes to be added to local time to have UTC.
    pub bias: i32,
    /// `StandardName`
    pub standard_name: String,
    /// `DaylightName`
    pub daylight_name: String,
}
