//! The faults that a sweep tries at each message.

use std::fmt;
use std::str::FromStr;

use badrdp_scenario::{Cause, Outcome};
use serde::Serialize;

/// A fault that fits every message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SweepFault {
    /// Silence in place of the message, for good.
    Stall,
    /// A FIN in its place.
    Close,
    /// A RST in its place.
    Reset,
    /// Its first three bytes are sent and no more: less than any message has.
    Truncate,
    /// One byte of it is changed, at a random place.
    Corrupt,
    /// It is left out, and the server goes on.
    Drop,
    /// It is sent twice.
    Duplicate,
}

impl SweepFault {
    /// Every fault, as columns of a matrix.
    pub const ALL: [Self; 7] = [
        Self::Stall,
        Self::Close,
        Self::Reset,
        Self::Truncate,
        Self::Corrupt,
        Self::Drop,
        Self::Duplicate,
    ];

    /// The word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stall => "stall",
            Self::Close => "close",
            Self::Reset => "reset",
            Self::Truncate => "truncate",
            Self::Corrupt => "corrupt",
            Self::Drop => "drop",
            Self::Duplicate => "duplicate",
        }
    }

    /// The fault as a scenario has it: the moment's key, and the fault with its parameters.
    pub(super) const fn toml(self) -> (&'static str, &'static str) {
        match self {
            Self::Stall => ("before", "stall = {}"),
            Self::Close => ("before", "close = {}"),
            Self::Reset => ("before", "reset = {}"),
            Self::Truncate => ("at", "truncate = { keep = 3 }"),
            Self::Corrupt => ("at", "corrupt = {}"),
            Self::Drop => ("at", "drop = {}"),
            Self::Duplicate => ("at", "duplicate = {}"),
        }
    }

    /// The cause that it plays.
    pub(super) const fn cause(self) -> Cause {
        match self {
            Self::Stall => Cause::Network,
            Self::Close | Self::Reset => Cause::Middlebox,
            Self::Truncate | Self::Corrupt | Self::Drop | Self::Duplicate => Cause::Protocol,
        }
    }

    /// Whether the server says nothing more once it has struck.
    pub(super) const fn ends_the_server(self) -> bool {
        matches!(self, Self::Stall | Self::Close | Self::Reset)
    }

    /// Whether the client lacks the whole message, or the end of it.
    pub(super) const fn withholds(self) -> bool {
        self.ends_the_server() || matches!(self, Self::Drop | Self::Truncate)
    }

    /// Outcomes besides the orderly failures that are let pass: where the server goes on, a
    /// client may get over the fault.
    pub(super) fn tolerated(self) -> Vec<Outcome> {
        let mut tolerated = vec![Outcome::CertificateWarned];
        if !self.ends_the_server() {
            tolerated.extend([Outcome::Connected, Outcome::Reconnected]);
        }
        tolerated
    }
}

impl fmt::Display for SweepFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for SweepFault {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        let mut all = Self::ALL.into_iter();
        all.find(|fault| fault.name() == word).ok_or(())
    }
}
