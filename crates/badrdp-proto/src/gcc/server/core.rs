//! Server Core Data, TS_UD_SC_CORE (MS-RDPBCGR 2.2.1.4.2).

use crate::gcc::block;
use crate::message::Message;
use crate::negotiation::Protocols;
use crate::reader::{Reader, TooShort};

/// The version of the server, and what it heard and can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerCore {
    /// `version`, such as [`ServerCore::RDP_10_7`].
    pub version: u32,
    /// `clientRequestedProtocols`: what RDP_NEG_REQ asked for. Clients compare, against a
    /// downgrade. Windows before 2003 leaves it out.
    pub client_requested_protocols: Option<Protocols>,
    /// `earlyCapabilityFlags`, see [`early_capability_flags`]. With it the requested
    /// protocols are written too, as 0 if there are none.
    pub early_capability_flags: Option<u32>,
}

impl ServerCore {
    /// RDP 4.0.
    pub const RDP_4: u32 = 0x0008_0001;
    /// RDP 5.0 to 8.1.
    pub const RDP_5: u32 = 0x0008_0004;
    /// RDP 10.0.
    pub const RDP_10_0: u32 = 0x0008_0005;
    /// RDP 10.7.
    pub const RDP_10_7: u32 = 0x0008_000C;

    pub(super) fn encode(&self) -> Message {
        let mut body = block::body();
        body.u32_le("gcc.core.version", self.version);
        if self.client_requested_protocols.is_some() || self.early_capability_flags.is_some() {
            let requested = self.client_requested_protocols.unwrap_or(Protocols::RDP);
            body.u32_le("gcc.core.client-requested-protocols", requested.0);
        }
        if let Some(flags) = self.early_capability_flags {
            body.u32_le("gcc.core.early-capability-flags", flags);
        }
        body.finish()
    }

    pub(super) fn decode(body: &mut Reader<'_>) -> Result<Self, TooShort> {
        Ok(Self {
            version: body.u32_le()?,
            client_requested_protocols: body.u32_le().ok().map(Protocols),
            early_capability_flags: body.u32_le().ok(),
        })
    }
}

/// Bits of `earlyCapabilityFlags` of a server.
pub mod early_capability_flags {
    /// Swipes from the edge reach the session, as Windows 8 has them.
    pub const RNS_UD_SC_EDGE_ACTIONS_SUPPORTED_V1: u32 = 0x1;
    /// Dynamic daylight saving time.
    pub const RNS_UD_SC_DYNAMIC_DST_SUPPORTED: u32 = 0x2;
    /// Swipes from the edge reach the session, as Windows 8.1 has them.
    pub const RNS_UD_SC_EDGE_ACTIONS_SUPPORTED_V2: u32 = 0x4;
    /// A client that can may leave the channel joins out.
    pub const RNS_UD_SC_SKIP_CHANNELJOIN_SUPPORTED: u32 = 0x8;
}
