//! What is written on the test card.

use std::time::Duration;

/// The words on the test card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// The id of the scenario, such as `session/reset-when-active`.
    pub id: String,
    /// The title of the scenario, one sentence.
    pub title: String,
    /// The security in use, such as `TLS 1.3, CredSSP`.
    pub security: String,
    /// What will happen to the session, if anything.
    pub announcement: Option<Announcement>,
}

/// What will happen, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// What will happen, such as `The server resets the connection`.
    pub text: String,
    /// When, counted from the moment the session became active. Without it the card shows no
    /// countdown: it happens on an event, such as a click.
    pub at: Option<Duration>,
}
