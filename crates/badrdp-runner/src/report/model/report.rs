//! A whole report.

use schemars::{JsonSchema, Schema, schema_for};
use serde::{Deserialize, Serialize};

use super::case::Case;
use super::score::Score;
use super::sweep::Sweep;
use super::verdict::Verdict;

/// What tells a report from other JSON files.
pub const SCHEMA: &str = "badrdp-report";

/// The number of the format. It changes when a reader of the old one would be misled; what is
/// only added does not change it.
pub const FORMAT: u32 = 1;

/// Everything that was run, and what it came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// Always `badrdp-report`.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: String,
    /// The number of the format: 1.
    #[schemars(extend("const" = FORMAT))]
    pub format: u32,
    /// The version of badrdp that ran it.
    pub badrdp: String,
    /// When it began, by RFC 3339.
    pub started: String,
    /// How long it took, in milliseconds. Of merged reports, the longest.
    pub took_ms: f64,
    /// It was ended early: cases are missing.
    pub interrupted: bool,
    /// Why cases were not begun, or not brought to their end, other than by a signal: `deadline`
    /// or `failures`. These cases are SKIPPED.
    #[serde(default)]
    pub cut: Option<String>,
    /// The seed that was asked for; none where each scenario had its own.
    #[serde(default)]
    pub seed: Option<u64>,
    /// Which part of the whole this is; none if it is all of it.
    #[serde(default)]
    pub shard: Option<Shard>,
    /// The folder of the captures, as seen from the report's own folder: empty, or a path that
    /// ends in `/`.
    #[serde(default)]
    pub captures: String,
    /// The clients.
    pub clients: Vec<Client>,
    /// The scenarios that any case is about, by id.
    pub scenarios: Vec<Scenario>,
    /// The cases, by scenario and client.
    pub cases: Vec<Case>,
    /// How well each client names causes, of those that name any.
    #[serde(default)]
    pub scores: Vec<Score>,
    /// What was swept, for a run that made its scenarios itself.
    #[serde(default)]
    pub sweeps: Vec<Sweep>,
}

/// A part of a run that was divided among machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Shard {
    /// Counted from 1.
    pub index: u32,
    /// How many there are.
    pub of: u32,
}

/// A client of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Client {
    /// Its adapter's name.
    pub name: String,
    /// What it is.
    pub title: String,
    /// Whether it is one that names causes.
    #[serde(default)]
    pub names_causes: bool,
    /// The line in which it names its version.
    #[serde(default)]
    pub version: Option<String>,
}

/// A scenario of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Scenario {
    /// Its id.
    pub id: String,
    /// One line.
    pub title: String,
    /// The cause that it plays.
    pub cause: String,
    /// Words to select it by.
    #[serde(default)]
    pub tags: Vec<String>,
}

impl Report {
    /// The cases of one client.
    pub fn of<'a>(&'a self, client: &'a str) -> impl Iterator<Item = &'a Case> {
        self.cases.iter().filter(move |case| case.client == client)
    }

    /// How many cases have this verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        let cases = self.cases.iter();
        cases.filter(|case| case.verdict == verdict).count()
    }

    /// The title of a scenario; its id where the report does not have it.
    #[must_use]
    pub fn title<'a>(&'a self, id: &'a str) -> &'a str {
        let known = self.scenarios.iter().find(|scenario| scenario.id == id);
        known.map_or(id, |scenario| &scenario.title)
    }

    /// Keeps only the cases that are wanted, with their scenarios, clients and scores. A sweep
    /// goes with any of its cases: its matrix would tell of what is not there.
    pub fn keep(&mut self, wanted: impl Fn(&Case) -> bool) {
        let all = self.cases.len();
        self.cases.retain(wanted);
        if self.cases.len() < all {
            self.sweeps.clear();
            let cases = &self.cases;
            self.clients
                .retain(|client| cases.iter().any(|case| case.client == client.name));
            self.scenarios
                .retain(|scenario| cases.iter().any(|case| case.scenario == scenario.id));
            self.score();
        }
    }

    /// Puts everything into its order: clients as they are, scenarios by id, cases by scenario
    /// and client.
    pub fn sort(&mut self) {
        self.scenarios.sort_by(|a, b| a.id.cmp(&b.id));
        self.cases.sort_by(|a, b| a.key().cmp(&b.key()));
    }
}

/// The schema of a report.
#[must_use]
pub fn schema() -> Schema {
    schema_for!(Report)
}
