//! The driver of one connection: it reads, tells, carries out and writes down.
//!
//! ```text
//!   wire --bytes--> input --messages--> plan --steps--> queue --bytes--> wire
//!                     |                  ^                |
//!                     +-- acceptor, TLS  +-- timers       +-- what really left: Deliveries
//! ```
//!
//! Everything that the server sends goes through one [`queue`](queue::Queue), in order. A fault
//! whose timer runs out does not queue: it strikes at once, also in silence.

mod answer;
mod chunk;
mod conversation;
mod deliveries;
mod exact;
mod input;
mod output;
mod queue;
pub(crate) mod recorder;
mod refusal;
mod sending;
mod steps;
mod tape;
mod tls;
mod told;

use std::io::{self, IoSlice};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use badrdp_faults::{Dice, FaultIndex, Plan};
use badrdp_proto::acceptor::Acceptor;
use badrdp_proto::{MessageName, Phase};
use badrdp_scenario::End;
use badrdp_tls::Engine;
use tokio::time::{Instant, Sleep, sleep_until};
use tokio_util::sync::{CancellationToken, WaitForCancellationFuture};

use self::chunk::Chunk;
use self::deliveries::Deliveries;
use self::queue::Queue;
pub use self::recorder::Recorder;
pub(crate) use self::tape::Tape;
use crate::armed::Armed;
use crate::limits::Limits;
use crate::transcript::Happening;
use crate::wire::{PeerEnd, Wire};

/// Serves one connection to its end and completes its record.
///
/// `number` counts from 1; `greeting` are bytes that were read already; `stop` ends the
/// connection early, as if its time were up.
///
/// Everything is in place before the first await, so that the task of an idle connection holds
/// nothing twice.
pub fn drive<'a, W: Wire>(
    wire: W,
    armed: &'a Armed,
    number: u32,
    greeting: Vec<u8>,
    recorder: Recorder,
    limits: Limits,
    stop: &'a CancellationToken,
) -> impl Future<Output = ()> + use<'a, W> {
    let never_reads = matches!(
        armed.listener(),
        Some(badrdp_faults::faults::ListenerMode::NeverRead)
    );
    let plan = armed.plan(number);
    let deliveries = Deliveries::new(&plan);
    let now = Instant::now();
    let mut driver = Driver {
        armed,
        number,
        answer: Some(Vec::new()),
        acceptor: armed.acceptor(number),
        deliveries,
        dice: None,
        goodbye: false,
        handshake: Vec::new(),
        limits,
        nth: 0,
        plan,
        queue: Queue::default(),
        never_reads,
        reading: !never_reads,
        recorder,
        spoiled: false,
        state: State::Serving,
        timers: Vec::new(),
        tls: None,
        tls_due: false,
        wire: Some(wire),
        started: now,
        peer_check: now,
    };
    if driver.recorder.keeps_exchanges() {
        driver.acceptor.keep_plain();
    }
    driver.recorder.note(Happening::Accepted);
    driver.enter(Phase::Tcp);
    driver.greet(&greeting);
    async move {
        driver.run(stop).await;
        driver.finish();
    }
}

struct Driver<'a, W> {
    armed: &'a Armed,
    number: u32,
    /// What has left, until it is known what answers the Connection Request.
    answer: Option<Vec<u8>>,
    acceptor: Acceptor,
    deliveries: Deliveries,
    /// The honest server's randomness, once it needs some.
    dice: Option<Box<Dice>>,
    /// The client has said that it leaves.
    goodbye: bool,
    /// The handshake messages that TLS has made.
    handshake: Vec<MessageName>,
    limits: Limits,
    never_reads: bool,
    /// Which message of its name is being queued, from 0.
    nth: u64,
    plan: Plan,
    queue: Queue,
    /// Whether the faults let the client be read.
    reading: bool,
    recorder: Recorder,
    /// A fault has changed the last word of the connection sequence, or left it out.
    spoiled: bool,
    state: State,
    timers: Vec<(Instant, FaultIndex)>,
    tls: Option<Box<dyn Engine>>,
    /// Every byte from here on belongs to TLS; its engine is made when the first one comes, so
    /// that a client that never begins costs nothing.
    tls_due: bool,
    /// Gone once it was reset or dropped.
    wire: Option<W>,
    started: Instant,
    peer_check: Instant,
}

/// What the driver makes of the client's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// They are served.
    Serving,
    /// They are read and counted, nothing more: the conversation is over, the connection not.
    Ignoring,
    /// FIN was sent; they are drained until this moment.
    Draining(Instant),
    /// The connection is over.
    Over(End),
}

/// Why the driver woke up.
enum Wake {
    Read(io::Result<Chunk>),
    Wrote(io::Result<usize>),
    Time,
    Stop,
}

/// How often a connection that is not read is asked whether its client is still there.
const PEER_CHECK: Duration = Duration::from_millis(50);

