//! What is still to be done, in order.

use std::collections::VecDeque;
use std::io::IoSlice;
use std::time::Duration;

use badrdp_faults::{FaultIndex, Op, Step};
use badrdp_proto::{MessageName, Phase};
use tokio::time::Instant;

use crate::transcript::Exchange;

/// One thing to be done.
#[derive(Debug)]
pub(super) enum Item {
    /// The server ends the conversation in order.
    HonestClose,
    /// A phase begins once everything before this has left.
    Phase(Phase),
    /// A step of the plan other than writing.
    Step(Step),
    /// Bytes to write.
    Write(Write),
}

/// Bytes on their way out.
#[derive(Debug)]
pub(super) struct Write {
    pub(super) message: MessageName,
    /// Which of the messages of that name it belongs to, from 0.
    pub(super) nth: u64,
    pub(super) bytes: Vec<u8>,
    pub(super) written: usize,
    pub(super) not_before: Option<Instant>,
    pub(super) faults: Vec<FaultIndex>,
    /// What is told once it has left.
    pub(super) exchange: Option<Box<Exchange>>,
    /// Whether it answers the client, and no fault has asked for it.
    answers: bool,
}

impl Write {
    /// Until when it is held back, if it still is.
    fn held_until(&self, now: Instant) -> Option<Instant> {
        self.not_before.filter(|moment| now < *moment)
    }

    /// What it takes of the room for answers.
    const fn room(&self) -> usize {
        match self.answers {
            true => self.bytes.len().saturating_add(size_of::<Item>()),
            false => 0,
        }
    }
}

/// The queue, and what keeps it from moving.
#[derive(Debug, Default)]
pub(super) struct Queue {
    items: VecDeque<Item>,
    /// The room that answers take.
    answers: usize,
    gate: Gate,
    /// When the last pause of a thin pipe was due to end, as long as there is something to send.
    paced: Option<Instant>,
}

/// What keeps the queue from moving.
#[derive(Debug, Default)]
enum Gate {
    #[default]
    Open,
    /// Until this moment; then the faults that wanted it are delivered.
    Until {
        since: Instant,
        until: Instant,
        faults: Vec<FaultIndex>,
        /// Whether it is a silence, which ends when something else is to be said.
        silent: bool,
    },
    /// For good.
    Shut,
}

impl Queue {
    pub(super) fn push(&mut self, item: Item) {
        self.items.push_back(item);
    }

    /// Puts items at the front, keeping their order.
    pub(super) fn push_front(&mut self, items: Vec<Item>) {
        for item in items.into_iter().rev() {
            self.items.push_front(item);
        }
    }

    /// Queues a step. The time is asked for where it holds something back.
    pub(super) fn push_step(&mut self, step: Step, nth: u64, now: impl FnOnce() -> Instant) {
        self.items.push_back(Self::item(step, nth, now));
    }

    /// The same for what the honest server says: it takes of the room for answers.
    pub(super) fn push_answer(&mut self, step: Step, nth: u64, now: impl FnOnce() -> Instant) {
        let mut item = Self::item(step, nth, now);
        if let Item::Write(write) = &mut item {
            write.answers = true;
            self.answers = self.answers.saturating_add(write.room());
        }
        self.items.push_back(item);
    }

    /// How many bytes of memory answers take that have not left.
    pub(super) const fn answers(&self) -> usize {
        self.answers
    }

    /// The message that is due next: its name, and which of that name it is.
    pub(super) fn next_message(&self) -> Option<(MessageName, u64)> {
        self.items.iter().find_map(|item| match item {
            Item::Write(write) => Some((write.message, write.nth)),
            _ => None,
        })
    }

