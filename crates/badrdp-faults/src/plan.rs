//! The faults of one connection, and what they decide.

mod held;
mod outgoing;

use std::sync::Arc;
use std::time::Duration;

use badrdp_proto::{Direction, Message, MessageName, Phase};

use crate::dice::Dice;
use crate::faults::Class;
use crate::pattern::Pattern;
use crate::spec::FaultSpec;
use crate::step::{FaultIndex, Op, Step};
use crate::when::Moment;
use held::Held;

/// The faults of one connection. It is told what happens and answers with what to do.
#[derive(Debug)]
pub struct Plan {
    faults: Arc<[FaultSpec]>,
    connection: u32,
    rules: Vec<Rule>,
    flows: Vec<FaultIndex>,
    held: Vec<Held>,
    phase: Phase,
    dice: Dice,
    sent: u64,
    received: u64,
    /// The end of what the client sent, for patterns that span two reads.
    tail: Vec<u8>,
}

/// How far a fault is.
#[derive(Clone, Copy, Debug, Default)]
struct Rule {
    seen: u32,
    due: bool,
}

/// What comes of something that happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reaction {
    /// To be carried out in order.
    pub steps: Vec<Step>,
    /// To be told to [`Plan::timer`] when their time has come.
    pub timers: Vec<Timer>,
}

/// A fault that comes due later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timer {
    /// Which one.
    pub fault: FaultIndex,
    /// How much later.
    pub delay: Duration,
}

/// Where a message is: on the wire, or on its way into TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// The bytes are encrypted before they leave, by TLS or by Standard RDP Security.
    Protected,
    /// The bytes are what leaves.
    Wire,
}

impl Plan {
    /// The plan of connection `connection`, counted from 1.
    #[must_use]
    pub fn new(faults: Arc<[FaultSpec]>, connection: u32, dice: Dice) -> Self {
        let rules = vec![Rule::default(); faults.len()];
        Self {
            faults,
            connection,
            rules,
            flows: Vec::new(),
            held: Vec::new(),
            phase: Phase::Tcp,
            dice,
            sent: 0,
            received: 0,
            tail: Vec::new(),
        }
    }

    /// The faults that this connection is to meet.
    pub fn declared(&self) -> impl Iterator<Item = (FaultIndex, &FaultSpec)> {
        self.faults
            .iter()
            .enumerate()
            .filter(|(_, spec)| spec.listener().is_none())
            .filter(|(_, spec)| spec.when().connections.contains(self.connection))
    }

    /// Whether the moment of this fault has come.
    #[must_use]
    pub fn is_due(&self, fault: FaultIndex) -> bool {
        self.rules.get(fault).is_some_and(|rule| rule.due)
    }

    /// Whether this fault changes the bytes of messages, rather than their time or what follows.
    #[must_use]
    pub fn alters(&self, fault: FaultIndex) -> bool {
        let spec = self.faults.get(fault);
        spec.is_some_and(|spec| spec.fault().behaviour().class() == Class::Message)
    }

    /// Whether the waits of this fault are to be [exact](crate::faults::Behaviour::is_exact).
    #[must_use]
    pub fn is_exact(&self, fault: FaultIndex) -> bool {
        let spec = self.faults.get(fault);
        spec.is_some_and(|spec| spec.fault().behaviour().is_exact())
    }

    /// Whether this fault shapes everything that is sent from its moment on.
    #[must_use]
    pub fn shapes(&self, fault: FaultIndex) -> bool {
        let spec = self.faults.get(fault);
        spec.is_some_and(|spec| spec.fault().behaviour().class() == Class::Flow)
    }

    /// A phase begins.
    pub fn enter(&mut self, phase: Phase) -> Reaction {
        self.phase = phase;
        let faults = Arc::clone(&self.faults);
        self.flows.retain(
            |flow| match faults.get(*flow).map(|spec| &spec.when().moment) {
                Some(Moment::During(during)) => *during == phase,
                _ => true,
            },
        );
        self.happens(|moment| *moment == Moment::During(phase))
    }

    /// A client message was received in full.
    pub fn client_message(&mut self, name: MessageName) -> Reaction {
        self.happens(|moment| *moment == Moment::After(name))
    }

    /// Bytes came from the client, before anybody has understood them.
    pub fn client_bytes(&mut self, bytes: &[u8]) -> Reaction {
        self.received = self
            .received
            .saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        let received = self.received;
        let wants_patterns = self
            .faults
            .iter()
            .any(|spec| matches!(spec.when().moment, Moment::OnPattern(_)));
        if wants_patterns {
            self.tail.extend_from_slice(bytes);
        }
        let text = std::mem::take(&mut self.tail);
        let reaction = self.happens(|moment| match moment {
            Moment::AtByte {
                offset,
                direction: Direction::ClientToServer,
            } => received >= *offset,
            Moment::OnPattern(pattern) => pattern.occurs_in(&text),
            _ => false,
        });
        let keep = text.len().min(Pattern::MAX_LEN - 1);
        self.tail = text.get(text.len() - keep..).unwrap_or_default().to_vec();
        reaction
    }

    /// A server message is about to leave.
    pub fn server_message(&mut self, message: &Message, layer: Layer) -> Reaction {
        let name = message.name;
        let mut reaction = self.happens(|moment| *moment == Moment::Before(name));
        match self.altered(message) {
            None => {
                self.write(name, layer, message.bytes.clone(), &[], &mut reaction);
                self.left(name, &mut reaction);
            }
            Some((pieces, changed_by)) => {
                if let Some((pieces, changed_by)) = self.hold(message, layer, pieces, changed_by) {
                    self.leave(name, layer, pieces, changed_by, &mut reaction);
                }
            }
        }
        self.count_overtaking(layer);
        reaction
    }

