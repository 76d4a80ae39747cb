//! What the server has begun and owes the end of.

use std::time::Duration;

use super::Walk;

impl Walk {
    /// Something begun that has no end yet, and that it should have had by the time one leaves.
    fn owed(&self) -> Option<&'static str> {
        if self.fragments.is_open() {
            Some("an update of the picture in fragments")
        } else if self.frame.is_some() {
            Some("a frame")
        } else if !self.open_channels.is_empty() {
            Some("a message of a virtual channel")
        } else if self.measured.is_under_way() {
            Some("a measurement of bandwidth")
        } else if self.devices_owed {
            Some(DEVICES)
        } else {
            None
        }
    }

    /// Looks at what is owed, `now` after the start.
    pub(super) fn watch_owed(&mut self, now: Duration) {
        self.owed_since = match self.owed() {
            Some(_) if self.is_active() => self.owed_since.or(Some(now)),
            _ => None,
        };
    }

    /// The time to leave has come: what is still owed by now will not come.
    pub(super) fn note_owed(&mut self) {
        match self.owed() {
            Some(DEVICES) => self.seen.devices_stalled = true,
            Some(what) => self.odd(format!("{what} began and does not end")),
            None => {}
        }
    }
}

/// The one that is no breach of a standard: nothing says when a server has to go on.
const DEVICES: &str = "the redirection of devices";
