//! Client Cluster Data, TS_UD_CS_CLUSTER (MS-RDPBCGR 2.2.1.3.5).

use crate::reader::{Reader, TooShort};

/// What a client can do with redirection, and the session that it wants back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClientCluster {
    /// `Flags`
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

    /// The version of the redirection structure that the client takes, less one:
    /// 2 is REDIRECTION_VERSION3.
    #[must_use]
    pub const fn redirection_version(self) -> u32 {
        self.flags >> 2 & 0xF
    }

    /// The session that the client asks for.
    #[must_use]
    pub const fn redirected_session(self) -> Option<u32> {
        if self.flags & Self::REDIRECTED_SESSIONID_FIELD_VALID == 0 {
            None
        } else {
            Some(self.redirected_session_id)
        }
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_asked_for_only_with_its_flag() {
        let cluster = ClientCluster {
            flags: 0x0D,
            redirected_session_id: 5,
        };
        assert_eq!(cluster.redirection_version(), 3);
        assert_eq!(cluster.redirected_session(), None);
        let back = ClientCluster {
            flags: 0x0F,
            ..cluster
        };
        assert_eq!(back.redirected_session(), Some(5));
    }
}
