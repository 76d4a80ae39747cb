//! Where a walk stands: its phase, what it waits for, what was odd, and how it ends.

use badrdp_proto::Phase;
use badrdp_proto::client::disconnect_provider_ultimatum;
use badrdp_proto::mcs::Reason;

use super::{Stage, Walk};
use crate::seen::Stop;

impl Walk {
    /// Whether there is nothing more to wait for.
    pub(crate) const fn is_over(&self) -> bool {
        self.seen.stop.is_some()
    }

    /// Whether the session is active, or being left.
    pub(crate) const fn is_active(&self) -> bool {
        matches!(self.stage, Stage::Active | Stage::Leaving)
    }

    /// Whether the capabilities are exchanged: the server may be busy with its picture.
    pub(crate) const fn is_set_up(&self) -> bool {
        self.is_active() || matches!(self.stage, Stage::Finalization(_))
    }

    /// Whether the probe has asked to leave.
    pub(crate) const fn is_leaving(&self) -> bool {
        matches!(self.stage, Stage::Leaving)
    }

    pub(super) fn stop(&mut self, stop: Stop) {
        if self.channels.user != 0 && !matches!(stop, Stop::Ultimatum(_)) {
            self.say_goodbye();
        }
        self.seen.stop = Some(stop);
        self.stage = Stage::Over;
    }

    /// MCS Disconnect Provider Ultimatum: the user wants it so (MS-RDPBCGR 1.3.1.4.1).
    fn say_goodbye(&mut self) {
        self.out
            .extend(disconnect_provider_ultimatum(Reason::UserRequested));
    }

    /// A phase begins, in which the probe waits for `waiting_for`, having said `said`.
    pub(super) fn enter(&mut self, phase: Phase, said: &'static str, waiting_for: &'static str) {
        if self.seen.phases.last() != Some(&phase) {
            self.seen.phases.push(phase);
            self.phase_since = self.now;
        }
        self.waits(said, waiting_for);
    }

    pub(super) const fn waits(&mut self, said: &'static str, waiting_for: &'static str) {
        self.seen.said = said;
        self.seen.waiting_for = waiting_for;
    }

    /// Notes what breaks the standard and does not stop a session.
    pub(super) fn odd(&mut self, what: impl Into<String>) {
        const MOST: usize = 8;
        let what = what.into();
        if self.seen.oddities.len() < MOST && !self.seen.oddities.contains(&what) {
            self.seen.oddities.push(what);
        }
    }
}
