//! Addresses, events and summaries on stdout.
//!
//! Connections must not wait for whoever reads our output: events go through a bounded queue
//! to a thread that writes them, and what finds the queue full is counted.

use std::fmt;
use std::io::{self, BufWriter, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread::JoinHandle;

use badrdp_scenario::Id;
use badrdp_server::{EventSink, ExchangeSink, Transcript};
use jiff::Timestamp;
use serde::Serialize;
use tokio::sync::Notify;

use super::annotated::Annotated;
use super::armed::Place;
use super::line::Line;
use super::summary::Summary;
use crate::cli::Format;
use crate::output;

/// Events that may wait to be written.
const QUEUE: usize = 16_384;

/// What waits to be written.
#[derive(Serialize)]
#[serde(untagged)]
enum Entry {
    Event(Line),
    /// Boxed, because it is rare and large.
    Exchange(Box<Annotated>),
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Event(line) => line.fmt(f),
            Self::Exchange(annotated) => annotated.fmt(f),
        }
    }
}

/// Where entries go on their way to be written.
#[derive(Clone)]
struct Queue {
    entries: Sender<Option<Entry>>,
    /// How many are in it: a channel with a bound of its own would take all of its memory, and a
    /// millisecond, at the start.
    waiting: Arc<AtomicUsize>,
    lost: Arc<AtomicU64>,
}

impl Queue {
    fn push(&self, entry: impl FnOnce() -> Entry) {
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= QUEUE {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            self.lost.fetch_add(1, Ordering::Relaxed);
            return;
        }
        if self.entries.send(Some(entry())).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Writes everything that `serve` has to say.
pub(super) struct Printer {
    format: Format,
    queue: Queue,
    receiver: Option<Receiver<Option<Entry>>>,
    reader_left: Arc<Notify>,
    thread: Option<JoinHandle<()>>,
}

impl Printer {
    pub(super) fn new(format: Format) -> Self {
        let (entries, receiver) = channel();
        let queue = Queue {
            entries,
            waiting: Arc::default(),
            lost: Arc::default(),
        };
        Self {
            format,
            queue,
            receiver: Some(receiver),
            reader_left: Arc::default(),
            thread: None,
        }
    }

    /// Takes the events of scenarios.
    pub(super) fn sink(&self) -> EventSink {
        let queue = self.queue.clone();
        Arc::new(move |scenario: &Id, connection, event| {
            queue.push(|| {
                Entry::Event(Line {
                    time: Timestamp::now(),
                    scenario: scenario.clone(),
                    connection,
                    event: event.clone(),
                })
            });
        })
    }

    /// Takes the messages of scenarios.
    pub(super) fn exchange_sink(&self) -> ExchangeSink {
        let queue = self.queue.clone();
        Arc::new(move |scenario: &Id, connection, exchange| {
            queue.push(|| {
                Entry::Exchange(Box::new(Annotated {
                    time: Timestamp::now(),
                    scenario: scenario.clone(),
                    connection,
                    exchange: exchange.clone(),
                }))
            });
        })
    }

    /// Writes where everything listens; from now on, events are written as they come.
    pub(super) fn start(&mut self, places: &[Place]) -> anyhow::Result<()> {
        match self.format {
            Format::Text => {
                let rows: Vec<_> = places.iter().map(Place::row).collect();
                output::print(&output::columns(0, &rows))?;
            }
            Format::Json => output::print(&json_lines(places)?)?,
        }
        if let Some(receiver) = self.receiver.take() {
            let waiting = Arc::clone(&self.queue.waiting);
            let (format, reader_left) = (self.format, Arc::clone(&self.reader_left));
            self.thread = Some(std::thread::spawn(move || {
                if write_all(&receiver, &waiting, format).is_err() {
                    reader_left.notify_one();
                }
            }));
        }
        Ok(())
    }

    /// Waits until nobody reads what is written.
    pub(super) async fn reader_left(&self) {
        self.reader_left.notified().await;
    }

    /// Writes what is left and what each scenario came to.
    pub(super) fn finish(self, transcripts: &[Transcript]) -> anyhow::Result<()> {
        // A thread that has ended takes no end.
        let _ = self.queue.entries.send(None);
        if let Some(thread) = self.thread {
            let _ = thread.join();
        }
        let lost = self.queue.lost.load(Ordering::Relaxed);
        if lost > 0 {
            tracing::warn!(lost, "Events came faster than they were read");
        }
        let summaries: Vec<_> = transcripts.iter().map(Summary::of).collect();
        match self.format {
            Format::Text => {
                let rows: Vec<_> = summaries.iter().map(Summary::row).collect();
                output::print(&output::columns(0, &rows))
            }
            Format::Json => output::print(&json_lines(&summaries)?),
        }
    }
}

fn json_lines(values: &[impl Serialize]) -> serde_json::Result<String> {
    let lines = values
        .iter()
        .map(|value| Ok(serde_json::to_string(value)? + "\n"));
    lines.collect()
}

/// Writes lines as they come; flushes when there is nothing more to write.
fn write_all(
    receiver: &Receiver<Option<Entry>>,
    waiting: &AtomicUsize,
    format: Format,
) -> io::Result<()> {
    let mut out = BufWriter::new(anstream::stdout().lock());
    let mut next = receiver.recv().ok().flatten();
    while let Some(line) = next {
        waiting.fetch_sub(1, Ordering::Relaxed);
        match format {
            Format::Text => writeln!(out, "{line}")?,
            Format::Json => {
                serde_json::to_writer(&mut out, &line)?;
                out.write_all(b"\n")?;
            }
        }
        next = match receiver.try_recv() {
            Ok(line) => line,
            Err(TryRecvError::Disconnected) => None,
            Err(TryRecvError::Empty) => {
                out.flush()?;
                receiver.recv().ok().flatten()
            }
        };
    }
    out.flush()
}
