//! Channel connection: Erect Domain, Attach User, Channel Joins (MS-RDPBCGR 1.3.1.1, 3.3.5.3.5 to
//! 3.3.5.3.9).

use super::output::{ClientMisbehaved, Turn};
use super::session::{Channels, IO_CHANNEL, Session, Stage};
use crate::mcs::domain::{attach_user_confirm, channel_join_confirm};
use crate::mcs::{DomainRequest, RT_SUCCESSFUL};
use crate::message::MessageName;

/// rt-no-such-channel (T.125 7).
const NO_SUCH_CHANNEL: u8 = 3;

impl Channels {
    /// The id of the user channel: behind all others, as on Windows.
    pub(super) fn next_user(&self) -> u16 {
        let last = self.statics.iter().map(|(_, id)| *id).chain(self.message);
        last.max().unwrap_or(IO_CHANNEL).saturating_add(1)
    }

    /// The name of a static virtual channel.
    pub(super) fn name(&self, id: u16) -> Option<&str> {
        let found = self.statics.iter().find(|(_, known)| *known == id);
        found.map(|(name, _)| name.as_str())
    }

    /// The id of a static virtual channel.
    pub(super) fn id(&self, name: &str) -> Option<u16> {
        let found = self.statics.iter().find(|(known, _)| known == name);
        found.map(|(_, id)| *id)
    }

    fn known(&self) -> impl Iterator<Item = u16> + '_ {
        let statics = self.statics.iter().map(|(_, id)| *id);
        statics
            .chain(self.message)
            .chain(self.user)
            .chain([IO_CHANNEL])
    }
}

/// Answers a PDU of the MCS domain.
pub(super) fn handle(
    session: &mut Session,
    request: &DomainRequest<'_>,
    len: usize,
    turn: &mut Turn<'_>,
) -> Result<(), ClientMisbehaved> {
    match *request {
        DomainRequest::ErectDomainRequest => {
            turn.received(MessageName::ErectDomainRequest, len, None);
        }
        DomainRequest::AttachUserRequest => {
            turn.received(MessageName::AttachUserRequest, len, None);
            let user = session.channels.next_user();
            session.channels.user = Some(user);
            turn.send(attach_user_confirm(RT_SUCCESSFUL, Some(user)));
            let first = matches!(session.stage, Stage::ChannelConnection);
            if first && session.skips_channel_join() {
                joined_all(session, turn);
            }
        }
        DomainRequest::ChannelJoinRequest {
            initiator,
            channel_id,
        } => join(session, initiator, channel_id, len, turn),
        DomainRequest::Other { choice } => {
            let note = Some(format!("MCS PDU {choice}"));
            turn.received(MessageName::Unrecognized, len, note);
        }
        DomainRequest::SendDataRequest { .. }
        | DomainRequest::DisconnectProviderUltimatum { .. } => {}
    }
    Ok(())
}

fn join(session: &mut Session, initiator: u16, channel: u16, len: usize, turn: &mut Turn<'_>) {
    let channels = &mut session.channels;
    let name = channels.name(channel).map_or_else(
        || match channel {
            IO_CHANNEL => "I/O channel".to_owned(),
            id if channels.user == Some(id) => "user channel".to_owned(),
            id if channels.message == Some(id) => "message channel".to_owned(),
            _ => "no such channel".to_owned(),
        },
        ToOwned::to_owned,
    );
    let note = Some(format!("{channel}, {name}"));
    turn.received(MessageName::ChannelJoinRequest, len, note);
    if !channels.known().any(|id| id == channel) {
        turn.send(channel_join_confirm(
            NO_SUCH_CHANNEL,
            initiator,
            channel,
            None,
        ));
        return;
    }
    if !channels.joined.contains(&channel) {
        channels.joined.push(channel);
    }
    turn.send(channel_join_confirm(
        RT_SUCCESSFUL,
        initiator,
        channel,
        Some(channel),
    ));
    let all = channels.known().all(|id| channels.joined.contains(&id));
    if all && matches!(session.stage, Stage::ChannelConnection) {
        joined_all(session, turn);
    }
}

/// Every channel is joined. Clients may leave some out, so what comes next may come before.
fn joined_all(session: &mut Session, turn: &mut Turn<'_>) {
    let next = if session.encryption.method.is_some() {
        Stage::SecurityCommencement
    } else {
        Stage::SecureSettingsExchange
    };
    session.enter(next, turn);
}
