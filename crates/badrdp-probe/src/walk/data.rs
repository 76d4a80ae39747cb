//! Takes a PDU behind the channel connection apart, and gives its body to where it belongs.

use badrdp_proto::client::DomainAnswer;
use badrdp_proto::reader::Reader;
use badrdp_proto::standard_security::Method;
use badrdp_proto::standard_security::header::{Header, flags};
use badrdp_proto::tpkt;

use super::before_session::{Early, early_share_pdu};
use super::{
    Stage, Walk, active, auto_detect, before_session, channels, graphics, licensing, share,
    virtual_channels,
};
use crate::seen::Stop;

/// Takes one PDU.
pub(super) fn handle(walk: &mut Walk, frame: &[u8]) -> Result<(), Stop> {
    if frame.first() != Some(&tpkt::VERSION) {
        return graphics::fast_path(walk, frame);
    }
    let waiting = walk.seen.waiting_for;
    let answer = DomainAnswer::decode(frame).map_err(|error| Stop::malformed(waiting, error))?;
    if let Some(length) = expected_length(&answer)
        && length != frame.len()
    {
        let what = format!(
            "the TPKT length is {}, yet its PDU has {length} bytes",
            frame.len()
        );
        return Err(Stop::malformed(waiting, what));
    }
    let (
        DomainAnswer::SendDataIndication {
            channel_id,
            user_data,
            ..
        },
        false,
    ) = (
        answer,
        matches!(walk.stage, Stage::AttachUser | Stage::Joining(_)),
    )
    else {
        return channels::handle(walk, answer);
    };
    if channel_id == walk.channels.io || Some(channel_id) == walk.channels.message {
        return body(walk, channel_id, user_data);
    }
    let known = walk
        .channels
        .statics
        .iter()
        .find(|(_, id)| *id == channel_id);
    let Some((name, _)) = known else {
        let what = format!("it comes on channel {channel_id}, which nobody joined");
        return Err(Stop::malformed(waiting, what));
    };
    let name = name.clone();
    virtual_channels::handle(walk, &name, user_data)
}

/// The length of the frame that an MCS PDU needs.
fn expected_length(answer: &DomainAnswer<'_>) -> Option<usize> {
    let headers = 4 + 3;
    Some(match answer {
        DomainAnswer::AttachUserConfirm { initiator, .. } => {
            headers + 2 + initiator.map_or(0, |_| 2)
        }
        DomainAnswer::ChannelJoinConfirm { channel_id, .. } => {
            headers + 2 + 2 + 2 + channel_id.map_or(0, |_| 2)
        }
        // A length may take one byte or two, whatever it is.
        DomainAnswer::SendDataIndication { .. } | DomainAnswer::Other { .. } => return None,
        DomainAnswer::DisconnectProviderUltimatum { .. } => headers + 2,
    })
}

/// The user data of a Send Data Indication on the I/O or the message channel.
fn body(walk: &mut Walk, channel: u16, user_data: &[u8]) -> Result<(), Stop> {
    let waiting = walk.seen.waiting_for;
    let on_message_channel = Some(channel) == walk.channels.message;
    let before = matches!(walk.stage, Stage::BeforeSession);
    if before && walk.method.is_none() {
        match early_share_pdu(user_data) {
            Early::DemandActive => return before_session::licensing_left_out(),
            Early::Other => return share::handle(walk, user_data),
            Early::No => {}
        }
    }
    let has_header = walk.method.is_some() || on_message_channel || before;
    if !has_header {
        if licensing::is_late(user_data) {
            let body = user_data.get(4..).unwrap_or_default();
            return licensing::late(walk, body);
        }
        return share::handle(walk, user_data);
    }
    let fips = walk.method == Some(Method::Fips);
    let mut reader = Reader::new(user_data);
    let header = Header::decode(&mut reader, fips)
        .map_err(|error| Stop::malformed(waiting, format!("its security header: {error}")))?;
    let mut body = reader.rest().to_vec();
    walk.open(&header, &mut body)?;
    flagged(walk, &header, &body, on_message_channel)
}

fn flagged(
    walk: &mut Walk,
    header: &Header,
    body: &[u8],
    on_message_channel: bool,
) -> Result<(), Stop> {
    /// What says which PDU follows; the other bits say how it is protected.
    const KINDS: u16 = flags::LICENSE_PKT
        | flags::AUTODETECT_REQ
        | flags::HEARTBEAT
        | flags::TRANSPORT_REQ
        | flags::REDIRECTION_PKT;
    let before = matches!(walk.stage, Stage::BeforeSession);
    match header.flags & KINDS {
        flags::LICENSE_PKT if before => before_session::licensing(walk, body),
        flags::LICENSE_PKT => licensing::late(walk, body),
        flags::AUTODETECT_REQ => auto_detect::handle(walk, body),
        flags::HEARTBEAT => active::heartbeat(walk, body),
        flags::TRANSPORT_REQ => before_session::multitransport(walk, body),
        flags::REDIRECTION_PKT => share::redirection_packet(walk, body),
        0 if walk.method.is_some() && !on_message_channel => match early_share_pdu(body) {
            Early::DemandActive if before => before_session::licensing_left_out(),
            Early::No if before => {
                let flags = header.flags;
                let what = format!("the security flags are {flags:#06x}, without SEC_LICENSE_PKT");
                Err(Stop::malformed(walk.seen.waiting_for, what))
            }
            _ => share::handle(walk, body),
        },
        _ => {
            let what = format!("the security flags are {:#06x}", header.flags);
            Err(Stop::malformed(walk.seen.waiting_for, what))
        }
    }
}
