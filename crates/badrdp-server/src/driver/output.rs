//! What the server does: it works the queue and reports what really left the socket.

use std::time::Duration;

use badrdp_faults::{AlertLevel, FaultIndex, Op, Step};
use badrdp_proto::{MessageName, Phase};
use badrdp_scenario::End;
use badrdp_tls::alert;
use tokio::io::AsyncWriteExt as _;
use tokio::time::{Instant, sleep};

use super::queue::Item;
use super::{Driver, State};
use crate::transcript::Happening;
use crate::wire::{PeerEnd, Wire};

/// How long a reset waits for the bytes before it to be acknowledged: a reset discards what
/// the peer has not taken, and a peer on loopback or a bridge takes it within a millisecond.
const ACKNOWLEDGE: Duration = Duration::from_millis(200);

impl<W: Wire> Driver<'_, W> {
    /// Does everything that can be done without waiting for the client or for time.
    pub(super) async fn work_queue(&mut self, now: Instant) {
        self.recorder.settle();
        if let Some((since, until, faults)) = self.queue.reopen(now) {
            self.paused(since, until, &faults);
        }
        while let Some(item) = self.queue.next_immediate() {
            match item {
                Item::HonestClose => Box::pin(self.close(true, &[])).await,
                Item::Phase(phase) => self.enter(phase),
                Item::Write(mut write) => {
                    self.tell_written(&mut write);
                    let more = self.queue.next_message() == Some((write.message, write.nth));
                    self.recorder.sent(write.message, write.bytes.len(), more);
                    self.deliveries.done(&write.faults);
                }
                // Boxed, as above: what is rare takes no room in every connection.
                Item::Step(step) => Box::pin(self.carry_out(step)).await,
            }
            if let State::Over(_) = self.state {
                return;
            }
        }
        let held = self.queue.held(now).map(<[_]>::to_vec);
        self.in_force(&held.unwrap_or_default());
    }

    /// A delay has begun: a client that leaves meanwhile has met the faults that want it, but
    /// not those that changed the bytes behind it.
    fn in_force(&mut self, faults: &[FaultIndex]) {
        for fault in faults {
            if !self.plan.alters(*fault) {
                self.deliveries.done(&[*fault]);
            }
        }
    }

    pub(super) fn wrote(&mut self, count: usize) {
        self.recorder.left(&self.queue, count);
        self.answered(count);
        self.queue.advance(count);
    }

    /// Tells what has left of a message whose rest never will.
    pub(super) fn give_up(&mut self) {
        if let Some((message, count)) = self.queue.give_up() {
            self.recorder.sent(message, count, true);
        }
    }

    /// Carries out steps whose time has come, past everything that is queued.
    pub(super) fn strike_now(&mut self, steps: Vec<Step>) {
        let Some(first) = steps.first() else { return };
        if first.op == Op::Reset {
            return self.reset_now(&first.faults);
        }
        let rest = self.queue.interrupt(Instant::now());
        self.reading |= !self.never_reads;
        self.queue
            .push_front(steps.into_iter().chain(rest).map(Item::Step).collect());
    }

    /// Ends a silence: what waits in the queue goes on, and what comes now behind it.
    pub(super) fn break_silence(&mut self) {
        self.queue.break_silence();
        self.reading |= !self.never_reads;
    }

    pub(super) fn reset_now(&mut self, faults: &[FaultIndex]) {
        let Some(wire) = self.wire.take() else { return };
        self.give_up();
        match wire.reset() {
            Ok(()) => {
                self.recorder.note(Happening::ServerReset);
                self.deliveries.done(faults);
            }
            Err(error) => {
                self.deliveries
                    .mismatch(faults, &format!("no RST could be sent: {error}"));
            }
        }
        self.queue.clear();
        self.state = State::Over(End::ServerReset);
    }

    async fn carry_out(&mut self, step: Step) {
        let now = Instant::now();
        match step.op {
            Op::Close { notify } => self.close(notify, &step.faults).await,
            Op::Nothing => self.deliveries.done(&step.faults),
            Op::Pace(pause) => {
                self.in_force(&step.faults);
                self.queue.pace(now, pause, step.faults);
            }
            Op::Reset => {
                self.wait_until_acknowledged().await;
                self.reset_now(&step.faults);
            }
            Op::Stall { limit, read } => {
                self.recorder.note(Happening::Stalled { limit });
                self.reading = self.reading && read;
                // From here on it is in force; a client that leaves meanwhile has met it.
                self.deliveries.done(&step.faults);
                match limit {
                    Some(limit) => self.queue.silence(now, limit, step.faults),
                    None => self.queue.shut(),
                }
            }
            Op::TlsAlert { level, description } => self.alert(level, description, &step.faults),
            Op::Wait(wait) => {
                self.in_force(&step.faults);
                self.queue.pause(now, now + wait, step.faults);
            }
            // These are writes by the time that they are in the queue.
            Op::Say(_) | Op::Write { .. } => {}
        }
    }

    /// A pause is over. It must not have been shorter than declared.
    fn paused(&mut self, since: Instant, until: Instant, faults: &[FaultIndex]) {
        self.reading |= !self.never_reads;
        let (declared, real) = (until - since, since.elapsed());
        if real < declared {
            let reason = format!("paused {real:?} instead of {declared:?}");
            self.deliveries.mismatch(faults, &reason);
        }
    }

    /// FIN behind everything that was written; what the client still sends is drained, because
    /// Linux turns a close with unread bytes into RST (tcp(7)).
    async fn close(&mut self, notify: bool, faults: &[FaultIndex]) {
        if notify && self.notify(faults) {
            return;
        }
        self.give_up();
        let Some(wire) = self.wire.as_mut() else {
            return;
        };
        match wire.shutdown().await {
            Ok(()) => {
                self.recorder.note(Happening::ServerClosed);
                self.deliveries.done(faults);
            }
            // The client was faster: its RST or FIN has ended the connection.
            Err(_) => {
                let how = self.wire.as_ref().and_then(Wire::peer_left);
                return self.client_left(how.unwrap_or(PeerEnd::Reset));
            }
        }
        self.queue.clear();
        self.reading = true;
        self.state = State::Draining(Instant::now() + self.limits.drain);
    }

    /// Puts a `close_notify` and the FIN behind it to the front of the queue, where TLS stands.
    fn notify(&mut self, faults: &[FaultIndex]) -> bool {
        let Some(tls) = &mut self.tls else {
            return false;
        };
        if tls.is_handshaking() {
            return false;
        }
        tls.close_notify();
        let records = tls.drain();
        if records.is_empty() {
            return false;
        }
        let close = Step {
            op: Op::Close { notify: false },
            faults: faults.to_vec(),
        };
        self.queue.push_front(vec![Item::Step(close)]);
        for record in records.into_iter().rev() {
            self.front(record, &[]);
        }
        true
    }

    fn alert(&mut self, level: AlertLevel, description: u8, faults: &[FaultIndex]) {
        /// `ProtocolVersion` of records before anything was negotiated (RFC 8446 5.1).
        const TLS_1_2: u16 = 0x0303;
        let due = self.queue.next_message();
        let message = match &mut self.tls {
            // Nothing was said in TLS yet: the engine is left alone, so that it can go on.
            Some(tls) if tls.is_handshaking() && (self.handshake.is_empty() || is_first(due)) => {
                alert::plaintext_record(TLS_1_2, level.number(), description)
            }
            Some(tls) => {
                self.state = State::Ignoring;
                match due {
                    Some((at, nth)) if at.phase() == Phase::TlsHandshake => {
                        tls.alert_at(at, nth, level.number(), description)
                    }
                    _ if tls.is_handshaking() => {
                        let at = MessageName::ClientFinished;
                        tls.alert_at(at, 0, level.number(), description)
                    }
                    _ => tls.alert(level.number(), description),
                }
            }
            None => alert::plaintext_record(TLS_1_2, level.number(), description),
        };
        self.front(message, faults);
    }

    /// Waits a little for the client to have what was sent before a reset.
    async fn wait_until_acknowledged(&mut self) {
        let deadline = Instant::now() + ACKNOWLEDGE;
        while self
            .wire
            .as_ref()
            .is_some_and(|wire| wire.unacknowledged() > 0)
            && Instant::now() < deadline
        {
            sleep(Duration::from_millis(1)).await;
        }
    }
}

/// Whether what is due opens the handshake.
fn is_first(due: Option<(MessageName, u64)>) -> bool {
    matches!(
        due,
        Some((MessageName::ServerHello | MessageName::HelloRetryRequest, 0))
    )
}
