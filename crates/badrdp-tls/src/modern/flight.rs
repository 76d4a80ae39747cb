//! Takes the server's encrypted flight of TLS 1.3 apart: one record for each message.
//!
//! rustls packs EncryptedExtensions to Finished into as few records as it can, and a fault
//! could strike at the whole only. Both cuts are legal (RFC 8446 5.1); the keys that follow
//! do not depend on it. On the way, Finished can be made wrong.

use super::seal::Keys;
use crate::choices::Honesty;
use crate::record::{ContentType, Hidden, Joiner, MAX_PLAINTEXT, Record};

/// The flight of one connection.
pub(super) struct Flight {
    /// Opens what rustls sealed, and counts as it does.
    opener: Keys,
    /// Seals for the client, and counts as that will.
    sealer: Keys,
    joiner: Joiner,
    finished: Honesty,
    /// Whether Finished went through.
    over: bool,
}

/// One record, and what is hidden in it.
type Cut = (Hidden, Vec<u8>);

impl Flight {
    /// Starts before EncryptedExtensions; `None` for a suite unknown here.
    pub(super) fn new(suite: u16, secret: &[u8], finished: Honesty) -> Option<Self> {
        let keys = Keys::derived(suite, secret)?;
        Some(Self {
            opener: keys.clone(),
            sealer: keys,
            joiner: Joiner::default(),
            finished,
            over: false,
        })
    }

    /// What the client gets for `record`; itself where it is not part of the flight.
    pub(super) fn recut(&mut self, record: Record) -> Vec<Cut> {
        let hidden = record.header.content_type == ContentType::ApplicationData && !self.over;
        match hidden.then(|| self.opener.open13(&record.bytes)).flatten() {
            Some((ContentType::Handshake, content)) => self.messages(&content),
            Some((kind, content)) => self.seal(Hidden::Alert, kind, &content),
            None => vec![(Hidden::Handshake, record.bytes)],
        }
    }

    fn messages(&mut self, content: &[u8]) -> Vec<Cut> {
        let mut cuts = Vec::new();
        self.joiner.push(content);
        // What is too long for the joiner is longer than any chain that fits a recipe.
        while let Ok(Some(mut message)) = self.joiner.pop() {
            if message.first() == Some(&FINISHED) {
                self.over = true;
                if self.finished == Honesty::Wrong
                    && let Some(last) = message.last_mut()
                {
                    *last ^= 0xff;
                }
            }
            cuts.extend(self.seal(Hidden::Handshake, ContentType::Handshake, &message));
        }
        cuts
    }

    fn seal(&mut self, hidden: Hidden, kind: ContentType, content: &[u8]) -> Vec<Cut> {
        let chunks = content.chunks(MAX_PLAINTEXT);
        chunks
            .filter_map(|chunk| Some((hidden, self.sealer.seal13(kind, chunk)?)))
            .collect()
    }
}

/// RFC 8446 4.
const FINISHED: u8 = 20;
