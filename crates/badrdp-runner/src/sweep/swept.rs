//! The result of a sweep: a matrix of messages and faults.

use std::collections::BTreeMap;

use serde::Serialize;

use super::cell::Cell;
use super::fault::SweepFault;
use crate::judge::{Finding, Verdict};
use crate::launch::ClientEnd;
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
            .filter(|result| was_met(result))
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

/// Whether a cell was run: not where the run was cut or stopped before its end, or the client is
/// not there.
pub(super) fn was_met(result: &CaseResult) -> bool {
    let ended_early = matches!(result.end, ClientEnd::Interrupted | ClientEnd::NotStarted);
    !(ended_early && result.judgement.verdict == Verdict::Skipped)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::case;

    #[test]
    fn a_cell_that_was_not_run_has_no_word() {
        let id = "sweep/windows-11/connect-response/drop";
        let cells: Vec<Cell> = vec!["connect-response/drop".parse().unwrap()];
        let words = |verdict, end| {
            let mut result = case(id, "x", verdict);
            result.end = end;
            let rows = Swept::rows(&cells, &[result]);
            rows[0].faults.values().copied().collect::<Vec<_>>()
        };
        assert_eq!(words(Verdict::Skipped, ClientEnd::NotStarted), [""; 0]);
        assert_eq!(words(Verdict::Skipped, ClientEnd::Interrupted), [""; 0]);
        assert_eq!(words(Verdict::Skipped, ClientEnd::Exit(1)), ["missed"]);
        let broken = words(Verdict::HarnessError, ClientEnd::NotStarted);
        assert_eq!(broken, ["HARNESS"]);
    }
}
