//! The GCC blocks of a server (MS-RDPBCGR 2.2.1.4).

mod core;
mod network;
mod security;

pub use self::core::{ServerCore, early_capability_flags};
pub use network::ServerNetwork;
pub use security::{ServerKeys, ServerSecurity};

use super::block;
use super::block_type::{SC_CORE, SC_MCS_MSGCHANNEL, SC_MULTITRANSPORT, SC_NET, SC_SECURITY};
use crate::mcs::DecodeError;
use crate::message::Message;
use crate::reader::Reader;

/// The settings of a server, in the order in which Windows sends them. What is `None` is
/// left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerBlocks {
    /// TS_UD_SC_CORE
    pub core: Option<ServerCore>,
    /// TS_UD_SC_NET
    pub network: Option<ServerNetwork>,
    /// TS_UD_SC_SEC1
    pub security: Option<ServerSecurity>,
    /// `MCSChannelID` of TS_UD_SC_MCS_MSGCHANNEL; only for a client that sent its own.
    pub message_channel: Option<u16>,
    /// `flags` of TS_UD_SC_MULTITRANSPORT; only for a client that sent its own.
    pub multitransport: Option<u32>,
    /// How many blocks of another type were read; none is written.
    pub unknown: usize,
}

impl ServerBlocks {
    /// The blocks, one behind the other. The message is no more than its bytes and fields.
    #[must_use]
    pub fn encode(&self) -> Message {
        let mut writer = block::body();
        if let Some(core) = &self.core {
            let fields = ("gcc.core.type", "gcc.core.length");
            block::write(&mut writer, fields, SC_CORE, core.encode());
        }
        if let Some(network) = &self.network {
            let fields = ("gcc.net.type", "gcc.net.length");
            block::write(&mut writer, fields, SC_NET, network.encode());
        }
        if let Some(security) = &self.security {
            let fields = ("gcc.security.type", "gcc.security.length");
            block::write(&mut writer, fields, SC_SECURITY, security.encode());
        }
        if let Some(channel_id) = self.message_channel {
            let fields = ("gcc.message-channel.type", "gcc.message-channel.length");
            let mut body = block::body();
            body.u16_le("gcc.message-channel.mcs-channel-id", channel_id);
            block::write(&mut writer, fields, SC_MCS_MSGCHANNEL, body.finish());
        }
        if let Some(flags) = self.multitransport {
            let fields = ("gcc.multitransport.type", "gcc.multitransport.length");
            let mut body = block::body();
            body.u32_le("gcc.multitransport.flags", flags);
            block::write(&mut writer, fields, SC_MULTITRANSPORT, body.finish());
        }
        writer.finish()
    }

    /// Reads blocks up to the end; of two of a type, the later one stays.
    ///
    /// # Errors
    /// When a block is too short for its fixed part.
    pub fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut blocks = Self::default();
        while let Some((kind, mut body)) = block::next(reader)? {
            let body = &mut body;
            let read = match kind {
                SC_CORE => ServerCore::decode(body).map(|it| blocks.core = Some(it)),
                SC_NET => ServerNetwork::decode(body).map(|it| blocks.network = Some(it)),
                SC_SECURITY => ServerSecurity::decode(body).map(|it| blocks.security = Some(it)),
                SC_MCS_MSGCHANNEL => body.u16_le().map(|it| blocks.message_channel = Some(it)),
                SC_MULTITRANSPORT => body.u32_le().map(|it| blocks.multitransport = Some(it)),
                _ => {
                    blocks.unknown += 1;
                    Ok(())
                }
            };
            block::in_block(kind, read)?;
        }
        Ok(blocks)
    }
}
