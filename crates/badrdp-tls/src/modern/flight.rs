//! Seals the server's encrypted flight of TLS 1.3: one record for each message.
//!
//! rustls packs EncryptedExtensions to Finished into as few records as it can, and a fault
//! could strike at the whole only. Both cuts are legal (RFC 8446 5.1); the keys that follow
//! do not depend on it. On the way, Finished can be made wrong.

use super::seal::Keys;
use super::suites;
use crate::choices::Honesty;
use crate::record::{ContentType, Hidden, Joiner, MAX_PLAINTEXT, Record};

/// The flight of one connection.
pub(super) struct Flight {
    /// Seals for the client, and counts as that will.
    keys: Keys,
    joiner: Joiner,
    finished: Honesty,
}

/// One record, and what is hidden in it.
type Cut = (Hidden, Record);

impl Flight {
    /// Starts with the first record that the [suite](suites) of that number left open: gives
    /// the flight and what that record becomes. `None` where it has no keys in it.
    pub(super) fn start(suite: u16, first: &Record, finished: Honesty) -> Option<(Self, Vec<Cut>)> {
        let key_len = Keys::len(suite)?;
        let (key, rest) = first.fragment().split_at_checked(key_len)?;
        let (iv, content) = rest.split_first_chunk::<{ suites::IV_LEN }>()?;
        let mut flight = Self {
            keys: Keys::new(suite, key, *iv)?,
            joiner: Joiner::default(),
            finished,
        };
        let cuts = flight.content(first.header.content_type, content);
        Some((flight, cuts))
    }

    /// What the client gets for a further record that was left open.
    pub(super) fn go_on(&mut self, record: &Record) -> Vec<Cut> {
        self.content(record.header.content_type, record.fragment())
    }

    /// The keys as they are before the record of that number.
    pub(super) fn keys_at(&self, sequence: u64) -> Keys {
        self.keys.clone().at_record(sequence)
    }

    fn content(&mut self, kind: ContentType, content: &[u8]) -> Vec<Cut> {
        let mut cuts = Vec::new();
        let keys = &mut self.keys;
        if kind != ContentType::Handshake {
            seal(keys, Hidden::Alert, kind, content, &mut cuts);
            return cuts;
        }
        self.joiner.push(content);
        // What is too long for the joiner is longer than any chain that fits a recipe.
        while let Ok(Some(message)) = self.joiner.pop() {
            if message.first() == Some(&FINISHED)
                && self.finished == Honesty::Wrong
                && let Some(last) = message.last_mut()
            {
                *last ^= 0xff;
            }
            seal(keys, Hidden::Handshake, kind, message, &mut cuts);
        }
        cuts
    }
}

fn seal(keys: &mut Keys, hidden: Hidden, kind: ContentType, content: &[u8], cuts: &mut Vec<Cut>) {
    let chunks = content.chunks(MAX_PLAINTEXT);
    cuts.extend(chunks.filter_map(|chunk| Some((hidden, keys.seal13(kind, chunk)?))));
}

/// RFC 8446 4.
const FINISHED: u8 = 20;
