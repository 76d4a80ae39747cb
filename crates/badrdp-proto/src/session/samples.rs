//! Every PDU of this module and of [`crate::capabilities`] in its plain form, by name.

use super::auto_detect::Request;
use super::auto_reconnect::{self, ServerCookie};
use super::heartbeat::Heartbeat;
use super::redirection::Redirection;
use super::save_session_info::{self, LogonErrors, SessionInfo};
use super::update::{Bitmap, Pointer, PointerShape, Protection, Update, fast_path, slow_path};
use super::virtual_channel::Chunk;
use super::{error_info, finalization, multitransport, notices, status_info};
use crate::capabilities::DemandActive;
use crate::capabilities::demand_active::WINDOWS_SOURCE_DESCRIPTOR;
use crate::capabilities::windows::{Desktop, server_sets};
use crate::gcc::client::Monitor;
use crate::message::{Message, MessageName};
use crate::share::control::SHARE_ID;

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
        MessageName::AutoDetectRequest => Request::Rtt { connect_time: true }.encode(0),
        MessageName::AutoReconnectStatus => auto_reconnect::status(SHARE_ID, 0),
        MessageName::BitmapUpdate => slow_path::encode(SHARE_ID, &bitmap()),
        MessageName::FastPathBitmapUpdate => fast_path::encode(Protection::None, &bitmap()),
        MessageName::PaletteUpdate => slow_path::encode(SHARE_ID, &palette()),
        MessageName::FastPathPaletteUpdate => fast_path::encode(Protection::None, &palette()),
        MessageName::PointerUpdate => slow_path::encode(SHARE_ID, &pointer()),
        MessageName::FastPathPointerUpdate => fast_path::encode(Protection::None, &pointer()),
        MessageName::DeactivateAll => notices::deactivate_all(SHARE_ID),
        MessageName::Heartbeat => Heartbeat {
            period: 1,
            warn_after: 3,
            reconnect_after: 5,
        }
        .encode(),
        MessageName::InitiateMultitransportRequest => multitransport::Request {
            request_id: 1,
            protocol: multitransport::UDP_RELIABLE,
            cookie: [0; 16],
        }
        .encode(),
        MessageName::MonitorLayout => notices::monitor_layout(
            SHARE_ID,
            &[Monitor {
                left: 0,
                top: 0,
                right: 1023,
                bottom: 767,
                flags: Monitor::PRIMARY,
            }],
        ),
        MessageName::PlaySound => notices::play_sound(SHARE_ID, 200, 440),
        MessageName::SaveSessionInfo => save_session_info::save_session_info(
            SHARE_ID,
            &SessionInfo::Extended {
                cookie: Some(ServerCookie {
                    logon_id: 1,
                    random_bits: [0; 16],
                }),
                errors: Some(LogonErrors {
                    notification_type: 0xFFFF_FFFE, // LOGON_MSG_SESSION_CONTINUE
                    notification_data: 3,           // LOGON_WARNING
                }),
            },
        ),
        MessageName::ServerRedirection => redirection().enhanced(),
        MessageName::ServerVirtualChannel => Chunk::whole(&[0; 4]).from_server(),
        MessageName::SetErrorInfo => error_info::set_error_info(SHARE_ID, 7),
        MessageName::SetKeyboardIndicators => notices::set_keyboard_indicators(SHARE_ID, 2),
        MessageName::ShutdownDenied => notices::shutdown_denied(SHARE_ID),
        MessageName::StatusInfo => status_info::status_info(SHARE_ID, 0x0401),
        _ => return None,
    })
}

/// A redirection with every field that is text.
fn redirection() -> Redirection {
    let text = |text: &str| Some(text.to_owned());
    Redirection {
        target_net_address: text("127.0.0.1"),
        load_balance_info: Some(b"Cookie: msts=16777343.15629.0000\r\n".to_vec()),
        user_name: text("user"),
        domain: text("BADRDP"),
        password: Some(vec![0; 2]),
        target_fqdn: text("server.badrdp.test"),
        target_netbios_name: text("SERVER"),
        target_net_addresses: Some(vec!["127.0.0.1".to_owned()]),
        ..Redirection::default()
    }
}

/// Four white pixels.
fn bitmap() -> Update {
    Update::Bitmap(vec![Bitmap {
        left: 0,
        top: 0,
        right: 3,
        bottom: 0,
        width: 4,
        height: 1,
        bits_per_pixel: 32,
        flags: 0,
        data: vec![0xFF; 16],
    }])
}

/// 256 grays.
fn palette() -> Update {
    Update::Palette((0..=u8::MAX).map(|gray| [gray; 3]).collect())
}

/// A white square.
fn pointer() -> Update {
    Update::Pointer(Pointer::New {
        bits_per_pixel: 32,
        shape: PointerShape {
            width: 2,
            height: 2,
            xor_mask: vec![0xFF; 16],
            and_mask: vec![0; 4],
            ..PointerShape::default()
        },
    })
}