    pub(super) fn item(step: Step, nth: u64, now: impl FnOnce() -> Instant) -> Item {
        match step.op {
            Op::Write {
                message,
                bytes,
                hold,
                ..
            } => Item::Write(Write {
                message,
                nth,
                bytes,
                written: 0,
                not_before: (!hold.is_zero()).then(|| now() + hold),
                faults: step.faults,
                exchange: None,
                answers: false,
            }),
            op => Item::Step(Step {
                op,
                faults: step.faults,
            }),
        }
    }

    /// Takes the next item that is not a write with bytes left.
    pub(super) fn next_immediate(&mut self) -> Option<Item> {
        if !matches!(self.gate, Gate::Open) {
            return None;
        }
        match self.items.front() {
            None => {
                self.rest();
                None
            }
            Some(Item::Write(write)) if write.written < write.bytes.len() => None,
            Some(item) => {
                if let Item::Write(write) = item {
                    self.answers = self.answers.saturating_sub(write.room());
                }
                self.items.pop_front()
            }
        }
    }

    /// The bytes that may be written now: those of the first write, and of the writes right
    /// behind it. A flight of messages leaves in one go, as it does from other servers.
    ///
    /// As many as there are `slices` for at most; gives those that were filled.
    pub(super) fn writable<'a, 'b>(
        &'a self,
        now: Instant,
        slices: &'b mut [IoSlice<'a>],
    ) -> &'b [IoSlice<'a>] {
        if !matches!(self.gate, Gate::Open) {
            return &[];
        }
        let due = self.items.iter().map_while(|item| match item {
            Item::Write(write) if write.held_until(now).is_none() => {
                write.bytes.get(write.written..)
            }
            _ => None,
        });
        let filled = slices.iter_mut().zip(due);
        let count = filled
            .map(|(slice, bytes)| *slice = IoSlice::new(bytes))
            .count();
        slices.get(..count).unwrap_or_default()
    }

    /// The faults of the bytes that are next and held back.
    pub(super) fn held(&self, now: Instant) -> Option<&[FaultIndex]> {
        match (&self.gate, self.items.front()) {
            (Gate::Open, Some(Item::Write(write))) => {
                write.held_until(now).map(|_| write.faults.as_slice())
            }
            _ => None,
        }
    }

    /// The faults that want the wait which [`Queue::due`] ends.
    pub(super) fn waits_for(&self) -> &[FaultIndex] {
        match (&self.gate, self.items.front()) {
            (Gate::Until { faults, .. }, _) => faults,
            (Gate::Open, Some(Item::Write(write))) => &write.faults,
            _ => &[],
        }
    }

    /// What is told once the last bytes that were queued of `message` have left.
    pub(super) fn attach(&mut self, message: MessageName, exchange: Exchange) {
        let last = self.items.iter_mut().rev().find_map(|item| match item {
            Item::Write(write) if write.message == message => Some(write),
            _ => None,
        });
        if let Some(write) = last.filter(|write| write.exchange.is_none()) {
            write.exchange = Some(Box::new(exchange));
        }
    }

    /// The first `count` bytes of what is [writable](Self::writable), message by message, each
    /// with its faults.
    pub(super) fn leaving(
        &self,
        mut count: usize,
    ) -> impl Iterator<Item = (MessageName, &[u8], &[FaultIndex])> {
        self.items.iter().map_while(move |item| match item {
            Item::Write(write) if count > 0 => {
                let left = write.bytes.get(write.written..).unwrap_or_default();
                let taken = left.get(..count).unwrap_or(left);
                count -= taken.len();
                Some((write.message, taken, write.faults.as_slice()))
            }
            _ => None,
        })
    }

    /// The wire took `count` bytes of what is [writable](Self::writable).
    pub(super) fn advance(&mut self, mut count: usize) {
        for item in &mut self.items {
            let Item::Write(write) = item else { return };
            let taken = count.min(write.bytes.len() - write.written);
            write.written += taken;
            count -= taken;
            if count == 0 {
                return;
            }
        }
    }

    /// Gives up the message of which only some bytes have left: how many of which.
    pub(super) fn give_up(&mut self) -> Option<(MessageName, usize)> {
        let given_up = self.items.pop_front_if(|item| match item {
            Item::Write(write) => (1..write.bytes.len()).contains(&write.written),
            _ => false,
        });
        match given_up? {
            Item::Write(write) => Some((write.message, write.written)),
            _ => None,
        }
    }

    /// Whether everything has left and nothing keeps it from moving.
    pub(super) fn is_at_rest(&self) -> bool {
        self.items.is_empty() && matches!(self.gate, Gate::Open)
    }

    /// The moment at which the queue can move on by itself.
    pub(super) fn due(&self, now: Instant) -> Option<Instant> {
        match (&self.gate, self.items.front()) {
            (Gate::Until { until, .. }, _) => Some(*until),
            (Gate::Open, Some(Item::Write(write))) => write.held_until(now),
            _ => None,
        }
    }

    /// Pauses for a thin pipe. The time is counted from when its last pause was due to end, so
    /// that timers which run late do not make it thinner.
    pub(super) fn pace(&mut self, now: Instant, pause: Duration, faults: Vec<FaultIndex>) {
        /// A pipe that was blocked by its client does not make up for more than this.
        const CATCH_UP: Duration = Duration::from_millis(100);
        let earliest = now.checked_sub(CATCH_UP).unwrap_or(now);
        let since = self.paced.map_or(now, |due| due.clamp(earliest, now));
        self.pause(since, since + pause, faults);
        self.paced = Some(since + pause);
    }

    /// Pauses between bytes.
    pub(super) fn pause(&mut self, since: Instant, until: Instant, faults: Vec<FaultIndex>) {
        self.shut_until(since, until, faults, false);
    }

    /// Falls silent for a while.
    pub(super) fn silence(&mut self, now: Instant, limit: Duration, faults: Vec<FaultIndex>) {
        self.shut_until(now, now + limit, faults, true);
    }

    fn shut_until(
        &mut self,
        since: Instant,
        until: Instant,
        faults: Vec<FaultIndex>,
        silent: bool,
    ) {
        self.paced = None;
        self.gate = Gate::Until {
            since,
            until,
            faults,
            silent,
        };
    }

    pub(super) fn shut(&mut self) {
        self.gate = Gate::Shut;
    }

    /// Opens the gate if its time has come: since when, until when, and for which faults it
    /// was closed.
    pub(super) fn reopen(&mut self, now: Instant) -> Option<(Instant, Instant, Vec<FaultIndex>)> {
        match std::mem::take(&mut self.gate) {
            Gate::Until {
                since,
                until,
                faults,
                ..
            } if now >= until => Some((since, until, faults)),
            gate => {
                self.gate = gate;
                None
            }
        }
    }

    /// Ends a silence. A pause between bytes goes on: it is how thin the pipe is.
    pub(super) fn break_silence(&mut self) {
        if matches!(self.gate, Gate::Shut | Gate::Until { silent: true, .. }) {
            self.gate = Gate::Open;
        }
    }

    /// Ends whatever keeps the queue from moving, for what comes past it: the step that goes on
    /// with a pause between bytes behind that.
    pub(super) fn interrupt(&mut self, now: Instant) -> Option<Step> {
        let Gate::Until {
            until,
            faults,
            silent: false,
            ..
        } = std::mem::take(&mut self.gate)
        else {
            return None;
        };
        let rest = until.saturating_duration_since(now);
        let op = match self.paced {
            Some(_) => Op::Pace(rest),
            None => Op::Wait(rest),
        };
        Some(Step { op, faults })
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.rest();
        self.gate = Gate::Open;
    }

    /// Nothing is left: thousands of idle connections must not keep a queue each.
    fn rest(&mut self) {
        self.items = VecDeque::new();
        self.answers = 0;
        self.paced = None;
    }
}

#[cfg(test)]
mod tests;
