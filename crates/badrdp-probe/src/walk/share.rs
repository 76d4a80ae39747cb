//! Share control and share data headers, and who takes the PDU behind them.

use badrdp_proto::reader::Reader;
use badrdp_proto::session::redirection::{Redirection, flags};
use badrdp_proto::session::save_session_info::SessionInfo;
use badrdp_proto::session::status_info::STATUS_CODES;
use badrdp_proto::share::control::{ControlHeader, HEADER_LEN, PROTOCOL_VERSION, pdu_type};
use badrdp_proto::share::data::{DataHeader, HEADER_LEN as DATA_HEADER_LEN, pdu_type2};
use badrdp_proto::share::{Malformed, ServerPdu};

use super::{Walk, active, capabilities, finalization, graphics};
use crate::seen::{RedirectionSeen, Stop};

/// Takes all share PDUs of one Send Data Indication.
pub(super) fn handle(walk: &mut Walk, bytes: &[u8]) -> Result<(), Stop> {
    let mut rest = bytes;
    while !rest.is_empty() && !walk.is_over() {
        let waiting = walk.seen.waiting_for;
        let (control, body, next) =
            ControlHeader::decode(rest).map_err(|error| Stop::malformed(waiting, error))?;
        let length = rest.len() - next.len();
        let pdu = rest.get(..length).unwrap_or_default();
        one(walk, &control, pdu, body)?;
        rest = next;
    }
    Ok(())
}

fn one(walk: &mut Walk, control: &ControlHeader, pdu: &[u8], body: &[u8]) -> Result<(), Stop> {
    let name = name_of(control, body);
    let version = pdu
        .get(2..4)
        .map(|kind| u16::from(kind[0] & 0xF0) | u16::from(kind[1]) << 8);
    if version != Some(PROTOCOL_VERSION) {
        let version = version.unwrap_or_default();
        return Err(Stop::malformed(
            name,
            format!("share-control.pdu-type has the version {version:#x}"),
        ));
    }
    if control.pdu_type == pdu_type::DATA {
        check_data(walk, pdu, body).map_err(|what| Stop::malformed(&*name, what))?;
    }
    let mut read = ServerPdu::decode_all(pdu).map_err(|error| Stop::malformed(&*name, error))?;
    match read.pop() {
        Some(read) => give(walk, read, pdu, &name),
        None => Ok(()),
    }
}

fn check_data(walk: &mut Walk, pdu: &[u8], body: &[u8]) -> Result<(), String> {
    let (header, _) = DataHeader::decode(body).map_err(|error: Malformed| error.to_string())?;
    if walk.share_id != 0 && header.share_id != walk.share_id {
        return Err(format!(
            "share-data.share-id is {:#010x}, not the {:#010x} of Demand Active",
            header.share_id, walk.share_id
        ));
    }
    if header.is_compressed() {
        return Err("it is compressed, which the client did not allow".to_owned());
    }
    // What it counts is a matter of taste: from behind the header, from pduType2 on, or all.
    let content = body.len().saturating_sub(DATA_HEADER_LEN);
    let says = Reader::new(body.get(6..).unwrap_or_default())
        .u16_le()
        .unwrap_or_default();
    let says = usize::from(says);
    let plausible = [content, content + 4, content + DATA_HEADER_LEN, pdu.len()];
    if says != 0 && !plausible.contains(&says) && pdu.len() > HEADER_LEN {
        return Err(format!(
            "share-data.uncompressed-length is {says}, {content} bytes are there"
        ));
    }
    Ok(())
}

fn give(walk: &mut Walk, pdu: ServerPdu, bytes: &[u8], name: &str) -> Result<(), Stop> {
    match pdu {
        ServerPdu::SetErrorInfo { error_info } => {
            if error_info != 0 {
                walk.seen.error_info = Some(error_info);
            }
            Ok(())
        }
        ServerPdu::StatusInfo { status_code } => {
            if !STATUS_CODES.iter().any(|(known, _)| *known == status_code) {
                walk.odd(format!(
                    "the status code {status_code:#x} is in no standard"
                ));
            }
            walk.seen.status_info.push(status_code);
            walk.seen.status_info.truncate(8);
            Ok(())
        }
        ServerPdu::Redirection(redirection) => redirected(walk, &redirection),
        ServerPdu::DemandActive(demand) => capabilities::handle(walk, &demand, bytes),
        ServerPdu::DeactivateAll => active::deactivated(walk),
        ServerPdu::Synchronize { .. } | ServerPdu::Control(_) | ServerPdu::FontMap => {
            finalization::handle(walk, &pdu, bytes)
        }
        ServerPdu::Unrecognized {
            pdu_type,
            pdu_type2,
        } => {
            let kind = pdu_type2.map_or_else(String::new, |kind| format!(", pduType2 {kind:#04x}"));
            walk.odd(format!(
                "a share PDU of type {pdu_type:#x}{kind}, which no standard knows"
            ));
            Ok(())
        }
        ServerPdu::Update(update) => graphics::update(walk, &update, name),
        ServerPdu::Pointer(shape) => graphics::pointer(walk, &shape, name),
        ServerPdu::SaveSessionInfo(info) => {
            session_info(walk, info);
            Ok(())
        }
        ServerPdu::AutoReconnectStatus { arc_status } => {
            walk.seen.auto_reconnect_status = Some(arc_status);
            Ok(())
        }
        ServerPdu::ShutdownDenied => {
            active::may_leave(walk);
            Ok(())
        }
        ServerPdu::MonitorLayout { monitors: 0 } => {
            walk.odd("a Monitor Layout without any monitor");
            Ok(())
        }
        ServerPdu::PlaySound => {
            play_sound(walk, bytes);
            Ok(())
        }
        ServerPdu::MonitorLayout { .. } | ServerPdu::SetKeyboardIndicators => Ok(()),
    }
}

