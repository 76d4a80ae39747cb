//! One client in one scenario.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::connection::{Connection, Delivery};
use super::verdict::Verdict;
use crate::judge::Severity;
use crate::policy::Cut;

/// One client in one scenario: the verdict, and all that it rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Case {
    /// The scenario's id.
    pub scenario: String,
    /// The cause that it plays.
    pub cause: String,
    /// The client's name.
    pub client: String,
    /// What is said of it.
    pub verdict: Verdict,
    /// What the client did, by both accounts.
    #[serde(default)]
    pub outcome: Option<String>,
    /// What the client said, by its adapter's rules.
    #[serde(default)]
    pub said: Option<String>,
    /// The section of a standard by which the outcome is right, where the scenario names one.
    #[serde(default)]
    pub rule: Option<String>,
    /// Why the verdict is not PASS, a sentence each.
    #[serde(default)]
    pub reasons: Vec<String>,
    /// What matters whatever the verdict.
    #[serde(default)]
    pub findings: Vec<Found>,
    /// What was expected.
    pub expected: Expected,
    /// How the client ended: `exit 0`, `signal 11`, `killed` …
    pub end: String,
    /// How long it took, in milliseconds.
    pub took_ms: f64,
    /// Every try, where there was more than one; the case tells of the one that went worst.
    #[serde(default)]
    pub tries: Vec<Try>,
    /// Why it is known to fail.
    #[serde(default)]
    pub known: Option<Known>,
    /// The cause that the client named, where it is one that names causes.
    #[serde(default)]
    pub named: Option<String>,
    /// Other causes that no client can tell from the scenario's.
    #[serde(default)]
    pub alike: Vec<String>,
    /// What the client said in one line.
    #[serde(default)]
    pub headline: Option<String>,
    /// The seed of every random choice.
    pub seed: u64,
    /// The command that repeats just this.
    pub repeat: String,
    /// The command as it was run; the password is left out.
    #[serde(default)]
    pub command: Vec<String>,
    /// The end of the client's log.
    #[serde(default)]
    pub log: String,
    /// The bytes of the log before that.
    #[serde(default)]
    pub log_left_out: u64,
    /// The capture's name in the folder of captures.
    #[serde(default)]
    pub capture: Option<String>,
    /// What became of the faults that live in the listener.
    #[serde(default)]
    pub listener: Vec<Delivery>,
    /// The connections, in the order in which they were accepted.
    #[serde(default)]
    pub connections: Vec<Connection>,
    /// Connections that were not kept because there were too many.
    #[serde(default)]
    pub forgotten_connections: u64,
}

/// Something that matters whatever the verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Found {
    /// What, in kebab case: `hung`, `credentials-sent` …
    pub finding: String,
    /// How grave it is.
    pub severity: Severity,
}

/// What was expected.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Expected {
    /// The outcomes that are right.
    #[serde(default)]
    pub client: Vec<String>,
    /// Weaker outcomes that are let pass.
    #[serde(default)]
    pub tolerate: Vec<String>,
    /// What must not happen, whatever the outcome.
    #[serde(default)]
    pub never: Vec<String>,
    /// How long the client may take, in milliseconds.
    #[serde(default)]
    pub within_ms: f64,
    /// The sections of standards that it rests on.
    #[serde(default)]
    pub spec: Vec<String>,
    /// The rest of the rule in words: attempts, and each connection.
    #[serde(default)]
    pub lines: Vec<String>,
}

/// One try of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Try {
    /// What was said of it.
    pub verdict: Verdict,
    /// What the client did.
    #[serde(default)]
    pub outcome: Option<String>,
    /// How long it took, in milliseconds.
    pub took_ms: f64,
}

/// Why a case is known to fail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Known {
    /// Why.
    pub reason: String,
    /// The last day on which that holds, as `2027-01-31`.
    #[serde(default)]
    pub until: Option<String>,
}

impl Case {
    /// What tells it from the others of its report.
    #[must_use]
    pub fn key(&self) -> (&str, &str) {
        (&self.scenario, &self.client)
    }

    /// The outcome, or a dash.
    #[must_use]
    pub fn outcome(&self) -> &str {
        self.outcome.as_deref().unwrap_or("-")
    }

    /// Whether it was begun: not where the run was cut before.
    #[must_use]
    pub fn was_begun(&self) -> bool {
        let cut = [Cut::Deadline, Cut::Failures].map(Cut::reason);
        let mut reasons = self.reasons.iter();
        self.end != "not-started" || !reasons.any(|reason| cut.contains(&&**reason))
    }

    /// Whether this is among the findings.
    #[must_use]
    pub fn found(&self, finding: &str) -> bool {
        self.findings.iter().any(|found| found.finding == finding)
    }
}

impl Expected {
    /// The whole rule, a line each, as people read it.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if !self.client.is_empty() {
            let seconds = self.within_ms / 1000.0;
            lines.push(format!("{} within {seconds} s", self.client.join(" or ")));
        }
        if !self.tolerate.is_empty() {
            lines.push(format!("tolerated: {}", self.tolerate.join(", ")));
        }
        if !self.never.is_empty() {
            lines.push(format!("never: {}", self.never.join(", ")));
        }
        lines.extend(self.lines.iter().cloned());
        if !self.spec.is_empty() {
            lines.push(format!("by {}", self.spec.join(", ")));
        }
        lines
    }
}
