//! Makes a report of what a run came to.

mod case;
mod connection;
mod event;
mod exchange;
mod expected;

use std::collections::BTreeMap;
use std::time::Duration;

use super::report::{Client, FORMAT, Report, SCHEMA, Scenario, Shard};
use super::sweep::{Sweep, SweepRow};
use super::verdict::Verdict;
use crate::judge;
use crate::run::SuiteResult;
use crate::sweep::Swept;

/// What a suite does not know of itself.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// When it began, by RFC 3339.
    pub started: String,
    /// The seed that was asked for.
    pub seed: Option<u64>,
    /// Which part of the whole it is.
    pub shard: Option<Shard>,
}

impl Report {
    /// The report of a suite.
    #[must_use]
    pub fn new(suite: &SuiteResult, about: About) -> Self {
        let mut scenarios = BTreeMap::new();
        for result in &suite.results {
            let played = &result.played;
            scenarios
                .entry(&result.scenario)
                .or_insert_with(|| Scenario {
                    id: result.scenario.clone(),
                    title: played.title().to_owned(),
                    cause: result.cause.name().to_owned(),
                    tags: played.file.tags.clone(),
                });
        }
        let clients = suite.clients.iter().map(|client| Client {
            name: client.name.clone(),
            title: client.title.clone(),
            names_causes: client.names_causes,
            version: client.version.clone(),
        });
        let mut report = Self {
            schema: SCHEMA.to_owned(),
            format: FORMAT,
            badrdp: suite.version.to_owned(),
            started: about.started,
            took_ms: millis(suite.took),
            interrupted: suite.interrupted,
            cut: suite.cut.map(|cut| word(&cut)),
            seed: about.seed,
            shard: about.shard.or_else(|| suite.shard.map(Shard::from)),
            clients: clients.collect(),
            scenarios: scenarios.into_values().collect(),
            cases: suite.results.iter().map(case::case).collect(),
            scores: Vec::new(),
            captures: String::new(),
            sweeps: suite.sweeps.iter().map(Sweep::from).collect(),
        };
        report.sort();
        report.score();
        report
    }
}

impl From<judge::Verdict> for Verdict {
    fn from(verdict: judge::Verdict) -> Self {
        // INVARIANT: every verdict of the judge has its word here; a test holds it.
        Self::named(verdict.name()).unwrap_or(Self::HarnessError)
    }
}

impl From<crate::shard::Shard> for Shard {
    fn from(shard: crate::shard::Shard) -> Self {
        Self {
            index: shard.index(),
            of: shard.of(),
        }
    }
}

impl From<&Swept> for Sweep {
    fn from(swept: &Swept) -> Self {
        let rows = swept.rows.iter().map(|row| {
            let faults = row.faults.iter();
            let words = faults.map(|(fault, word)| (fault.name().to_owned(), (*word).to_owned()));
            SweepRow {
                message: row.message.clone(),
                faults: words.collect(),
            }
        });
        Self {
            profile: swept.profile.clone(),
            client: swept.client.clone(),
            seed: swept.seed,
            healthy: swept.healthy.into(),
            possible: swept.possible,
            run: swept.run,
            rows: rows.collect(),
        }
    }
}

/// Milliseconds with three decimals.
fn millis(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1e6).round() / 1e3
}

/// The word of anything that is written as one.
fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verdict_of_the_judge_has_its_word() {
        for verdict in judge::Verdict::ALL {
            assert_eq!(Verdict::from(verdict).name(), verdict.name());
            let written = serde_json::to_value(Verdict::from(verdict)).unwrap();
            assert_eq!(written, serde_json::to_value(verdict).unwrap());
        }
    }
}
