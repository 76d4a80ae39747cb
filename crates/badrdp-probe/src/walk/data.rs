//! Takes a PDU behind the channel connection apart, and gives its body to where it belongs.

use badrdp_proto::client::DomainAnswer;
use badrdp_proto::reader::Reader;
use badrdp_proto::session::virtual_channel::{Chunk, FLAG_FIRST, FLAG_LAST, PACKET_COMPRESSED};
use badrdp_proto::standard_security::Method;
use badrdp_proto::standard_security::header::{Header, flags};
use badrdp_proto::tpkt;

use super::before_session::{Early, early_share_pdu};
use super::{Stage, Walk, active, auto_detect, before_session, channels, graphics, share};
use crate::seen::Stop;

/// The most data in a chunk of a virtual channel (MS-RDPBCGR 2.2.7.1.10).
const CHUNK_SIZE: usize = 1600;

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
    virtual_channel(walk, &name, user_data)
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

/// Data of a static virtual channel: nobody here listens, yet it has to be whole.
fn virtual_channel(walk: &mut Walk, name: &str, user_data: &[u8]) -> Result<(), Stop> {
    let message = format!("data of channel {name}");
    let mut data = user_data.to_vec();
    if walk.method.is_some() {
        let fips = walk.method == Some(Method::Fips);
        let mut reader = Reader::new(user_data);
        let header =
            Header::decode(&mut reader, fips).map_err(|error| Stop::malformed(&*message, error))?;
        data = reader.rest().to_vec();
        walk.open(&header, &mut data)?;
    }
    let chunk = Chunk::decode(&data).map_err(|error| Stop::malformed(&*message, error))?;
    let total = usize::try_from(chunk.total).unwrap_or(usize::MAX);
    let whole = chunk.flags & (FLAG_FIRST | FLAG_LAST) == FLAG_FIRST | FLAG_LAST;
    if chunk.data.len() > total.min(CHUNK_SIZE) {
        let what = format!(
            "{} bytes in a chunk, the whole has {total}",
            chunk.data.len()
        );
        return Err(Stop::malformed(message, what));
    }
    odd_chunk(walk, name, &chunk);
    if whole && chunk.data.len() != total {
        let what = format!(
            "it is whole with {} bytes, its length says {total}",
            chunk.data.len()
        );
        return Err(Stop::malformed(message, what));
    }
    Ok(())
}

/// What is odd about a chunk that could be taken all the same (MS-RDPBCGR 2.2.6.1.1, 3.1.5.2.2).
fn odd_chunk(walk: &mut Walk, name: &str, chunk: &Chunk<'_>) {
    /// CHANNEL_FLAG_SUSPEND
    const SUSPEND: u32 = 0x20;
    /// More than any message of these channels has.
    const HUGE: u32 = 1 << 24;
    let (first, last) = (chunk.flags & FLAG_FIRST != 0, chunk.flags & FLAG_LAST != 0);
    let open = walk.open_channels.iter().position(|known| known == name);
    match open {
        Some(_) if first => walk.odd(format!("channel {name}: a first chunk after a first chunk")),
        None if !first => walk.odd(format!("channel {name}: a chunk without a first one")),
        _ => {}
    }
    match open {
        Some(index) if last => drop(walk.open_channels.swap_remove(index)),
        None if first && !last => walk.open_channels.push(name.to_owned()),
        _ => {}
    }
    if chunk.flags & PACKET_COMPRESSED != 0 {
        walk.odd(format!(
            "channel {name}: compressed data, which the client did not allow"
        ));
    }
    if chunk.flags & SUSPEND != 0 {
        walk.odd(format!("channel {name}: the client is told to suspend"));
    }
    if chunk.total > HUGE {
        let total = chunk.total;
        walk.odd(format!(
            "channel {name}: data of {total} bytes are announced"
        ));
    }
}
