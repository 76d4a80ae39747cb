//! Client Cluster Data, TS_UD_CS_CLUSTER (MS-RDPBCGR 2.2.1.3.5).

use crate::reader::{Reader, TooShort};

/// What a client can do with redirection, and the session that it wants back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClientCluster {
    /// `Flags`; bits 2 to 5 are the version of the redirection packet that the client takes, less
    /// one.
    pub flags: u32,
    /// `RedirectedSessionID`; holds with [`Self::REDIRECTED_SESSIONID_FIELD_VALID`].
    pub redirected_session_id: u32,
}

impl ClientCluster {
    /// The client takes Server Redirection.
    pub const REDIRECTION_SUPPORTED: u32 = 0x01;
    /// `RedirectedSessionID` names the session to connect to; 0 is the console of old servers.
    pub const REDIRECTED_SESSIONID_FIELD_VALID: u32 = 0x02;
    /// The client logged on with a smart card.
    pub const REDIRECTED_SMARTCARD: u32 = 0x40;

    pub(super) fn encode(self) -> Vec<u8> {
        let mut out = self.flags.to_le_bytes().to_vec();
        out.extend(self.redirected_session_id.to_le_bytes());
        out
    }

    pub(super) fn decode(body: &mut Reader<'_>) -> Result<Self, TooShort> {
        Ok(Self {
            flags: body.u32_le()?,
            redirected_session_id: body.u32_le()?,
        })
    }
}
