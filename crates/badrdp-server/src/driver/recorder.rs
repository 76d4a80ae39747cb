//! Writes the record of one connection as it happens.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use badrdp_proto::{MessageName, Phase};
use badrdp_scenario::End;
use tokio::time::Instant;

use super::tape::Tape;
use crate::transcript::{ConnectionRecord, ConnectionSink, Delivery, Event, Happening};

/// The record of a connection, readable while it is written.
#[derive(Clone)]
pub struct Recorder {
    shared: Arc<Shared>,
    started: Instant,
    max_events: usize,
    sink: Option<ConnectionSink>,
    /// What is kept besides, if anything is.
    pub(super) tape: Option<Arc<Tape>>,
}

/// What all clones of a recorder write to.
struct Shared {
    written: Mutex<Written>,
    /// When the session became active.
    active_since: OnceLock<Instant>,
}

/// What is written down, and what is still to be.
struct Written {
    record: ConnectionRecord,
    sending: Option<Sending>,
}

/// A message of which bytes have left.
#[derive(Clone, Copy, Debug)]
struct Sending {
    message: MessageName,
    len: usize,
    pieces: u32,
    unfinished: bool,
}

impl Recorder {
    /// Starts the record of connection `number`, which was accepted `since_start` after the
    /// server's start.
    #[must_use]
    pub fn new(
        number: u32,
        peer: Option<SocketAddr>,
        since_start: Duration,
        max_events: usize,
        sink: Option<ConnectionSink>,
    ) -> Self {
        let record = ConnectionRecord {
            number,
            peer,
            started: since_start,
            lasted: None,
            reached: Phase::Tcp,
            end: End::Open,
            received: 0,
            sent: 0,
            request: None,
            answer: None,
            tls: None,
            client_alert: None,
            security: None,
            credentials: Vec::new(),
            auto_reconnect_cookie_presented: false,
            misbehaved: None,
            completed: false,
            active_for: None,
            refusal: None,
            deliveries: Vec::new(),
            events: Vec::new(),
            dropped_events: 0,
            exchanges: Vec::new(),
            left_out_exchanges: 0,
        };
        let shared = Shared {
            written: Mutex::new(Written {
                record,
                sending: None,
            }),
            active_since: OnceLock::new(),
        };
        Self {
            shared: Arc::new(shared),
            started: Instant::now(),
            max_events,
            sink,
            tape: None,
        }
    }

    /// Keeps this besides.
    pub(crate) fn with_tape(mut self, tape: Option<Arc<Tape>>) -> Self {
        self.tape = tape;
        self
    }

    /// Since the connection began.
    pub(super) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// A copy of the record as it stands.
    #[must_use]
    pub fn snapshot(&self) -> ConnectionRecord {
        let mut record = self.lock().record.clone();
        if record.lasted.is_none() {
            record.active_for = self.active_for();
        }
        record
    }

    /// Which connection it is.
    pub(super) fn number(&self) -> u32 {
        self.lock().record.number
    }

    /// Whether the connection is over.
    pub(crate) fn is_over(&self) -> bool {
        self.lock().record.lasted.is_some()
    }

    /// Lets go of what the record says message by message.
    pub(crate) fn forget_details(&self) {
        self.update(|record| {
            let events = u32::try_from(record.events.len()).unwrap_or(u32::MAX);
            let exchanges = u64::try_from(record.exchanges.len()).unwrap_or(u64::MAX);
            record.dropped_events = record.dropped_events.saturating_add(events);
            record.left_out_exchanges = record.left_out_exchanges.saturating_add(exchanges);
            record.events = Vec::new();
            record.exchanges = Vec::new();
        });
    }

    /// A phase began. The session is active from the first time on that the phase is
    /// `active`, through deactivation and reactivation.
    fn phase_began(&self, phase: Phase) {
        if phase == Phase::Active {
            let _ = self.shared.active_since.set(Instant::now());
            self.update(|record| record.completed = true);
        }
    }

    fn active_for(&self) -> Option<Duration> {
        self.shared.active_since.get().map(Instant::elapsed)
    }

    pub(super) fn update(&self, change: impl FnOnce(&mut ConnectionRecord)) {
        change(&mut self.lock().record);
    }

    pub(super) fn note(&self, what: Happening) {
        self.taped(&what);
        if let Happening::Phase { phase } = what {
            self.phase_began(phase);
        }
        let mut written = self.lock();
        self.flush(&mut written);
        self.push(&mut written.record, what);
    }

    /// Bytes left the socket. What belongs to one message is one event, told once there is no
    /// `more` of it or something else happens.
    pub(super) fn sent(&self, message: MessageName, count: usize, more: bool) {
        let mut written = self.lock();
        let bytes = u64::try_from(count).unwrap_or(u64::MAX);
        written.record.sent = written.record.sent.saturating_add(bytes);
        let sending = written.sending.get_or_insert(Sending {
            message,
            len: 0,
            pieces: 0,
            unfinished: more,
        });
        sending.len = sending.len.saturating_add(count);
        sending.pieces = sending.pieces.saturating_add(1);
        sending.unfinished = more;
        if !more {
            self.flush(&mut written);
        }
    }

