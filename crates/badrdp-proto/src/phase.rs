//! The phases of a connection, in the order in which they happen.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A step of the connection sequence (MS-RDPBCGR 1.3.1.1), or a layer under it.
///
/// The order of the variants is the protocol's, so phases compare: a connection
/// that reached [`Phase::Licensing`] went further than one that reached
/// [`Phase::TlsHandshake`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// The TCP connection stands, the client has said nothing yet.
    Tcp,
    /// X.224 Connection Request and Confirm, with the security negotiation.
    ConnectionInitiation,
    /// TLS, when Enhanced RDP Security was selected (MS-RDPBCGR 5.4).
    TlsHandshake,
    /// CredSSP inside TLS, when HYBRID or HYBRID_EX was selected (MS-CSSP).
    Credssp,
    /// MCS Connect Initial and Connect Response with their GCC blocks.
    BasicSettingsExchange,
    /// MCS domain and channel joins.
    ChannelConnection,
    /// Security Exchange of Standard RDP Security.
    SecurityCommencement,
    /// Client Info.
    SecureSettingsExchange,
    /// Optional network auto-detection during connect.
    ConnectTimeAutoDetection,
    /// Licensing.
    Licensing,
    /// Optional multitransport bootstrapping.
    Multitransport,
    /// Demand Active and Confirm Active.
    CapabilitiesExchange,
    /// Synchronize, Control, Font List and Font Map.
    ConnectionFinalization,
    /// The session is up.
    Active,
    /// The orderly end.
    Disconnection,
}

impl Phase {
    /// Every phase, in the protocol's order.
    pub const ALL: [Self; 15] = [
        Self::Tcp,
        Self::ConnectionInitiation,
        Self::TlsHandshake,
        Self::Credssp,
        Self::BasicSettingsExchange,
        Self::ChannelConnection,
        Self::SecurityCommencement,
        Self::SecureSettingsExchange,
        Self::ConnectTimeAutoDetection,
        Self::Licensing,
        Self::Multitransport,
        Self::CapabilitiesExchange,
        Self::ConnectionFinalization,
        Self::Active,
        Self::Disconnection,
    ];

    /// The name used in scenarios, transcripts and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::ConnectionInitiation => "connection-initiation",
            Self::TlsHandshake => "tls-handshake",
            Self::Credssp => "credssp",
            Self::BasicSettingsExchange => "basic-settings-exchange",
            Self::ChannelConnection => "channel-connection",
            Self::SecurityCommencement => "security-commencement",
            Self::SecureSettingsExchange => "secure-settings-exchange",
            Self::ConnectTimeAutoDetection => "connect-time-auto-detection",
            Self::Licensing => "licensing",
            Self::Multitransport => "multitransport",
            Self::CapabilitiesExchange => "capabilities-exchange",
            Self::ConnectionFinalization => "connection-finalization",
            Self::Active => "active",
            Self::Disconnection => "disconnection",
        }
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases_are_listed_in_the_order_in_which_they_compare() {
        assert!(Phase::ALL.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
