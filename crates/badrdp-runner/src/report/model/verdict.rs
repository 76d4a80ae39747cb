//! The words of a report for good and bad.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is said of a client in a scenario, by the words of the judge. Best first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
pub enum Verdict {
    /// As expected.
    Pass,
    /// A weaker answer that is tolerated.
    NonStrict,
    /// As expected, but only when it was tried again.
    Flaky,
    /// Not as expected, and known to be so.
    KnownFailure,
    /// As expected, although it is listed as a known failure.
    UnexpectedPass,
    /// Not as expected.
    Fail,
    /// The fault was not delivered as declared: nothing is said of the client.
    HarnessError,
    /// Nothing can be said, for the reason given.
    Skipped,
}

impl Verdict {
    /// Every verdict, best first.
    pub const ALL: [Self; 8] = [
        Self::Pass,
        Self::NonStrict,
        Self::Flaky,
        Self::KnownFailure,
        Self::UnexpectedPass,
        Self::Fail,
        Self::HarnessError,
        Self::Skipped,
    ];

    /// The word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "PASS",
            Self::NonStrict => "NON-STRICT",
            Self::Flaky => "FLAKY",
            Self::KnownFailure => "KNOWN-FAILURE",
            Self::UnexpectedPass => "UNEXPECTED-PASS",
            Self::Fail => "FAIL",
            Self::HarnessError => "HARNESS-ERROR",
            Self::Skipped => "SKIPPED",
        }
    }

    /// The verdict of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.name() == name)
    }

    /// Whether somebody has to look at it: the client or the harness did wrong, or the list of
    /// known failures is no longer true.
    #[must_use]
    pub const fn is_bad(self) -> bool {
        matches!(self, Self::Fail | Self::HarnessError | Self::UnexpectedPass)
    }

    /// Whether the client did what it may do, at least in the end.
    #[must_use]
    pub const fn is_good(self) -> bool {
        matches!(
            self,
            Self::Pass | Self::NonStrict | Self::Flaky | Self::UnexpectedPass
        )
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
