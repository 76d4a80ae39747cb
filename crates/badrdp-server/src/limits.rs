//! Bounds that keep a hostile client from hurting the server or other clients.

use std::time::Duration;

/// What one listener and one connection may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Connections at a time; further ones are reset at once.
    pub connections: usize,
    /// How long a connection may last, whoever holds it.
    pub hold: Duration,
    /// How many bytes a client may send before it is cut off.
    pub received: u64,
    /// How many bytes of memory answers may take that the client does not take: until some have
    /// left, nothing more of it is read. One answer, such as a whole picture, may be larger.
    pub answers: usize,
    /// How long an orderly close waits for the client's FIN.
    pub drain: Duration,
    /// How many events of a connection are kept, and a few more of those that a client cannot
    /// make at will; the rest are counted.
    pub events: usize,
    /// How many connections are kept; the oldest are counted and forgotten.
    pub records: usize,
    /// How many connections keep their events and messages: so many of the first, and so many of
    /// the last. Of those between it stays known what they came to.
    pub detailed: usize,
}

impl Limits {
    /// What each of `sites` scenarios may take that share a port.
    #[must_use]
    pub(crate) fn shared_by(self, sites: usize) -> Self {
        let share = |limit: usize| (limit / sites.max(1)).max(1);
        Self {
            records: share(self.records),
            detailed: share(self.detailed),
            ..self
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 20_000,
            hold: Duration::from_secs(3600),
            received: 16 << 20,
            answers: 16 << 20,
            drain: Duration::from_secs(5),
            events: 500,
            records: 50_000,
            detailed: 1000,
        }
    }
}
