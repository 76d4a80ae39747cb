//! One scenario on one listener: its connections, counted and recorded.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use badrdp_scenario::End;
use tokio::time::Instant;

use crate::armed::Armed;
use crate::driver::{Recorder, Tape};
use crate::evidence::{ConnectionExchangeSink, Evidence};
use crate::limits::Limits;
use crate::transcript::{ConnectionRecord, ConnectionSink, Delivery, EventSink, Transcript};
use crate::wire::PeerEnd;

/// A scenario, and the connections that met it.
pub(crate) struct Site {
    pub(crate) armed: Armed,
    sink: Option<ConnectionSink>,
    evidence: Evidence,
    exchange_sink: Option<ConnectionExchangeSink>,
    records: Mutex<Records>,
    started: Instant,
}

#[derive(Default)]
struct Records {
    /// How many connections there were.
    count: u32,
    kept: VecDeque<Recorder>,
    /// Connections that were seen by other means than serving them.
    extra: Vec<ConnectionRecord>,
    forgotten: u64,
    listener: Vec<Delivery>,
}

impl Records {
    /// The connection that has just ceased to be one of the last, and is none of the first.
    fn between(&self, detailed: usize) -> Option<&Recorder> {
        let index = self.kept.len().checked_sub(detailed.checked_add(1)?)?;
        let ahead = self.forgotten.saturating_add(u64::try_from(index).ok()?);
        let is_first = usize::try_from(ahead).is_ok_and(|ahead| ahead < detailed);
        self.kept.get(index).filter(|_| !is_first)
    }
}

impl Site {
    pub(crate) fn new(armed: Armed, sink: Option<EventSink>, evidence: Evidence) -> Self {
        if let Some(capture) = &evidence.capture {
            armed.secrets().pass_on(capture);
        }
        let id = armed.scenario().id.clone();
        let exchange_sink = evidence.exchange_sink.clone();
        let exchange_sink = exchange_sink.map(|sink| -> ConnectionExchangeSink {
            let id = id.clone();
            std::sync::Arc::new(move |number, exchange| sink(&id, number, exchange))
        });
        let sink = sink.map(|sink| -> ConnectionSink {
            std::sync::Arc::new(move |number, event| sink(&id, number, event))
        });
        Self {
            armed,
            sink,
            evidence,
            exchange_sink,
            records: Mutex::default(),
            started: Instant::now(),
        }
    }

    /// The number and the record of a new connection. `local` gives the server's address, which
    /// only a capture wants.
    pub(crate) fn admit(
        &self,
        peer: SocketAddr,
        local: impl FnOnce() -> Option<SocketAddr>,
        limits: &Limits,
    ) -> (u32, Recorder) {
        let mut records = self.lock();
        records.count = records.count.saturating_add(1);
        let number = records.count;
        let sink = self.sink.clone();
        let since_start = self.started.elapsed();
        let recorder = Recorder::new(number, Some(peer), since_start, limits.events, sink);
        let recorder = if self.evidence.is_wanted() {
            let addresses = local().map(|local| (peer, local));
            let sink = self.exchange_sink.clone();
            recorder.with_tape(Tape::start(&self.evidence, number, addresses, sink))
        } else {
            recorder
        };
        if records.kept.len() >= limits.records {
            records.kept.pop_front();
            records.forgotten += 1;
        }
        records.kept.push_back(recorder.clone());
        if let Some(between) = records.between(limits.detailed) {
            between.forget_details();
        }
        (number, recorder)
    }

    /// A connection that the kernel has accepted and nobody else did.
    pub(crate) fn admit_unaccepted(&self, peer: SocketAddr, received: u64, left: Option<PeerEnd>) {
        let recorder = Recorder::new(0, Some(peer), self.started.elapsed(), 1, None);
        let mut record = recorder.snapshot();
        let mut records = self.lock();
        records.count = records.count.saturating_add(1);
        record.number = records.count;
        record.received = received;
        record.end = match left {
            None => End::Open,
            Some(PeerEnd::Closed) => End::ClientClose,
            Some(PeerEnd::Reset) => End::ClientReset,
        };
        records.extra.push(record);
    }

    pub(crate) fn set_listener(&self, deliveries: Vec<Delivery>) {
        self.lock().listener = deliveries;
    }

    /// Whether every connection so far is over. Looks at the last ones first: they are the ones
    /// that may not be.
    pub(crate) fn is_idle(&self) -> bool {
        self.lock().kept.iter().rev().all(Recorder::is_over)
    }

    pub(crate) fn transcript(&self, address: SocketAddr) -> Transcript {
        let records = self.lock();
        let mut connections: Vec<_> = records.kept.iter().map(Recorder::snapshot).collect();
        connections.extend(records.extra.iter().cloned());
        Transcript {
            scenario: self.armed.scenario().id.to_string(),
            address,
            seed: self.armed.seed(),
            connections,
            forgotten: records.forgotten,
            listener: records.listener.clone(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Records> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
