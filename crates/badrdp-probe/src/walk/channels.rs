//! Channel connection: Attach User and the joins (MS-RDPBCGR 3.2.5.3.5 to 3.2.5.3.8).

use badrdp_proto::client::{DomainAnswer, channel_join_request};
use badrdp_proto::mcs::{RT_SUCCESSFUL, result_name};

use super::{Channels, Stage, Walk, security};
use crate::seen::Stop;

impl Channels {
    /// Where auto-detection, heartbeats and multitransport are spoken of: the message channel, or
    /// the I/O channel where there is none (MS-RDPBCGR 2.2.1.4.5).
    pub(super) fn for_side_pdus(&self) -> u16 {
        self.message.unwrap_or(self.io)
    }
}

/// Takes a PDU of the MCS domain.
pub(super) fn handle(walk: &mut Walk, answer: DomainAnswer<'_>) -> Result<(), Stop> {
    match (&walk.stage, answer) {
        (Stage::AttachUser, DomainAnswer::AttachUserConfirm { result, initiator }) => {
            attached(walk, result, initiator)
        }
        (
            Stage::Joining(_),
            DomainAnswer::ChannelJoinConfirm {
                result,
                initiator,
                requested,
                channel_id,
            },
        ) => joined(walk, result, initiator, requested, channel_id),
        (_, DomainAnswer::DisconnectProviderUltimatum { reason }) => Err(Stop::Ultimatum(reason)),
        (_, answer) => {
            let came = match answer {
                DomainAnswer::AttachUserConfirm { .. } => "an MCS Attach User Confirm".to_owned(),
                DomainAnswer::ChannelJoinConfirm { requested, .. } => {
                    format!("an MCS Channel Join Confirm for channel {requested}")
                }
                DomainAnswer::SendDataIndication { .. } => "an MCS Send Data Indication".to_owned(),
                DomainAnswer::Other { choice } => format!("MCS PDU {choice}"),
                DomainAnswer::DisconnectProviderUltimatum { .. } => "an ultimatum".to_owned(),
            };
            Err(Stop::malformed(
                walk.seen.waiting_for,
                format!("{came} came in its place"),
            ))
        }
    }
}

fn attached(walk: &mut Walk, result: u8, initiator: Option<u16>) -> Result<(), Stop> {
    const NAME: &str = "MCS Attach User Confirm";
    check_result(NAME, result)?;
    let user = initiator.ok_or_else(|| Stop::malformed(NAME, "it has no initiator"))?;
    let channels = &mut walk.channels;
    let mut taken = channels.statics.iter().map(|(_, id)| *id);
    if taken.any(|id| id == user) || [Some(channels.io), channels.message].contains(&Some(user)) {
        let what = format!("its initiator {user} is the id of another channel");
        return Err(Stop::malformed(NAME, what));
    }
    channels.user = user;
    walk.seen.channels.user = Some(user);
    if walk.channels.skip_join {
        return security::commence(walk);
    }
    let channels = &walk.channels;
    let statics = channels.statics.iter().map(|(_, id)| *id);
    let mut all: Vec<_> = [user, channels.io]
        .into_iter()
        .chain(channels.message)
        .chain(statics.filter(|id| *id != 0))
        .collect();
    all.reverse();
    join_next(walk, all)
}

fn join_next(walk: &mut Walk, left: Vec<u16>) -> Result<(), Stop> {
    let Some(next) = left.last() else {
        return security::commence(walk);
    };
    walk.out
        .extend(channel_join_request(walk.channels.user, *next));
    walk.stage = Stage::Joining(left);
    walk.waits("an MCS Channel Join Request", "MCS Channel Join Confirm");
    Ok(())
}

fn joined(
    walk: &mut Walk,
    result: u8,
    initiator: u16,
    requested: u16,
    channel_id: Option<u16>,
) -> Result<(), Stop> {
    const NAME: &str = "MCS Channel Join Confirm";
    check_result(NAME, result)?;
    let Stage::Joining(left) = &mut walk.stage else {
        return Ok(());
    };
    let asked = left.pop().unwrap_or_default();
    let left = std::mem::take(left);
    let user = walk.channels.user;
    for (field, found, expected) in [
        ("initiator", initiator, user),
        ("requested", requested, asked),
        ("channelId", channel_id.unwrap_or_default(), asked),
    ] {
        if found != expected {
            let what = format!("its {field} is {found}, not {expected}");
            return Err(Stop::malformed(NAME, what));
        }
    }
    join_next(walk, left)
}

fn check_result(message: &str, result: u8) -> Result<(), Stop> {
    if result == RT_SUCCESSFUL {
        return Ok(());
    }
    let name = result_name(result).unwrap_or("a result of no standard");
    Err(Stop::malformed(
        message,
        format!("its result is {result} ({name})"),
    ))
}