/// A beep is short (MS-RDPBCGR 2.2.9.1.1.5.1).
fn play_sound(walk: &mut Walk, bytes: &[u8]) {
    const LONGEST_MS: u32 = 60_000;
    let body = bytes
        .get(HEADER_LEN + DATA_HEADER_LEN..)
        .unwrap_or_default();
    if let Ok(duration @ LONGEST_MS..) = Reader::new(body).u32_le() {
        walk.odd(format!("a Play Sound of {duration} ms"));
    }
}

fn session_info(walk: &mut Walk, info: SessionInfo) {
    match info {
        SessionInfo::Extended { cookie, errors } => {
            if cookie.is_some_and(|cookie| cookie.random_bits == [0; 16]) {
                walk.odd("an auto-reconnect cookie without any randomness");
            }
            walk.cookie = cookie.or(walk.cookie);
            if let Some(errors) = errors {
                let pair = (errors.notification_type, errors.notification_data);
                walk.seen.logon_errors = Some(pair);
            }
        }
        SessionInfo::Logon { .. } | SessionInfo::LogonLong { .. } | SessionInfo::PlainNotify => {
            walk.seen.logon_notified = true;
        }
    }
}

/// Standard Security Server Redirection: the packet right behind its security header.
pub(super) fn redirection_packet(walk: &mut Walk, body: &[u8]) -> Result<(), Stop> {
    let redirection =
        Redirection::decode(body).map_err(|error| Stop::malformed("Server Redirection", error))?;
    redirected(walk, &redirection)
}

fn redirected(walk: &mut Walk, redirection: &Redirection) -> Result<(), Stop> {
    let target = redirection.target_net_address.as_ref();
    let no_redirect = redirection.other_flags & flags::NOREDIRECT != 0;
    walk.seen.redirection = Some(RedirectionSeen {
        target: target
            .or(redirection.target_fqdn.as_ref())
            .or(redirection.target_netbios_name.as_ref())
            .cloned(),
        routing_token: redirection.load_balance_info.is_some(),
        password: redirection.password.is_some(),
        no_redirect,
        not_followed: None,
    });
    if no_redirect {
        Ok(())
    } else {
        walk.redirection = Some(redirection.clone());
        Err(Stop::Redirected)
    }
}

/// The name of a share PDU, as far as its headers tell it.
fn name_of(control: &ControlHeader, body: &[u8]) -> String {
    let name = match control.pdu_type {
        pdu_type::DEMAND_ACTIVE => "Demand Active",
        pdu_type::DEACTIVATE_ALL => "Deactivate All",
        pdu_type::SERVER_REDIRECTION => "Server Redirection",
        pdu_type::DATA => match DataHeader::decode(body).map(|(header, _)| header.pdu_type2) {
            Ok(pdu_type2::UPDATE) => "Slow-Path Update",
            Ok(pdu_type2::CONTROL) => "Control",
            Ok(pdu_type2::POINTER) => "Pointer Update",
            Ok(pdu_type2::SYNCHRONIZE) => "Synchronize",
            Ok(pdu_type2::SAVE_SESSION_INFO) => "Save Session Info",
            Ok(pdu_type2::FONT_MAP) => "Font Map",
            Ok(pdu_type2::SET_ERROR_INFO) => "Set Error Info",
            Ok(pdu_type2::AUTO_RECONNECT_STATUS) => "Auto-Reconnect Status",
            Ok(pdu_type2::STATUS_INFO) => "Server Status Info",
            Ok(pdu_type2::MONITOR_LAYOUT) => "Monitor Layout",
            Ok(other) => return format!("the share data PDU {other:#04x}"),
            Err(_) => "a share data PDU",
        },
        other => return format!("the share PDU {other:#x}"),
    };
    name.to_owned()
}
