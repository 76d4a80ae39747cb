//! `virtual_channel`: data of a static virtual channel (MS-RDPBCGR 2.2.6.1).

use badrdp_proto::acceptor::Statement;
use badrdp_proto::session::virtual_channel::{FLAG_FIRST, FLAG_LAST};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::bytes::Bytes;
use crate::dice::Dice;
use crate::ending::Then;
use crate::step::Op;

/// Data of a virtual channel, with any header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VirtualChannel {
    /// The name of the channel, such as "rdpdr".
    pub channel: String,
    /// `length` of the header; that of the data if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u32>,
    /// `flags` of the header: CHANNEL_FLAG_FIRST and CHANNEL_FLAG_LAST if not said.
    #[serde(default = "only_chunk")]
    pub flags: u32,
    /// The data.
    pub data: Bytes,
    /// What comes behind it.
    #[serde(default)]
    pub then: Then,
}

impl Behaviour for VirtualChannel {
    fn class(&self) -> Class {
        Class::Moment
    }

    fn strike(&self, dice: &mut Dice) -> Vec<Op> {
        self.then.behind(Statement::VirtualChannel {
            channel: self.channel.clone(),
            length: self.length,
            flags: self.flags,
            data: self.data.roll(dice),
        })
    }
}

const fn only_chunk() -> u32 {
    FLAG_FIRST | FLAG_LAST
}
