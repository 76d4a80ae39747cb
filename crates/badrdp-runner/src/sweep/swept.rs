//! The result of a sweep: a matrix of messages and faults.

use std::collections::BTreeMap;

use serde::Serialize;

use super::cell::Cell;
use super::fault::SweepFault;
use crate::judge::{Finding, Verdict};
use crate::run::CaseResult;

/// One profile that was swept with one client.
#[derive(Clone, Debug, Serialize)]
pub struct Swept {
    /// The profile.
    pub profile: String,
    /// The client.
    pub client: String,
    /// The seed that chose the cells, and of every random choice in them.
    pub seed: u64,
    /// How the client did without any fault.
    pub healthy: Verdict,
    /// How many cells there are.
    pub possible: usize,
    /// How many of them were run.
    pub run: usize,
    /// A row for each message, in the order of the protocol.
    pub rows: Vec<Row>,
}

/// A message, and what became of each fault at it.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The message, with its number where there are several.
    pub message: String,
    /// One word for each fault that was tried.
    pub faults: BTreeMap<SweepFault, &'static str>,
}

impl Swept {
    /// The matrix of `cells` and their `results`, which are in no order.
    pub(super) fn rows(cells: &[Cell], results: &[CaseResult]) -> Vec<Row> {
        let words: BTreeMap<&str, &'static str> = results
            .iter()
            .filter_map(|result| {
                // sweep/<profile>/<message>/<fault>
                let (_, cell) = result.scenario.strip_prefix("sweep/")?.split_once('/')?;
                Some((cell, word(result)))
            })
            .collect();
        let mut rows: Vec<Row> = Vec::new();
        for cell in cells {
            let message = cell.message();
            if rows.last().is_none_or(|row| row.message != message) {
                rows.push(Row {
                    message,
                    faults: BTreeMap::new(),
                });
            }
            if let (Some(row), Some(word)) = (rows.last_mut(), words.get(&*cell.to_string())) {
                row.faults.insert(cell.fault, word);
            }
        }
        rows
    }
}

/// What became of a cell, in one word: the gravest finding, else the verdict.
fn word(result: &CaseResult) -> &'static str {
    let found = |finding| result.judgement.findings.contains(&finding);
    match result.judgement.verdict {
        _ if found(Finding::Crashed) => "CRASHED",
        _ if found(Finding::Hung) => "HUNG",
        _ if found(Finding::CredentialsSent) || found(Finding::CredentialsInTheClear) => "GAVE",
        _ if found(Finding::DowngradedToRdpSecurity) => "WEAKER",
        _ if found(Finding::RetryStorm) => "STORM",
        Verdict::Pass | Verdict::UnexpectedPass => "ok",
        Verdict::NonStrict => "lax",
        Verdict::Fail | Verdict::KnownFailure => "WRONG",
        Verdict::Flaky => "FLAKY",
        Verdict::HarnessError => "HARNESS",
        Verdict::Skipped => "missed",
    }
}
