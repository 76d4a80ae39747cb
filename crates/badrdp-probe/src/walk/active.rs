//! The active session: watches it for a while, asks to leave, leaves (MS-RDPBCGR 1.3.1.4.1).

use std::time::Duration;

use badrdp_proto::session::heartbeat::Heartbeat;
use badrdp_proto::share::data::{pdu_type2, with_headers};
use badrdp_proto::writer::Writer;
use badrdp_proto::{MessageName, Phase};

use super::{Stage, Walk};
use crate::seen::{HeartbeatSeen, Stop};

/// Font Map came: the session is active.
pub(super) fn begin(walk: &mut Walk) {
    walk.stage = Stage::Active;
    walk.seen.active_after.get_or_insert(walk.now);
    walk.enter(Phase::Active, "Font List", "an update of the picture");
}

/// Deactivate All: a new Demand Active is due (MS-RDPBCGR 1.3.1.3).
pub(super) fn deactivated(walk: &mut Walk) -> Result<(), Stop> {
    if walk.share_id == 0 {
        let what = "Deactivate All came before Demand Active";
        return Err(Stop::Session(what.to_owned()));
    }
    walk.seen.deactivations += 1;
    walk.share_id = 0;
    walk.stage = Stage::DemandActive;
    walk.enter(
        Phase::CapabilitiesExchange,
        "nothing since Deactivate All",
        "Demand Active",
    );
    Ok(())
}

/// A sign of life (MS-RDPBCGR 2.2.16.1).
pub(super) fn heartbeat(walk: &mut Walk, body: &[u8]) -> Result<(), Stop> {
    let heartbeat = Heartbeat::decode(body).map_err(|error| Stop::malformed("Heartbeat", error))?;
    let count = walk.seen.heartbeat.map_or(0, |seen| seen.count);
    if heartbeat.period == 0 {
        walk.odd("a Heartbeat whose period is 0 seconds");
    }
    walk.seen.heartbeat = Some(HeartbeatSeen {
        period: heartbeat.period,
        reconnect_after: heartbeat.reconnect_after,
        count: count + 1,
        last: walk.now,
    });
    Ok(())
}

/// The server denied to shut down, which is its way to say that it lives and the user is logged
/// on: the client leaves by itself.
pub(super) fn may_leave(walk: &mut Walk) {
    if matches!(walk.stage, Stage::Leaving) {
        walk.stop(Stop::Left);
    }
}

impl Walk {
    /// Whether the picture and the logon notification are here.
    pub(crate) const fn has_all(&self) -> bool {
        self.seen.updates > 0 && self.seen.logon_notified
    }

    /// Whether the server has said anything yet.
    pub(crate) const fn has_answer(&self) -> bool {
        self.seen.gcc_version.is_some() || self.seen.credssp.is_some() || self.is_over()
    }

    /// Time has passed: notices what did not come.
    pub(crate) fn tick(&mut self, now: Duration) {
        self.now = now;
        if self.heartbeat_left(now) == Some(Duration::ZERO) {
            self.stop(Stop::HeartbeatsStopped);
        }
    }

    /// How long the next heartbeat may still take, where the server sends any.
    pub(crate) fn heartbeat_left(&self, now: Duration) -> Option<Duration> {
        const GRACE: Duration = Duration::from_millis(500);
        let seen = self.seen.heartbeat.filter(|_| self.is_active())?;
        if seen.period == 0 || seen.reconnect_after == 0 {
            return None;
        }
        let silence = u64::from(seen.period) * u64::from(seen.reconnect_after);
        let limit = seen.last + Duration::from_secs(silence) + GRACE;
        let left = limit.saturating_sub(now);
        // Where nothing else comes either it is silence, and no matter of heartbeats.
        let silent = now.saturating_sub(self.heard) > Duration::from_secs(seen.period.into());
        (!left.is_zero() || !silent).then_some(left)
    }

    /// How long a PDU of the session has been on its way.
    pub(crate) fn incomplete_for(&self, now: Duration) -> Duration {
        let since = self.incomplete_since.filter(|_| self.is_active());
        since.map_or(Duration::ZERO, |since| now.saturating_sub(since))
    }

    /// What is on its way takes too long to be true.
    pub(crate) fn give_up_on_pdu(&mut self) {
        let came = self.buffer.len();
        let what = format!("its length promises more than the {came} bytes that came");
        self.stop(Stop::malformed("a PDU of the session", what));
    }

    /// How long ago the probe asked to leave for the first time, in a session that goes on.
    pub(crate) fn asked_to_leave_for(&self, now: Duration) -> Duration {
        let since = self.asked_to_leave.filter(|_| self.is_active());
        since.map_or(Duration::ZERO, |since| now.saturating_sub(since))
    }

    /// Leaves a server that goes on with its session as if nobody had asked.
    pub(crate) fn leave_without_answer(&mut self) {
        self.odd("the Shutdown Request has no answer");
        self.stop(Stop::Left);
    }

    /// Leaves without waiting for a word.
    pub(crate) fn leave(&mut self) {
        self.note_owed();
        self.stop(Stop::Left);
    }

    /// Asks to leave. The server answers that the user is logged on, or ends the session.
    pub(crate) fn ask_to_leave(&mut self) {
        self.note_owed();
        let name = MessageName::ShutdownRequest;
        let body = Writer::new(name).finish();
        let (user, share_id) = (self.channels.user, self.share_id);
        let request = with_headers(user, share_id, pdu_type2::SHUTDOWN_REQUEST, body);
        self.send(request);
        self.stage = Stage::Leaving;
        self.asked_to_leave.get_or_insert(self.now);
        self.waits("Shutdown Request", "Shutdown Request Denied");
    }
}
