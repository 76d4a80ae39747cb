//! Every PDU of this module and of [`crate::capabilities`] in its plain form, by name.

use super::finalization;
use crate::capabilities::DemandActive;
use crate::capabilities::demand_active::WINDOWS_SOURCE_DESCRIPTOR;
use crate::capabilities::windows::{Desktop, server_sets};
use crate::message::{Message, MessageName};

/// The share id of the samples: what a Windows server gives its first share (MS-RDPBCGR 4.1.12).
pub const SHARE_ID: u32 = 0x0001_03EA;
/// The user channel of the samples.
pub const USER_CHANNEL: u16 = 1007;

/// The plain form of the server PDU called `name`; `None` for names of other modules.
#[must_use]
pub fn sample(name: MessageName) -> Option<Message> {
    Some(match name {
        MessageName::DemandActive => DemandActive {
            share_id: SHARE_ID,
            source_descriptor: WINDOWS_SOURCE_DESCRIPTOR.to_vec(),
            sets: server_sets(&Desktop {
                width: 1024,
                height: 768,
                bits_per_pixel: 32,
                fast_path_output: true,
            }),
        }
        .encode(),
        MessageName::ServerSynchronize => finalization::server_synchronize(SHARE_ID, USER_CHANNEL),
        MessageName::ServerControlCooperate => finalization::server_control_cooperate(SHARE_ID),
        MessageName::ServerControlGranted => {
            finalization::server_control_granted(SHARE_ID, USER_CHANNEL)
        }
        MessageName::FontMap => finalization::font_map(SHARE_ID),
        _ => return None,
    })
}