impl<W: Wire> Driver<'_, W> {
    async fn run(&mut self, stop: &CancellationToken) {
        let mut stopped = pin!(stop.cancelled());
        let mut timer = pin!(sleep_until(self.started + self.limits.hold));
        loop {
            let now = Instant::now();
            self.work_queue(now).await;
            if let State::Over(_) = self.state {
                return;
            }
            match self.wait(now, stopped.as_mut(), timer.as_mut()).await {
                Wake::Read(Ok(read)) => match read.bytes() {
                    [] => self.client_left(PeerEnd::Closed),
                    bytes => self.client_bytes(bytes),
                },
                Wake::Read(Err(_)) | Wake::Wrote(Err(_)) => self.client_left(PeerEnd::Reset),
                Wake::Wrote(Ok(count)) => self.wrote(count),
                Wake::Time => self.time_passed(),
                Wake::Stop => {
                    self.state = State::Over(match self.state {
                        State::Draining(_) => End::ServerClose,
                        _ => End::Open,
                    });
                }
            }
        }
    }

    /// Waits for whatever comes first. Nothing is consumed unless it is returned.
    async fn wait(
        &mut self,
        now: Instant,
        stopped: Pin<&mut WaitForCancellationFuture<'_>>,
        timer: Pin<&mut Sleep>,
    ) -> Wake {
        /// More messages than any flight has.
        const MOST: usize = 16;
        let deadline = self.next_deadline(now);
        let exact = self.wants_exact(deadline, now);
        let reading = self.reads();
        let Some(wire) = self.wire.as_mut() else {
            return Wake::Stop;
        };
        let queue = &self.queue;
        let io = std::future::poll_fn(|cx| {
            let mut slices = [IoSlice::new(&[]); MOST];
            let pending = queue.writable(now, &mut slices);
            if !pending.is_empty()
                && let Poll::Ready(wrote) = Pin::new(&mut *wire).poll_write_vectored(cx, pending)
            {
                return Poll::Ready(Wake::Wrote(wrote));
            }
            if reading {
                return chunk::poll_read(wire, cx).map(Wake::Read);
            }
            Poll::Pending
        });
        tokio::select! {
            biased;
            // A client may say so much and no more: it does not keep the others waiting for long.
            wake = io => wake,
            () = stopped => Wake::Stop,
            () = exact::until(timer, deadline, exact) => Wake::Time,
        }
    }

    /// Whether the client is listened to: not where a fault does not want it, nor where it does
    /// not take the answers that it has asked for.
    const fn reads(&self) -> bool {
        self.reading && self.queue.answers() <= self.limits.answers
    }

    /// The next moment at which something is due, at the latest the end of the hold.
    fn next_deadline(&self, now: Instant) -> Instant {
        let mut deadline = self.started + self.limits.hold;
        if let State::Draining(until) = self.state {
            deadline = deadline.min(until);
        }
        if let Some(due) = self.timers.iter().map(|(due, _)| *due).min() {
            deadline = deadline.min(due);
        }
        if let Some(due) = self.tick_due() {
            deadline = deadline.min(due);
        }
        if let Some(due) = self.queue.due(now) {
            deadline = deadline.min(due);
        }
        if !self.reads() {
            deadline = deadline.min(self.peer_check + PEER_CHECK);
        }
        deadline
    }

    fn time_passed(&mut self) {
        let now = Instant::now();
        if let State::Draining(until) = self.state
            && now >= until
        {
            self.state = State::Over(End::ServerClose);
            return;
        }
        if !self.reads() && now >= self.peer_check + PEER_CHECK {
            self.peer_check = now;
            if let Some(end) = self.wire.as_ref().and_then(Wire::peer_left) {
                return self.client_left(end);
            }
        }
        if let Some(index) = self.timers.iter().position(|(due, _)| now >= *due) {
            let (_, fault) = self.timers.swap_remove(index);
            return self.timer(fault);
        }
        if self.tick_due().is_some_and(|due| now >= due) {
            return self.tick();
        }
        if now >= self.started + self.limits.hold {
            self.state = State::Over(End::Open);
        }
    }

    fn client_left(&mut self, how: PeerEnd) {
        self.give_up();
        let end = match (self.state, how) {
            (State::Draining(_), PeerEnd::Closed) => End::ServerClose,
            (_, PeerEnd::Closed) => End::ClientClose,
            (_, PeerEnd::Reset) => End::ClientReset,
        };
        self.recorder.note(match how {
            PeerEnd::Closed => Happening::ClientClosed,
            PeerEnd::Reset => Happening::ClientReset,
        });
        // A client that resets what the server has closed already did not end it.
        let was_draining = matches!(self.state, State::Draining(_));
        self.state = State::Over(if was_draining { End::ServerClose } else { end });
    }

    fn finish(mut self) {
        let end = match self.state {
            // The server only closes behind a client that has left in order.
            State::Over(End::ServerClose) if self.goodbye => End::ClientClose,
            State::Over(end) => end,
            State::Serving | State::Ignoring | State::Draining(_) => End::Open,
        };
        self.give_up();
        if let Some(wire) = self.wire.take() {
            self.recorder.lets_go(&wire);
        }
        let deliveries = self.deliveries.finish(&self.plan);
        self.recorder.end(end, deliveries);
    }
}