    pub(super) fn end(&self, end: End, deliveries: Vec<Delivery>) {
        self.note(Happening::Over {
            end,
            deliveries: deliveries.clone(),
        });
        let lasted = self.started.elapsed();
        let active_for = self.active_for();
        self.update(|record| {
            record.active_for = active_for;
            record.end = end;
            record.lasted = Some(lasted);
            record.deliveries = deliveries;
        });
    }

    /// Tells what was sent and not told yet.
    fn flush(&self, written: &mut Written) {
        if let Some(Sending {
            message,
            len,
            pieces,
            unfinished,
        }) = written.sending.take()
        {
            let what = Happening::Sent {
                message,
                len,
                pieces,
                unfinished,
            };
            self.push(&mut written.record, what);
        }
    }

    fn push(&self, record: &mut ConnectionRecord, what: Happening) {
        let event = Event {
            at: self.started.elapsed(),
            what,
        };
        if record
            .events
            .last_mut()
            .is_some_and(|last| goes_on(last, &event.what))
        {
            return;
        }
        if let Some(sink) = &self.sink {
            sink(record.number, &event);
        }
        // How it ended stands in the record itself.
        if matches!(event.what, Happening::Over { .. }) {
            return;
        }
        // What decides how a connection is judged is rare: there is room for it behind a flood.
        let room = match event.what {
            Happening::Received { .. } | Happening::Sent { .. } => self.max_events,
            _ => self.max_events.saturating_add(RARE),
        };
        if record.events.len() < room {
            make_room(&mut record.events);
            record.events.push(event);
        } else {
            record.dropped_events = record.dropped_events.saturating_add(1);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Written> {
        let written = self.shared.written.lock();
        written.unwrap_or_else(PoisonError::into_inner)
    }
}

/// Events that are kept past the limit: those that no client can make at will.
const RARE: usize = 50;

/// Counts drawing, and input, into the event before where that was the same: a session does
/// little else, many times a second.
fn goes_on(last: &mut Event, next: &Happening) -> bool {
    match (&mut last.what, next) {
        (
            Happening::Sent {
                message,
                len,
                pieces,
                unfinished,
            },
            Happening::Sent {
                message: again,
                len: more,
                pieces: more_pieces,
                unfinished: still,
            },
        ) if *message == *again && is_drawing(*again) => {
            *len = len.saturating_add(*more);
            *pieces = pieces.saturating_add(*more_pieces);
            *unfinished = *still;
            true
        }
        (
            Happening::Received { message, len, note },
            Happening::Received {
                message: again,
                len: more,
                ..
            },
        ) if *message == *again && is_input(*again) => {
            *len = len.saturating_add(*more);
            *note = None;
            true
        }
        _ => false,
    }
}

pub(super) const fn is_drawing(message: MessageName) -> bool {
    matches!(
        message,
        MessageName::BitmapUpdate | MessageName::FastPathBitmapUpdate
    )
}

pub(super) const fn is_input(message: MessageName) -> bool {
    matches!(
        message,
        MessageName::FastPathInput | MessageName::SlowPathInput
    )
}

/// Makes room for a few events at a time: doubling would leave thousands of idle connections
/// with as much room again as they need.
fn make_room(events: &mut Vec<Event>) {
    const AT_LEAST: usize = 8;
    if events.len() == events.capacity() {
        events.reserve_exact((events.len() / 4).max(AT_LEAST));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_leaves_room_for_what_is_rare() {
        let recorder = Recorder::new(1, None, Duration::ZERO, 10, None);
        for _ in 0..100 {
            recorder.sent(MessageName::ChannelJoinConfirm, 15, false);
        }
        for _ in 0..100 {
            let message = MessageName::ChannelJoinRequest;
            let (len, note) = (12, None);
            recorder.note(Happening::Received { message, len, note });
        }
        for _ in 0..=100 {
            recorder.note(Happening::Stalled { limit: None });
        }
        let record = recorder.snapshot();
        let stalls = |event: &&Event| matches!(event.what, Happening::Stalled { .. });
        assert_eq!(record.events.len(), 10 + RARE);
        assert_eq!(record.events.iter().filter(stalls).count(), RARE);
        assert_eq!(record.dropped_events, 90 + 100 + 51);
    }

    #[test]
    fn what_has_left_of_a_message_is_told_before_what_comes_between() {
        let recorder = Recorder::new(1, None, Duration::ZERO, 10, None);
        let message = MessageName::Certificate;
        recorder.sent(message, 3, true);
        recorder.note(Happening::Stalled { limit: None });
        recorder.sent(message, 4, false);
        let sent = |len, unfinished| Happening::Sent {
            message,
            len,
            pieces: 1,
            unfinished,
        };
        let happened = recorder.snapshot().events.into_iter();
        let happened: Vec<_> = happened.map(|event| event.what).collect();
        let stalled = Happening::Stalled { limit: None };
        assert_eq!(happened, [sent(3, true), stalled, sent(4, false)]);
    }
}
