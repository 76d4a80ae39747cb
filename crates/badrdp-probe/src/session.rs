//! Drives the walk behind the negotiation: bytes, time, and when to leave.

use std::time::Duration;

use badrdp_proto::credssp::User;
use badrdp_proto::negotiation::Protocols;
use jiff::Timestamp;

use crate::attempt::Trip;
use crate::link::Link;
use crate::options::Options;
use crate::seen::{Answer, Attempt, End, SessionSeen, Stage, Stop};
use crate::walk::{Random, Setup, Walk};

/// How long an active session is watched for the logon notification, where nobody said how long
/// to stay: servers that announce the logon do so at once.
const USUAL_STAY: Duration = Duration::from_millis(300);

/// How many times its patience the probe stays in one phase of the connection sequence, and waits
/// for an answer to its Shutdown Request, whatever whole messages come meanwhile: a server that
/// goes on and on would hold an attempt for ever. On a slow path to join the channels takes eight
/// answers, and the one to the Shutdown Request may stand behind thousands of other messages.
const LONGEST: u32 = 16;

/// From 1601 to 1970, in seconds (MS-DTYP 2.3.3).
const FILETIME_EPOCH: i64 = 11_644_473_600;

/// Walks a session until it is over, and notes it in `seen`.
pub(crate) async fn session(
    options: &Options,
    link: &mut Link<'_>,
    selected: Protocols,
    seen: &mut Attempt,
    trip: &mut Trip,
) -> End {
    let provider = rustls::crypto::ring::default_provider();
    let mut walk = Walk::new(Setup {
        requested: options.security.protocols(),
        selected,
        public_key: link.public_key(),
        user: User::new(&trip.to.user, &trip.to.password),
        domain: trip.to.domain.clone(),
        session_id: trip.to.session_id,
        insecure: options.insecure,
        cookie: trip.cookie,
        random: Random::draw(provider.secure_random),
        filetime: filetime(),
    });
    let mut end = run(options, link, &mut walk, seen.connected_after).await;
    let goodbye = walk.take_output();
    if !goodbye.is_empty() {
        link.send(&goodbye).await;
    }
    if walk.is_over() {
        end = if walk.seen.stop == Some(Stop::Left) {
            End::Answered
        } else {
            End::Stopped
        };
        link.goodbye().await;
    }
    seen.answer = answer(&walk.seen, selected);
    seen.stage = match &walk.seen.stop {
        Some(Stop::Left) => Stage::Done,
        None if seen.answer.is_none() => Stage::FirstPdu,
        _ => Stage::Session,
    };
    trip.cookie = walk.cookie;
    trip.redirection = walk.redirection.take();
    seen.session = Some(walk.seen);
    end
}

async fn run(
    options: &Options,
    link: &mut Link<'_>,
    walk: &mut Walk,
    connected_after: Option<Duration>,
) -> End {
    let start = link.started();
    loop {
        let output = walk.take_output();
        if !output.is_empty() {
            link.send(&output).await;
        }
        let now = start.elapsed();
        walk.tick(now);
        if walk.is_over() {
            return End::Stopped;
        }
        if walk.incomplete_for(now) > options.patience {
            walk.give_up_on_pdu();
            continue;
        }
        let phase = now.saturating_sub(walk.phase_since);
        if walk.is_set_up() && !walk.is_active() && phase > options.patience {
            // The picture is no answer to what the probe waits for.
            return End::Silent { partial: 0 };
        }
        if !walk.is_active() && phase > LONGEST * options.patience {
            return End::Unfinished;
        }
        if walk.asked_to_leave_for(now) > LONGEST * options.patience {
            walk.leave_without_answer();
            continue;
        }
        let mut wait = options.patience;
        if walk.is_active() && !walk.is_leaving() {
            let left = leaves_at(options, walk, now).saturating_sub(now);
            let pace = link.stream().pace;
            let is_slow = pace.dribbles() || pace.is_slow(connected_after);
            if is_slow && options.stay.is_none() {
                // The picture may take for ever, and what there is to know is known.
                walk.leave();
                continue;
            }
            if left.is_zero() {
                walk.ask_to_leave();
                continue;
            }
            wait = wait.min(left);
        }
        // A heartbeat that does not come tells more, and sooner, than silence.
        let heartbeat = walk.heartbeat_left(now).filter(|left| *left < wait);
        wait = heartbeat.unwrap_or(wait);
        match link.receive(wait).await {
            Ok(bytes) => {
                let whole = walk.taken;
                walk.input(&bytes, start.elapsed());
                if walk.taken > whole {
                    link.stream().renew_deadline();
                }
                link.stream()
                    .watch_pace(!walk.is_set_up(), walk.has_answer());
            }
            // The time to leave has come, or nothing happens on the desktop.
            Err(End::Silent { .. })
                if heartbeat.is_some() || walk.is_active() && !walk.is_leaving() =>
            {
                link.stream().renew_deadline();
            }
            Err(end) => {
                walk.nothing_more();
                return with_partial(end, walk.partial());
            }
        }
    }
}

/// When to leave an active session, from the start of the attempt on.
fn leaves_at(options: &Options, walk: &Walk, now: Duration) -> Duration {
    let since = walk.seen.active_after.unwrap_or(now);
    let nothing_drawn = walk.seen.updates == 0;
    let usual = match options.stay {
        // Nothing drawn yet is worth the patience of any other answer.
        Some(stay) if nothing_drawn => since + stay.max(options.patience),
        Some(stay) => since + stay,
        None if nothing_drawn => since + options.patience,
        None if walk.has_all() => since,
        None => since + USUAL_STAY,
    };
    // What has begun is given the time of an answer to end.
    let owed = walk.owed_since.map(|since| since + options.patience);
    usual.max(owed.unwrap_or_default())
}

/// The end as it is with so many bytes of a PDU that is not all here.
fn with_partial(end: End, partial: usize) -> End {
    match end {
        End::Closed { notified, .. } => End::Closed { partial, notified },
        End::Reset { .. } => End::Reset { partial },
        End::Silent { .. } => End::Silent { partial },
        end => end,
    }
}

/// The answer to the first PDU, by what the walk has seen.
fn answer(seen: &SessionSeen, selected: Protocols) -> Option<Answer> {
    match &seen.stop {
        _ if seen.gcc_version.is_some() && !selected.is_hybrid() => {
            Some(Answer::ConnectResponse(0))
        }
        Some(Stop::ErrorCode(code)) => Some(Answer::TsError(*code)),
        _ if seen
            .credssp
            .as_ref()
            .is_some_and(|seen| seen.version.is_some()) =>
        {
            Some(Answer::TsRequest)
        }
        Some(Stop::Ultimatum(reason)) => Some(Answer::DisconnectProviderUltimatum(*reason)),
        Some(_) => Some(Answer::Unrecognized),
        None => None,
    }
}

fn filetime() -> u64 {
    let now = Timestamp::now();
    let seconds = u64::try_from(now.as_second() + FILETIME_EPOCH).unwrap_or_default();
    let ticks = u64::try_from(now.subsec_nanosecond() / 100).unwrap_or_default();
    seconds * 10_000_000 + ticks
}

#[cfg(test)]
mod tests;
