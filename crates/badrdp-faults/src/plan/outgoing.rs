//! Bytes on their way out: through the flow faults, and past the byte counts.

use std::collections::VecDeque;
use std::time::Duration;

use badrdp_proto::{Direction, MessageName};

use super::{Plan, Reaction};
use crate::faults::Shaped;
use crate::step::{FaultIndex, Op, Step};
use crate::when::Moment;

impl Plan {
    /// Sends the wire's own bytes through the flow faults and past the byte counts. A flow fault
    /// that comes due at a byte count shapes what is left behind it.
    pub(super) fn emit(
        &mut self,
        message: MessageName,
        bytes: Vec<u8>,
        mut faults: Vec<FaultIndex>,
        reaction: &mut Reaction,
    ) {
        if self.flows.is_empty() && self.next_cut(bytes.len()).is_none() {
            // Nothing shapes them and no byte count cuts them, as it is with most.
            return self.push_write(message, bytes, Duration::ZERO, &faults, reaction);
        }
        let mut parts = self.shaped([Shaped::Bytes(bytes)].into(), &mut faults);
        let mut held = Duration::ZERO;
        while let Some(part) = parts.pop_front() {
            match part {
                Shaped::Hold(hold) => held = held.saturating_add(hold),
                Shaped::Pace(pause) => reaction.steps.push(Step {
                    op: Op::Pace(pause),
                    faults: faults.clone(),
                }),
                Shaped::Wait(wait) => reaction.steps.push(Step {
                    op: Op::Wait(wait),
                    faults: faults.clone(),
                }),
                Shaped::Bytes(mut bytes) => {
                    let cut = self.next_cut(bytes.len());
                    let rest = cut.map(|cut| bytes.split_off(cut));
                    self.push_write(message, bytes, held, &faults, reaction);
                    let Some(rest) = rest else { continue };
                    let sent = self.sent;
                    let due = self.happens(|moment| is_byte_count(moment, sent));
                    reaction.steps.extend(due.steps);
                    reaction.timers.extend(due.timers);
                    if !rest.is_empty() {
                        parts.push_front(Shaped::Bytes(rest));
                    }
                    parts = self.shaped(parts, &mut faults);
                }
            }
        }
    }

    /// Takes parts through the flow faults that are not yet among `faults`.
    fn shaped(
        &mut self,
        mut parts: VecDeque<Shaped>,
        faults: &mut Vec<FaultIndex>,
    ) -> VecDeque<Shaped> {
        for flow in self.flows.clone() {
            let Some(spec) = self.faults.get(flow) else {
                continue;
            };
            if parts.is_empty() || faults.contains(&flow) {
                continue;
            }
            let dice = &mut self.dice;
            let shape = |part| match part {
                Shaped::Bytes(bytes) => spec.fault().behaviour().shape(bytes, dice),
                other => vec![other],
            };
            parts = parts.into_iter().flat_map(shape).collect();
            faults.push(flow);
        }
        parts
    }

    /// How many of the next `len` bytes may leave before a byte count comes due.
    fn next_cut(&self, len: usize) -> Option<usize> {
        self.faults
            .iter()
            .zip(&self.rules)
            .filter(|(spec, rule)| {
                rule.seen == 0 && spec.when().connections.contains(self.connection)
            })
            .filter_map(|(spec, _)| match spec.when().moment {
                Moment::AtByte {
                    offset,
                    direction: Direction::ServerToClient,
                } => usize::try_from(offset.saturating_sub(self.sent)).ok(),
                _ => None,
            })
            .filter(|cut| *cut <= len)
            .min()
    }

    fn push_write(
        &mut self,
        message: MessageName,
        bytes: Vec<u8>,
        hold: Duration,
        faults: &[FaultIndex],
        reaction: &mut Reaction,
    ) {
        if bytes.is_empty() && faults.is_empty() {
            return;
        }
        self.sent = self
            .sent
            .saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        reaction.steps.push(Step {
            op: Op::Write {
                message,
                bytes,
                hold,
                raw: true,
            },
            faults: faults.to_vec(),
        });
    }
}

fn is_byte_count(moment: &Moment, sent: u64) -> bool {
    matches!(moment, Moment::AtByte { offset, direction: Direction::ServerToClient } if *offset <= sent)
}
