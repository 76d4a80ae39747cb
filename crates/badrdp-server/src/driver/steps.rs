//! Steps of the plan on their way into the queue.

use std::time::Duration;

use badrdp_faults::{AlertLevel, FaultIndex, Op, Reaction, Step};
use badrdp_proto::Message;
use tokio::time::Instant;

use super::{Driver, State};
use crate::transcript::Happening;
use crate::wire::Wire;

impl<W: Wire> Driver<'_, W> {
    pub(super) fn react(&mut self, reaction: Reaction) {
        self.note_due(&reaction);
        self.start_timers(&reaction);
        self.enqueue_all(reaction.steps);
    }

    pub(super) fn enqueue(&mut self, step: Step) {
        if let Op::Say(statement) = step.op {
            return self.say(&statement, &step.faults);
        }
        let step = self.sealed_in_order(step);
        if matches!(step.op, Op::Close { .. } | Op::Reset) && self.state == State::Serving {
            // Nothing that the client says from here on can be answered.
            self.state = State::Ignoring;
        }
        match step.faults.iter().all(|fault| self.plan.shapes(*fault)) {
            true => self.queue.push_answer(step, self.nth, Instant::now),
            false => self.queue.push_step(step, self.nth, Instant::now),
        }
    }

    /// What TLS itself says is encrypted now, before what comes behind it in the queue: records
    /// are numbered, and a client cannot read one whose turn it is not.
    fn sealed_in_order(&mut self, step: Step) -> Step {
        let Some(tls) = self.tls.as_mut().filter(|tls| !tls.is_handshaking()) else {
            return step;
        };
        match step.op {
            Op::Close { notify: true } => {
                tls.close_notify();
                for record in tls.drain() {
                    self.push_record(record);
                }
                Step {
                    op: Op::Close { notify: false },
                    faults: step.faults,
                }
            }
            Op::TlsAlert { level, description } if level == AlertLevel::Fatal => {
                let record = tls.alert(level.number(), description);
                self.push_record(record);
                // The record is the delivery; the step itself has nothing left to do.
                Step {
                    op: Op::Nothing,
                    faults: step.faults,
                }
            }
            op => Step {
                op,
                faults: step.faults,
            },
        }
    }

    fn push_record(&mut self, record: Message) {
        self.state = State::Ignoring;
        let step = Step {
            op: Op::Write {
                message: record.name,
                bytes: record.bytes,
                hold: Duration::ZERO,
                raw: true,
            },
            faults: Vec::new(),
        };
        self.queue.push_step(step, 0, Instant::now);
    }

    /// Queues steps in order.
    pub(super) fn enqueue_all(&mut self, steps: Vec<Step>) {
        for step in steps {
            self.enqueue(step);
        }
    }

    pub(super) fn start_timers(&mut self, reaction: &Reaction) {
        if reaction.timers.is_empty() {
            return;
        }
        let now = Instant::now();
        let timers = reaction.timers.iter();
        self.timers
            .extend(timers.map(|timer| (now + timer.delay, timer.fault)));
    }

    /// Notes faults whose moment has come: once for each reaction, and those that shape all
    /// that is sent once and for all.
    pub(super) fn note_due(&mut self, reaction: &Reaction) {
        let mut noted: Vec<FaultIndex> = Vec::new();
        for fault in reaction.steps.iter().flat_map(|step| &step.faults) {
            if noted.contains(fault) {
                continue;
            }
            noted.push(*fault);
            if self.plan.shapes(*fault) && !self.deliveries.tell(*fault) {
                continue;
            }
            if let Some(name) = self.deliveries.name(*fault) {
                self.recorder.note(Happening::FaultDue {
                    fault: *fault,
                    name,
                });
            }
        }
    }
}
