//! Gives each PDU of the client to its phase.

use super::output::{ClientMisbehaved, Turn};
use super::session::{IO_CHANNEL, Session, Stage};
use super::{
    active, basic_settings_exchange, capabilities_exchange, channel_connection,
    connect_time_auto_detection, connection_finalization, credssp, disconnection, licensing,
    multitransport, secure_settings_exchange, security_commencement,
};
use crate::mcs::DomainRequest;
use crate::message::MessageName;
use crate::reader::Reader;
use crate::session::input::fast_path;
use crate::share::client::ClientPdu;
use crate::standard_security::header::{Form, Header, Seal, flags};
use crate::{tpkt, x224};

/// What one frame of the client sets off.
pub(super) fn handle(
    session: &mut Session,
    frame: Vec<u8>,
    turn: &mut Turn<'_>,
) -> Result<(), ClientMisbehaved> {
    match session.stage {
        Stage::Credssp(_) => return credssp::handle(session, &frame, turn),
        Stage::BasicSettingsExchange => {
            return basic_settings_exchange::handle(session, &frame, turn);
        }
        _ => {}
    }
    if frame.first() != Some(&tpkt::VERSION) {
        return fast_path_input(session, &frame, turn);
    }
    if x224::is_disconnect_request(&frame) {
        disconnection::client_hangs_up(session, frame.len(), turn);
        return Ok(());
    }
    let request = DomainRequest::decode(&frame).map_err(|error| session.misbehaved(error))?;
    let len = frame.len();
    match request {
        DomainRequest::SendDataRequest {
            channel_id,
            user_data,
            ..
        } => data(session, channel_id, user_data, len, turn),
        DomainRequest::DisconnectProviderUltimatum { reason } => {
            disconnection::client_leaves(session, reason, len, turn);
            Ok(())
        }
        request => channel_connection::handle(session, &request, len, turn),
    }
}

/// Input in fast-path form: the only fast-path PDU of a client.
fn fast_path_input(
    session: &mut Session,
    bytes: &[u8],
    turn: &mut Turn<'_>,
) -> Result<(), ClientMisbehaved> {
    let len = bytes.len();
    let frame = fast_path::Frame::decode(bytes, session.is_fips())
        .map_err(|error| session.misbehaved(error))?;
    let mut events = bytes.get(frame.events.clone()).unwrap_or_default().to_vec();
    let signature = frame
        .signature
        .and_then(|range| bytes.get(range)?.try_into().ok());
    if let (Some(signature), Some(cipher)) = (signature, session.cipher()) {
        let seal = Seal {
            pad_length: frame.fips_padding.unwrap_or_default(),
            signature,
        };
        let opened = cipher.open(&seal, &mut events, frame.secure_checksum);
        opened.map_err(|error| session.misbehaved(error))?;
    }
    turn.opened_input(frame.events.start, &events);
    match fast_path::decode_events(frame.num_events, &events) {
        Ok(events) => active::input(session, MessageName::FastPathInput, &events, len, turn),
        Err(error) => turn.received(MessageName::Unrecognized, len, Some(error.to_string())),
    }
    Ok(())
}

/// The user data of one Send Data Request: opened, then given away by its security flags.
fn data(
    session: &mut Session,
    channel: u16,
    user_data: &[u8],
    len: usize,
    turn: &mut Turn<'_>,
) -> Result<(), ClientMisbehaved> {
    if !has_header(session, channel) {
        return share_or_channel(session, channel, user_data, len, turn);
    }
    let fips = session.is_fips();
    let mut reader = Reader::new(user_data);
    let header = Header::decode(&mut reader, fips).map_err(|error| session.misbehaved(error))?;
    if header.has(flags::EXCHANGE_PKT) {
        turn.opened(Form::Basic, 4 /* flags */, reader.rest());
        return security_commencement::handle(session, user_data, len, turn);
    }
    let mut body = reader.rest().to_vec();
    let mut encrypted = false;
    if let (Some(seal), Some(cipher)) = (header.seal, session.cipher()) {
        let salted = header.has(flags::SECURE_CHECKSUM);
        let opened = cipher.open(&seal, &mut body, salted);
        opened.map_err(|error| session.misbehaved(error))?;
        encrypted = true;
    }
    let header_len = user_data.len() - reader.rest().len();
    turn.opened(header.form(fips), header_len, &body);
    if header.has(flags::INFO_PKT) {
        secure_settings_exchange::handle(session, &body, encrypted, len, turn)
    } else if header.has(flags::LICENSE_PKT) {
        licensing::handle(session, &body, len, turn)
    } else if header.has(flags::AUTODETECT_RSP) {
        connect_time_auto_detection::handle(session, &body, len, turn);
        Ok(())
    } else if header.has(flags::TRANSPORT_RSP) {
        multitransport::handle(&body, len, turn);
        Ok(())
    } else {
        share_or_channel(session, channel, &body, len, turn)
    }
}

/// Whether a PDU of the client has a security header: always under the encryption of Standard
/// RDP Security, else up to licensing and on the message channel (MS-RDPBCGR 5.3.2, 5.4.4).
fn has_header(session: &Session, channel: u16) -> bool {
    session.encryption.method.is_some()
        || session.channels.message == Some(channel)
        || matches!(
            session.stage,
            // Some clients leave a channel unjoined and go on.
            Stage::ChannelConnection
                | Stage::SecureSettingsExchange
                | Stage::ConnectTimeAutoDetection
                | Stage::Licensing(_)
                | Stage::SecurityCommencement
        )
}

fn share_or_channel(
    session: &mut Session,
    channel: u16,
    body: &[u8],
    len: usize,
    turn: &mut Turn<'_>,
) -> Result<(), ClientMisbehaved> {
    if channel != IO_CHANNEL {
        let name = session.channels.name(channel);
        let note = Some(name.map_or_else(|| format!("channel {channel}"), ToOwned::to_owned));
        turn.received(MessageName::ClientVirtualChannel, len, note);
        return Ok(());
    }
    let pdu = match ClientPdu::decode(body) {
        Ok(pdu) => pdu,
        // A session outlives what it does not understand.
        Err(error) => {
            turn.received(MessageName::Unrecognized, len, Some(error.to_string()));
            return Ok(());
        }
    };
    match pdu {
        ClientPdu::ConfirmActive(confirm) => {
            capabilities_exchange::handle(session, confirm, len, turn);
        }
        ClientPdu::ShutdownRequest => disconnection::shutdown_request(session, len, turn),
        ClientPdu::Input(events) => {
            active::input(session, MessageName::SlowPathInput, &events, len, turn);
        }
        ClientPdu::RefreshRect(_) | ClientPdu::SuppressOutput(_) => {
            active::wish(session, &pdu, len, turn);
        }
        ClientPdu::FrameAcknowledge { frame_id } => {
            let note = Some(format!("frame {frame_id}"));
            turn.received(MessageName::FrameAcknowledge, len, note);
        }
        ClientPdu::Unrecognized {
            pdu_type,
            pdu_type2,
        } => {
            let kind = pdu_type2.map_or_else(String::new, |kind| format!(", pduType2 {kind:#04x}"));
            let note = Some(format!("share PDU of type {pdu_type:#x}{kind}"));
            turn.received(MessageName::Unrecognized, len, note);
        }
        pdu => connection_finalization::handle(session, &pdu, len, turn),
    }
    Ok(())
}
