//! Forms of PDUs that have fields which the plain one lacks: for the list of fields by name.

use super::auto_detect::Request;
use super::redirection::Redirection;
use super::save_session_info::{SessionInfo, save_session_info};
use super::update::{
    Bitmap, Pointer, PointerShape, Protection, Update, bitmap, fast_path, slow_path,
};
use crate::capabilities::DemandActive;
use crate::capabilities::set::{CapabilitySet, FrameAcknowledge};
use crate::gcc::ServerNetwork;
use crate::mcs::domain::write_send_data_indication;
use crate::message::{Direction, Message, MessageName};
use crate::phase::Phase;
use crate::share::control::{SERVER_CHANNEL, SHARE_ID};
use crate::standard_security::header;
use crate::writer::Writer;

/// Whether a PDU of the server goes in the envelope of MCS, with a security header where the
/// session has one: everything behind the channel connection but fast-path.
#[must_use]
pub fn is_enveloped(name: MessageName) -> bool {
    let bare = matches!(
        name,
        MessageName::DisconnectProviderUltimatum
            | MessageName::FastPathBitmapUpdate
            | MessageName::FastPathPaletteUpdate
            | MessageName::FastPathPointerUpdate
    );
    !bare
        && name.direction() == Direction::ServerToClient
        && name.phase() > Phase::ChannelConnection
        && name != MessageName::ApplicationData
}

/// The envelope of a PDU of the server, with every field that it can have.
#[must_use]
pub fn envelope(name: MessageName) -> Message {
    let header = header::wrap(0, header::Form::Fips, Writer::new(name).finish());
    let mut writer = Writer::new(name);
    let io_channel = ServerNetwork::IO_CHANNEL;
    write_send_data_indication(&mut writer, SERVER_CHANNEL, io_channel, header.bytes.len());
    writer.append(header);
    writer.finish()
}

/// Other forms of the server PDU called `name`; none where the plain one has every field.
#[must_use]
pub fn other_forms(name: MessageName) -> Vec<Message> {
    match name {
        MessageName::AutoDetectRequest => auto_detect(),
        MessageName::DemandActive => vec![demand_active()],
        MessageName::BitmapUpdate => slow(vec![compressed(), unknown(), Update::Synchronize]),
        MessageName::FastPathBitmapUpdate => fast(vec![compressed(), unknown()]),
        MessageName::FastPathPaletteUpdate => fast(vec![Update::Palette(vec![[0; 3]])]),
        MessageName::PointerUpdate => slow(pointers()),
        MessageName::FastPathPointerUpdate => fast(pointers()),
        MessageName::SaveSessionInfo => session_infos(),
        MessageName::ServerRedirection => vec![redirection().enhanced()],
        _ => Vec::new(),
    }
}

fn slow(updates: Vec<Update>) -> Vec<Message> {
    let encode = |update: &Update| slow_path::encode(SHARE_ID, update);
    updates.iter().map(encode).collect()
}

/// Each update, and under Standard RDP Security too.
fn fast(updates: Vec<Update>) -> Vec<Message> {
    let encode = |update: &Update| {
        [Protection::None, Protection::Fips].map(|protection| fast_path::encode(protection, update))
    };
    updates.iter().flat_map(encode).collect()
}

fn auto_detect() -> Vec<Message> {
    vec![
        Request::BandwidthPayload(vec![0; 4]).encode(0),
        Request::NetworkCharacteristics {
            base_rtt: Some(0),
            bandwidth: Some(0),
            average_rtt: 0,
        }
        .encode(0),
    ]
}

fn demand_active() -> Message {
    DemandActive {
        share_id: SHARE_ID,
        source_descriptor: Vec::new(),
        sets: vec![
            CapabilitySet::FrameAcknowledge(FrameAcknowledge::default()),
            CapabilitySet::Other {
                kind: 0x99,
                body: vec![0],
            },
        ],
    }
    .encode()
}

fn compressed() -> Update {
    Update::Bitmap(vec![Bitmap {
        left: 0,
        top: 0,
        right: 3,
        bottom: 0,
        width: 4,
        height: 1,
        bits_per_pixel: 16,
        flags: bitmap::COMPRESSION,
        data: vec![0; 2],
    }])
}

fn unknown() -> Update {
    Update::Unknown {
        code: 0xF,
        data: vec![0],
    }
}

fn pointers() -> Vec<Update> {
    vec![
        Update::Pointer(Pointer::Default),
        Update::Pointer(Pointer::Position { x: 0, y: 0 }),
        Update::Pointer(Pointer::Color(PointerShape::default())),
        Update::Pointer(Pointer::Cached { index: 0 }),
    ]
}

fn session_infos() -> Vec<Message> {
    let (domain, user_name) = ("BADRDP".to_owned(), "user".to_owned());
    let infos = [
        SessionInfo::Logon {
            domain: domain.clone(),
            user_name: user_name.clone(),
            session_id: 1,
        },
        SessionInfo::LogonLong {
            domain,
            user_name,
            session_id: 1,
        },
    ];
    infos
        .iter()
        .map(|info| save_session_info(SHARE_ID, info))
        .collect()
}

fn redirection() -> Redirection {
    Redirection {
        tsv_url: Some(vec![0]),
        redirection_guid: Some(vec![0]),
        target_certificate: Some(vec![0]),
        ..Redirection::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdu;

    #[test]
    fn fields_of_every_form_are_listed_once() {
        for (name, field) in [
            (MessageName::SaveSessionInfo, "save-session-info.user-name"),
            (
                MessageName::FastPathBitmapUpdate,
                "fast-path.data-signature",
            ),
            (MessageName::BitmapUpdate, "bitmap-data.scan-width"),
            (MessageName::DemandActive, "capability.other.type"),
            (MessageName::ServerRedirection, "server-redirection.tsv-url"),
        ] {
            let names = pdu::field_names(name);
            let count = names.iter().filter(|listed| **listed == field).count();
            assert_eq!(count, 1, "{field}");
        }
    }

    #[test]
    fn spans_cover_every_byte_of_every_form() {
        for name in MessageName::ALL {
            for message in other_forms(*name) {
                let mut next = 0;
                for field in &message.fields {
                    assert_eq!(field.range.start, next, "{name}: {}", field.name);
                    next = field.range.end;
                }
                assert_eq!(next, message.bytes.len(), "{name}");
            }
        }
    }
}
