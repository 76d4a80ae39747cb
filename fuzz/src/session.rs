//! PDUs of a session, behind the security header. Where a target has choices, its first
//! byte makes them.

use badrdp_proto::capabilities::ConfirmActive;
use badrdp_proto::channels::clipboard::ClipboardHeader;
use badrdp_proto::channels::devices::DeviceMessage;
use badrdp_proto::channels::dynamic::DynamicPdu;
use badrdp_proto::channels::sound::SoundMessage;
use badrdp_proto::session::auto_detect;
use badrdp_proto::session::client_info::{ClientInfo, Logon, encode, flags};
use badrdp_proto::session::heartbeat::Heartbeat;
use badrdp_proto::session::input::fast_path as input;
use badrdp_proto::session::multitransport;
use badrdp_proto::session::redirection::Redirection;
use badrdp_proto::session::update::fragments::{self, Fragments};
use badrdp_proto::session::update::{Update, fast_path as output, orders, surface};
use badrdp_proto::session::virtual_channel::Chunk;
use badrdp_proto::share::control::ControlHeader;
use badrdp_proto::share::{ClientPdu, ServerPdu};

/// Client Info, which must read back once it is written, and never with its password.
pub fn client_info(data: &[u8]) {
    let Ok(info) = ClientInfo::decode(data) else {
        return;
    };
    if info.flags & flags::UNICODE == 0 {
        return; // text of a code page is longer in Unicode, perhaps too long
    }
    let password = if info.has_password { "password" } else { "" };
    let info = &info;
    let written = encode(&Logon { info, password }).bytes;
    let again = ClientInfo::decode(&written).expect("what was written reads back");
    assert_eq!(again.user_name, info.user_name);
    assert_eq!(again.has_password, info.has_password);
}

/// The share PDUs of a client. A Confirm Active must read back once it is written.
pub fn client_share(data: &[u8]) {
    if let Ok(ClientPdu::ConfirmActive(confirm)) = ClientPdu::decode(data) {
        let written = confirm.encode(1004).bytes;
        if written.len() > usize::from(u16::MAX) {
            return; // short forms of sets are written in full, perhaps too long
        }
        let (_, body, _) = ControlHeader::decode(&written).expect("what was written reads back");
        assert_eq!(ConfirmActive::decode(body), Ok(confirm));
    }
}

/// Fast-path input, taken apart and read. The first byte chooses FIPS.
pub fn fast_path_input(data: &[u8]) {
    let Some((choice, bytes)) = data.split_first() else {
        return;
    };
    if let Ok(frame) = input::Frame::decode(bytes, choice & 1 != 0) {
        let events = bytes.get(frame.events).expect("events lie inside");
        let _ = input::decode_events(frame.num_events, events);
    }
}

/// What a server says in virtual channels: devices, sound, clipboard, dynamic channels. The first
/// byte chooses.
pub fn server_channels(data: &[u8]) {
    let Some((choice, message)) = data.split_first() else {
        return;
    };
    match choice % 4 {
        0 => drop(DeviceMessage::decode(message)),
        1 => drop(SoundMessage::decode(message)),
        2 => drop(ClipboardHeader::decode(message)),
        _ => drop(DynamicPdu::decode(message)),
    }
}

/// Fast-path updates, put together from fragments and looked into: surface commands, drawing
/// orders, compressed bitmaps. The bytes are a PDU behind its header.
pub fn server_output(data: &[u8]) {
    const MOST: usize = 0x1_0000;
    let Ok(pieces) = fragments::pieces(data) else {
        return;
    };
    let mut fragments = Fragments::default();
    for piece in &pieces {
        let Ok(Some((code, whole))) = fragments.take(piece, MOST) else {
            continue;
        };
        assert!(whole.len() <= MOST);
        match output::decode_update(code, &whole) {
            Ok(Update::Bitmap(bitmaps)) => {
                for bitmap in bitmaps {
                    let _ = bitmap.check_compression();
                }
            }
            Ok(Update::Unknown { code: 0, data }) => drop(orders::decode(&data, 1)),
            Ok(Update::Unknown { code: 4, data }) => drop(surface::decode(&data)),
            _ => {}
        }
    }
}

/// What a server says in share PDUs and on the fast path, as the probe reads it.
pub fn server_share(data: &[u8]) {
    let _ = ServerPdu::decode_all(data);
    let _ = output::decode(data);
}

/// PDUs that lie right behind a security header, and channel data, of both sides.
pub fn side_pdus(data: &[u8]) {
    if let Ok((number, request)) = auto_detect::Request::decode(data) {
        let written = request.encode(number).bytes;
        assert_eq!(
            auto_detect::Request::decode(&written),
            Ok((number, request))
        );
    }
    if let Ok((number, response)) = auto_detect::Response::decode(data) {
        let written = response.encode(number).bytes;
        assert_eq!(
            auto_detect::Response::decode(&written),
            Ok((number, response))
        );
    }
    let _ = Heartbeat::decode(data);
    let _ = multitransport::Request::decode(data);
    let _ = multitransport::Response::decode(data);
    let _ = Redirection::decode(data);
    let _ = Chunk::decode(data);
}
