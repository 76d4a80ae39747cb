//! The GCC blocks of a client (MS-RDPBCGR 2.2.1.3).

mod client_name;
mod cluster;
mod color_depth;
mod core;
pub mod early_capability_flags;
mod monitor;
mod network;
mod security;
mod tail;

pub use self::core::ClientCore;
pub use cluster::ClientCluster;
pub use monitor::{ClientMonitors, MAX_MONITORS, Monitor};
pub use network::{Channel, ClientNetwork};
pub use security::ClientSecurity;

use super::block;
use super::block_type::{
    CS_CLUSTER, CS_CORE, CS_MCS_MSGCHANNEL, CS_MONITOR, CS_MULTITRANSPORT, CS_NET, CS_SECURITY,
};
use crate::mcs::DecodeError;
use crate::reader::Reader;

/// The settings of a client. Only the core is mandatory here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientBlocks {
    /// TS_UD_CS_CORE
    pub core: ClientCore,
    /// TS_UD_CS_CLUSTER
    pub cluster: Option<ClientCluster>,
    /// TS_UD_CS_SEC
    pub security: Option<ClientSecurity>,
    /// TS_UD_CS_NET
    pub network: Option<ClientNetwork>,
    /// TS_UD_CS_MONITOR
    pub monitors: Option<ClientMonitors>,
    /// `flags` of TS_UD_CS_MCS_MSGCHANNEL: the client takes a message channel.
    pub message_channel: Option<u32>,
    /// `flags` of TS_UD_CS_MULTITRANSPORT.
    pub multitransport: Option<u32>,
    /// How many blocks of another type were read, such as TS_UD_CS_MONITOR_EX; none is written.
    pub unknown: usize,
}

impl ClientBlocks {
    /// A client with the security methods of Standard RDP Security and without channels.
    #[must_use]
    pub const fn new(core: ClientCore) -> Self {
        Self {
            core,
            cluster: None,
            security: Some(ClientSecurity::EVERY_RC4),
            network: Some(ClientNetwork {
                channels: Vec::new(),
            }),
            monitors: None,
            message_channel: None,
            multitransport: None,
            unknown: 0,
        }
    }

    /// The names of the channels, in the order in which the server must answer with ids.
    pub fn channels(&self) -> impl Iterator<Item = &Channel> {
        self.network.iter().flat_map(|network| &network.channels)
    }

    /// Whether `flag` of the client's `earlyCapabilityFlags` is set, see
    /// [`early_capability_flags`].
    #[must_use]
    pub fn can(&self, flag: u16) -> bool {
        self.core.early_capability_flags.unwrap_or_default() & flag == flag
    }

    /// The blocks, one behind the other, in the order of mstsc.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let flags = |flags: &u32| flags.to_le_bytes().to_vec();
        let optional = [
            (CS_CLUSTER, self.cluster.map(ClientCluster::encode)),
            (CS_SECURITY, self.security.map(ClientSecurity::encode)),
            (CS_NET, self.network.as_ref().map(ClientNetwork::encode)),
            (
                CS_MONITOR,
                self.monitors.as_ref().map(ClientMonitors::encode),
            ),
            (CS_MCS_MSGCHANNEL, self.message_channel.as_ref().map(flags)),
            (CS_MULTITRANSPORT, self.multitransport.as_ref().map(flags)),
        ];
        let mut out = block::encode(CS_CORE, &self.core.encode());
        for (kind, body) in optional {
            if let Some(body) = body {
                out.extend(block::encode(kind, &body));
            }
        }
        out
    }

    /// Reads blocks up to the end; of two of a type, the later one stays.
    ///
    /// # Errors
    /// When the core is missing, or a block is too short for its fixed part.
    pub fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut core = None;
        let mut blocks = Self {
            security: None,
            network: None,
            ..Self::new(ClientCore::default())
        };
        while let Some((kind, mut body)) = block::next(reader)? {
            let body = &mut body;
            let read = match kind {
                CS_CORE => ClientCore::decode(body).map(|it| core = Some(it)),
                CS_CLUSTER => ClientCluster::decode(body).map(|it| blocks.cluster = Some(it)),
                CS_SECURITY => ClientSecurity::decode(body).map(|it| blocks.security = Some(it)),
                CS_NET => ClientNetwork::decode(body).map(|it| blocks.network = Some(it)),
                CS_MONITOR => ClientMonitors::decode(body).map(|it| blocks.monitors = Some(it)),
                CS_MCS_MSGCHANNEL => body.u32_le().map(|it| blocks.message_channel = Some(it)),
                CS_MULTITRANSPORT => body.u32_le().map(|it| blocks.multitransport = Some(it)),
                _ => {
                    blocks.unknown += 1;
                    Ok(())
                }
            };
            block::in_block(kind, read)?;
        }
        blocks.core = core.ok_or(DecodeError::NoCoreData)?;
        Ok(blocks)
    }
}

#[cfg(test)]
mod tests;
