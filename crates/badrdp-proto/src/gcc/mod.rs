//! The GCC blocks: what client and server tell each other inside MCS Connect Initial and
//! Connect Response (T.124, MS-RDPBCGR 2.2.1.3 and 2.2.1.4).
//!
//! [`client`] has the blocks of a client, [`server`] those of a server; each can be written
//! and read, because the probe is the other side of both. [`conference`] is the T.124 shell
//! around them. Blocks of a client are read with patience, within bounds.

mod block;
pub mod client;
pub mod conference;
pub mod server;

pub use client::{ClientBlocks, ClientCore, ClientNetwork};
pub use server::{ServerBlocks, ServerCore, ServerKeys, ServerNetwork, ServerSecurity};

/// The most static virtual channels that a client may ask for (MS-RDPBCGR 2.2.1.3.4).
pub const MAX_CHANNELS: usize = 31;

/// `type` of the blocks (MS-RDPBCGR 2.2.1.3.1).
pub mod block_type {
    /// Client core data.
    pub const CS_CORE: u16 = 0xC001;
    /// Client security data.
    pub const CS_SECURITY: u16 = 0xC002;
    /// Client network data.
    pub const CS_NET: u16 = 0xC003;
    /// Client cluster data.
    pub const CS_CLUSTER: u16 = 0xC004;
    /// Client monitor data.
    pub const CS_MONITOR: u16 = 0xC005;
    /// Client message channel data.
    pub const CS_MCS_MSGCHANNEL: u16 = 0xC006;
    /// Client multitransport channel data.
    pub const CS_MULTITRANSPORT: u16 = 0xC00A;
    /// Server core data.
    pub const SC_CORE: u16 = 0x0C01;
    /// Server security data.
    pub const SC_SECURITY: u16 = 0x0C02;
    /// Server network data.
    pub const SC_NET: u16 = 0x0C03;
    /// Server message channel data.
    pub const SC_MCS_MSGCHANNEL: u16 = 0x0C04;
    /// Server multitransport channel data.
    pub const SC_MULTITRANSPORT: u16 = 0x0C08;
}
