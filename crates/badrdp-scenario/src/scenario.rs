//! One failure story.

use std::sync::Arc;

use badrdp_faults::FaultSpec;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::cause::Cause;
use crate::expect::Expect;
use crate::file::ScenarioFile;
use crate::id::Id;
use crate::server::Server;

/// A scenario with every name looked up and every choice made.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Its id: the path of its file.
    pub id: Id,
    /// A name of at most nine characters, for the cookie of a Connection Request.
    pub alias: String,
    /// For every random choice.
    pub seed: u64,
    /// Given.
    pub server: Server,
    /// When.
    pub faults: Arc<[FaultSpec]>,
    /// The file as it was written: prose, expectation, symptoms.
    pub file: Arc<ScenarioFile>,
}

impl Scenario {
    /// The folder that it lies in: the truth that a diagnosis is held against.
    #[must_use]
    pub const fn cause(&self) -> Cause {
        self.id.cause()
    }

    /// One line.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.file.title
    }

    /// Then.
    #[must_use]
    pub fn expect(&self) -> &Expect {
        &self.file.expect
    }

    /// Whether `cause` names this scenario rightly: it is its own cause or one that no
    /// client can tell from it.
    #[must_use]
    pub fn is_named_by(&self, cause: Cause) -> bool {
        self.cause() == cause || self.file.alike.contains(&cause)
    }
}

/// What a client shows its user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Symptom {
    /// The client, with its version where that matters.
    pub client: String,
    /// What it shows.
    pub shows: String,
    /// How well that is known.
    pub evidence: Evidence,
    /// Where it is known from.
    pub source: String,
}

/// How well something is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Evidence {
    /// The vendor or a standard says so.
    Documented,
    /// Somebody ran it and looked.
    Measured,
    /// Users say so.
    Reported,
}

impl Evidence {
    /// The word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Measured => "measured",
            Self::Reported => "reported",
        }
    }
}