    /// A message leaves in these pieces, which faults have made, and its moment is over.
    fn leave(
        &mut self,
        name: MessageName,
        layer: Layer,
        pieces: Vec<Vec<u8>>,
        changed_by: Vec<FaultIndex>,
        reaction: &mut Reaction,
    ) {
        if pieces.is_empty() {
            reaction.steps.push(Step {
                op: Op::Nothing,
                faults: changed_by.clone(),
            });
        }
        for bytes in pieces {
            self.write(name, layer, bytes, &changed_by, reaction);
        }
        self.left(name, reaction);
    }

    /// A piece of a message leaves.
    fn write(
        &mut self,
        name: MessageName,
        layer: Layer,
        bytes: Vec<u8>,
        changed_by: &[FaultIndex],
        reaction: &mut Reaction,
    ) {
        match layer {
            Layer::Wire => self.emit(name, bytes, changed_by.to_vec(), reaction),
            Layer::Protected => reaction.steps.push(Step {
                op: Op::Write {
                    message: name,
                    bytes,
                    hold: Duration::ZERO,
                    raw: false,
                },
                faults: changed_by.to_vec(),
            }),
        }
    }

    /// The moment of a message is over.
    fn left(&mut self, name: MessageName, reaction: &mut Reaction) {
        let after = self.happens(|moment| *moment == Moment::After(name));
        reaction.steps.extend(after.steps);
        reaction.timers.extend(after.timers);
    }

    /// Bytes of a server message leave as they are: what was [`Layer::Protected`] is encrypted
    /// by now. `faults` are those that have changed it.
    pub fn wire_bytes(
        &mut self,
        message: MessageName,
        bytes: Vec<u8>,
        faults: Vec<FaultIndex>,
    ) -> Reaction {
        let mut reaction = Reaction::default();
        self.emit(message, bytes, faults, &mut reaction);
        reaction
    }

    /// The time of a fault has come. A fault that belongs to a phase that is over does nothing.
    pub fn timer(&mut self, fault: FaultIndex) -> Reaction {
        let mut reaction = Reaction::default();
        let over = match self.faults.get(fault).map(|spec| &spec.when().moment) {
            Some(Moment::During(phase)) => *phase != self.phase,
            Some(_) => false,
            None => true,
        };
        if !over {
            self.strike(fault, &mut reaction);
        }
        reaction
    }

    /// The message after every message fault that is tied to it, in the order of the file; `None`
    /// where there is none.
    fn altered(&mut self, message: &Message) -> Option<(Vec<Vec<u8>>, Vec<FaultIndex>)> {
        let hits = self.hits(|moment| *moment == Moment::At(message.name));
        if hits.is_empty() {
            return None;
        }
        let mut pieces = vec![message.clone()];
        let mut changed_by = Vec::new();
        for fault in hits {
            let Some(spec) = self.faults.get(fault) else {
                continue;
            };
            let behaviour = spec.fault().behaviour();
            let dice = &mut self.dice;
            let altered: Vec<_> = pieces
                .iter()
                .cloned()
                .flat_map(|piece| behaviour.alter(piece, dice))
                .collect();
            if altered == pieces && behaviour.waits_for().is_none() {
                // It found nothing to change, so it was not reached.
                continue;
            }
            pieces = altered;
            changed_by.push(fault);
            if let Some(rule) = self.rules.get_mut(fault) {
                rule.due = true;
            }
        }
        let bytes = pieces.into_iter().map(|piece| piece.bytes);
        Some((bytes.collect(), changed_by))
    }

    /// Something happened: every fault whose moment it is strikes or starts its timer.
    fn happens(&mut self, is_it: impl Fn(&Moment) -> bool) -> Reaction {
        let mut reaction = Reaction::default();
        for fault in self.hits(is_it) {
            match self.faults.get(fault).map(|spec| spec.when().delay()) {
                Some(Duration::ZERO) => self.strike(fault, &mut reaction),
                Some(delay) => reaction.timers.push(Timer { fault, delay }),
                None => {}
            }
        }
        reaction
    }

    /// The faults of this connection whose moment it is, counting occurrences.
    fn hits(&mut self, is_it: impl Fn(&Moment) -> bool) -> Vec<FaultIndex> {
        let mut hits = Vec::new();
        for (fault, (spec, rule)) in self.faults.iter().zip(&mut self.rules).enumerate() {
            let when = spec.when();
            let elsewhere =
                spec.listener().is_some() || !when.connections.contains(self.connection);
            if elsewhere || !is_it(&when.moment) {
                continue;
            }
            rule.seen = rule.seen.saturating_add(1);
            if rule.seen == when.nth {
                hits.push(fault);
            }
        }
        hits
    }

    fn strike(&mut self, fault: FaultIndex, reaction: &mut Reaction) {
        let faults = Arc::clone(&self.faults);
        let Some(spec) = faults.get(fault) else {
            return;
        };
        if let Some(rule) = self.rules.get_mut(fault) {
            rule.due = true;
        }
        let behaviour = spec.fault().behaviour();
        match behaviour.class() {
            Class::Flow => {
                self.flows.push(fault);
                self.flows.sort_unstable();
            }
            Class::Moment => {
                for op in behaviour.strike(&mut self.dice) {
                    match op {
                        Op::Write { message, bytes, .. } => {
                            self.emit(message, bytes, vec![fault], reaction);
                        }
                        op => reaction.steps.push(Step::of(fault, op)),
                    }
                }
            }
            Class::Listener | Class::Message => {}
        }
    }
}

#[cfg(test)]
mod tests;
