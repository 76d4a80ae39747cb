//! Joins reports: the shards of a run, or runs of different clients.
//!
//! A case that several reports have is kept once if they agree on its verdict and outcome. If
//! they do not, the later one counts where it is the same shard that was run again; otherwise
//! nobody can say which is right, and that is an error.

use std::collections::BTreeMap;

use super::model::{Case, Client, Report, Shard, Sweep};

/// Why reports cannot be joined.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// Two of them say different things of one case.
    #[error("{case} is {first} and {second}, and these are not runs of one shard")]
    Differs {
        /// The scenario and the client.
        case: String,
        /// What the one says, and which it is.
        first: String,
        /// The same of the other.
        second: String,
    },
    /// There is nothing to join.
    #[error("there is no report to merge")]
    Nothing,
    /// They are parts of different wholes.
    #[error("{first} and {second}: these are parts of different runs")]
    Shards {
        /// Of how many the one is a part, and which it is.
        first: String,
        /// The same of the other.
        second: String,
    },
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Merged {
    /// The joined report.
    pub report: Report,
    /// The shards that no report is of.
    pub missing: Vec<Shard>,
}

/// Joins reports, each with the name of its file.
///
/// # Errors
/// When there is none, when they are shards of different runs, or when they contradict each
/// other.
pub fn merge(mut reports: Vec<(String, Report)>) -> Result<Merged, MergeError> {
    // In the order of time, so that a later run of a shard comes after the earlier one.
    reports.sort_by_key(|(_, report)| begun(report));
    let missing = missing(&reports)?;
    let interrupted = interrupted(&reports);
    // Where they differ, each case has to name its folder itself.
    let mut folders = reports.iter().map(|(_, report)| &report.captures);
    let first_folder = folders.next();
    let same_captures = folders.all(|folder| Some(folder) == first_folder);
    let mut cases: BTreeMap<(String, String), (usize, Case)> = BTreeMap::new();
    for (index, (file, report)) in reports.iter().enumerate() {
        for case in &report.cases {
            let key = (case.scenario.clone(), case.client.clone());
            if let Some((first, known)) = cases.get(&key) {
                let (first_file, first) = &reports[*first];
                let again = first.shard.is_some() && first.shard == report.shard;
                if !again && !agree(known, case) {
                    return Err(differs((first_file, known), (file, case)));
                }
                if !again {
                    continue;
                }
            }
            let mut case = case.clone();
            if !same_captures {
                let folder = &report.captures;
                case.capture = case.capture.map(|file| format!("{folder}{file}"));
            }
            cases.insert(key, (index, case));
        }
    }
    let mut rest = reports.into_iter().map(|(_, report)| report);
    let mut report = rest.next().ok_or(MergeError::Nothing)?;
    let others: Vec<_> = rest.collect();
    for other in others {
        join(&mut report, other);
    }
    report.interrupted = interrupted;
    report.shard = None;
    if !same_captures {
        report.captures.clear();
    }
    report.cases = cases.into_values().map(|(_, case)| case).collect();
    report.sort();
    report.score();
    Ok(Merged { report, missing })
}

/// Takes over all but the cases.
fn join(report: &mut Report, other: Report) {
    add_line(&mut report.badrdp, &other.badrdp, ", ");
    report.took_ms = report.took_ms.max(other.took_ms);
    report.cut = report.cut.take().or(other.cut);
    if report.seed != other.seed {
        report.seed = None;
    }
    for client in other.clients {
        match report
            .clients
            .iter_mut()
            .find(|known| known.name == client.name)
        {
            Some(known) => version(known, client),
            None => report.clients.push(client),
        }
    }
    for scenario in other.scenarios {
        if !report.scenarios.iter().any(|known| known.id == scenario.id) {
            report.scenarios.push(scenario);
        }
    }
    for other in other.sweeps {
        let same = |known: &&mut Sweep| {
            (&known.profile, &known.client, known.seed)
                == (&other.profile, &other.client, other.seed)
        };
        match report.sweeps.iter_mut().find(same) {
            Some(known) => join_sweep(known, other),
            None => report.sweeps.push(other),
        }
    }
}

/// Each shard has the cells of its own; of one that both have the later word counts.
fn join_sweep(known: &mut Sweep, other: Sweep) {
    for row in other.rows {
        let mut rows = known.rows.iter_mut();
        match rows.find(|known| known.message == row.message) {
            Some(known) => known.faults.extend(row.faults),
            None => known.rows.push(row),
        }
    }
    known.run = known.rows.iter().map(|row| row.faults.len()).sum();
    known.possible = known.possible.max(other.possible);
    known.healthy = other.healthy;
}

/// Machines may have different versions of a client: the report then names them all.
fn version(known: &mut Client, other: Client) {
    match (&mut known.version, other.version) {
        (Some(version), Some(other)) => add_line(version, &other, "; "),
        (version @ None, other) => *version = other,
        (Some(_), None) => {}
    }
}

fn add_line(known: &mut String, other: &str, between: &str) {
    if !known.split(between).any(|word| word == other) {
        known.push_str(between);
        known.push_str(other);
    }
}

/// Whether they say the same of a client.
fn agree(a: &Case, b: &Case) -> bool {
    (a.verdict, &a.outcome) == (b.verdict, &b.outcome)
}

fn differs(first: (&str, &Case), second: (&str, &Case)) -> MergeError {
    let words =
        |(file, case): (&str, &Case)| format!("{} ({}) in {file}", case.verdict, case.outcome());
    let Case {
        scenario, client, ..
    } = first.1;
    MergeError::Differs {
        case: format!("{scenario} with {client}"),
        first: words(first),
        second: words(second),
    }
}

/// Cases are missing where a run was ended early and no other run of its shard was not.
fn interrupted(reports: &[(String, Report)]) -> bool {
    reports.iter().any(|(_, report)| {
        let whole = |other: &Report| {
            report.shard.is_some() && other.shard == report.shard && !other.interrupted
        };
        report.interrupted && !reports.iter().any(|(_, other)| whole(other))
    })
}

/// The shards that should be there.
fn missing(reports: &[(String, Report)]) -> Result<Vec<Shard>, MergeError> {
    let shards = || {
        reports
            .iter()
            .filter_map(|(file, report)| report.shard.map(|shard| (file, shard)))
    };
    let Some((first_file, first)) = shards().next() else {
        return Ok(Vec::new());
    };
    if let Some((file, other)) = shards().find(|(_, shard)| shard.of != first.of) {
        let words =
            |file: &str, shard: Shard| format!("{file} is shard {} of {}", shard.index, shard.of);
        return Err(MergeError::Shards {
            first: words(first_file, first),
            second: words(file, other),
        });
    }
    let all = (1..=first.of).map(|index| Shard {
        index,
        of: first.of,
    });
    // A file can claim any number; more than that are not named one by one.
    const MOST: usize = 1000;
    let lost = all.filter(|shard| !shards().any(|(_, known)| known == *shard));
    Ok(lost.take(MOST).collect())
}

/// When it began; what is no time comes first.
fn begun(report: &Report) -> Option<jiff::Timestamp> {
    report.started.parse().ok()
}
