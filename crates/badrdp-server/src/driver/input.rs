//! What the client says, and what that sets off.

use badrdp_faults::{FaultIndex, Op, Step};
use badrdp_proto::{Message, Phase};
use tokio::time::Instant;

use super::queue::Queue;
use super::{Driver, State};
use crate::text::told;
use crate::transcript::Happening;
use crate::wire::Wire;

impl<W: Wire> Driver<'_, W> {
    /// A phase begins: the plan is told, the record too.
    pub(super) fn enter(&mut self, phase: Phase) {
        self.recorder.note(Happening::Phase { phase });
        self.recorder
            .update(|record| record.reached = record.reached.max(phase));
        if phase > Phase::ConnectionInitiation {
            self.answer = None;
        }
        let reaction = self.plan.enter(phase);
        self.react(reaction);
    }

    /// Bytes that were read before the driver took over.
    pub(super) fn greet(&mut self, greeting: &[u8]) {
        if !greeting.is_empty() {
            self.client_bytes(greeting);
        }
    }

    pub(super) fn client_bytes(&mut self, bytes: &[u8]) {
        self.recorder.heard(bytes);
        let mut total = 0;
        self.recorder.update(|record| {
            record.received = record
                .received
                .saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
            total = record.received;
        });
        if total > self.limits.received {
            let how = format!("sent more than {} bytes", self.limits.received);
            self.misbehaved(how);
            self.reset_now(&[]);
            return;
        }
        if self.state != State::Serving {
            return;
        }
        let first = total == u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if first {
            self.first_bytes();
        }
        let reaction = self.plan.client_bytes(bytes);
        self.react(reaction);
        if self.tls_due {
            self.tls_bytes(bytes);
        } else {
            self.clear_bytes(bytes);
        }
    }

    /// The time of a fault has come: it strikes at once, past everything that is queued. What it
    /// says ends a silence too, but waits its turn: it must not come in the middle of a message,
    /// and what was encrypted before it has to leave before it.
    pub(super) fn timer(&mut self, fault: FaultIndex) {
        let reaction = self.plan.timer(fault);
        self.note_due(&reaction);
        let in_tls = self.in_tls();
        let waits = |step: &Step| match step.op {
            Op::Say(_) | Op::Write { .. } => true,
            Op::Close { notify } => notify && in_tls,
            Op::TlsAlert { .. } => in_tls,
            _ => false,
        };
        if reaction.steps.iter().any(waits) {
            self.break_silence();
            self.enqueue_all(reaction.steps);
            return;
        }
        self.strike_now(reaction.steps);
    }

    fn first_bytes(&mut self) {
        if self.acceptor.starts_with_tls() {
            self.start_tls();
        } else {
            self.enter(Phase::ConnectionInitiation);
        }
    }

    pub(super) fn misbehaved(&self, how: String) {
        let how = told(how);
        self.recorder
            .note(Happening::Misbehaved { how: how.clone() });
        self.recorder.update(|record| record.misbehaved = Some(how));
    }

    /// Items that come before everything else in the queue.
    pub(super) fn front(&mut self, message: Message, faults: &[FaultIndex]) {
        let step = Step {
            op: Op::Write {
                message: message.name,
                bytes: message.bytes,
                hold: std::time::Duration::ZERO,
                raw: true,
            },
            faults: faults.to_vec(),
        };
        self.queue
            .push_front(vec![Queue::item(step, 0, Instant::now)]);
    }
}
