//! What the page knows of every case without its evidence.

use std::collections::HashMap;

use serde::Serialize;

use super::text::brief;
use crate::report::model::{Case, Report, Severity, Verdict};

/// The whole index. Positions in it are the names by which its parts know one another.
#[derive(Serialize)]
pub(super) struct Index<'a> {
    verdicts: Vec<&'static str>,
    captures: &'a str,
    clients: Vec<IndexClient<'a>>,
    scenarios: Vec<IndexScenario<'a>>,
    cases: Vec<IndexCase<'a>>,
}

#[derive(Serialize)]
struct IndexClient<'a> {
    name: &'a str,
    title: &'a str,
    version: Option<&'a str>,
}

#[derive(Serialize)]
struct IndexScenario<'a> {
    id: &'a str,
    title: &'a str,
    cause: &'a str,
    tags: &'a [String],
}

#[derive(Serialize)]
struct IndexCase<'a> {
    scenario: usize,
    client: usize,
    verdict: &'static str,
    good: bool,
    bad: bool,
    outcome: Option<&'a str>,
    said: Option<&'a str>,
    named: Option<&'a str>,
    reasons: Vec<String>,
    findings: Vec<&'a str>,
    grave: bool,
    kept: bool,
}

/// Of each case this many reasons can be searched, and so much of each.
const REASONS_MOST: usize = 3;
const REASON_MOST: usize = 240;

impl<'a> Index<'a> {
    /// The index of a report; `kept` says of each case whether its evidence is in the page.
    pub(super) fn new(report: &'a Report, captures: &'a str, kept: &[bool]) -> Self {
        let mut clients = Places::default();
        for client in &report.clients {
            clients.add(&client.name, || IndexClient {
                name: &client.name,
                title: &client.title,
                version: client.version.as_deref(),
            });
        }
        let mut scenarios = Places::default();
        for scenario in &report.scenarios {
            scenarios.add(&scenario.id, || IndexScenario {
                id: &scenario.id,
                title: &scenario.title,
                cause: &scenario.cause,
                tags: &scenario.tags,
            });
        }
        let cases = report.cases.iter().enumerate().map(|(at, case)| {
            // A file may tell of clients and scenarios that it does not list.
            let client = clients.add(&case.client, || IndexClient {
                name: &case.client,
                title: &case.client,
                version: None,
            });
            let scenario = scenarios.add(&case.scenario, || IndexScenario {
                id: &case.scenario,
                title: &case.scenario,
                cause: &case.cause,
                tags: &[],
            });
            let kept = kept.get(at).copied().unwrap_or_default();
            IndexCase::new(case, scenario, client, kept)
        });
        let cases = cases.collect();
        Self {
            verdicts: Verdict::ALL.map(Verdict::name).to_vec(),
            captures,
            clients: clients.list,
            scenarios: scenarios.list,
            cases,
        }
    }
}

impl<'a> IndexCase<'a> {
    fn new(case: &'a Case, scenario: usize, client: usize, kept: bool) -> Self {
        let reasons = case.reasons.iter().take(REASONS_MOST);
        let findings = case.findings.iter();
        Self {
            scenario,
            client,
            verdict: case.verdict.name(),
            good: case.verdict.is_good(),
            bad: case.verdict.is_bad(),
            outcome: case.outcome.as_deref(),
            said: case.said.as_deref(),
            named: case.named.as_deref(),
            reasons: reasons.map(|reason| brief(reason, REASON_MOST)).collect(),
            findings: findings.map(|found| found.finding.as_str()).collect(),
            grave: (case.findings.iter()).any(|found| found.severity >= Severity::Major),
            kept,
        }
    }
}

/// A list without doubles, and where everything is in it.
struct Places<'a, T> {
    list: Vec<T>,
    at: HashMap<&'a str, usize>,
}

impl<T> Default for Places<'_, T> {
    fn default() -> Self {
        Self {
            list: Vec::new(),
            at: HashMap::new(),
        }
    }
}

impl<'a, T> Places<'a, T> {
    /// Where `name` is; `make` makes it if it is not there.
    fn add(&mut self, name: &'a str, make: impl FnOnce() -> T) -> usize {
        *self.at.entry(name).or_insert_with(|| {
            self.list.push(make());
            self.list.len() - 1
        })
    }
}
