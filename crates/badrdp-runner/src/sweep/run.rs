//! Runs a sweep: for each profile and client the healthy run first, then the cells.

use std::sync::Arc;
use std::time::Instant;

use super::cell::Cell;
use super::plan::{Profile, cells, sample};
use super::swept::{Swept, was_met};
use crate::adapter::Adapter;
use crate::judge::Verdict;
use crate::run::{CaseResult, Options, SuiteResult, count, run};

/// What is to be swept.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// The profiles.
    pub profiles: Vec<Profile>,
    /// These cells and no others; all that the healthy run shows if there are none.
    pub cells: Vec<Cell>,
    /// The most cells of each profile and client.
    pub limit: Option<usize>,
    /// Chooses the cells where there are more.
    pub seed: u64,
}

/// Sweeps every profile with every client. `planned` is told of how many cases come on top,
/// `done` of each result as it comes.
pub async fn sweep(
    sweep: Sweep,
    adapters: Vec<Adapter>,
    options: Options,
    planned: impl Fn(usize),
    done: impl Fn(&CaseResult),
) -> SuiteResult {
    let start = Instant::now();
    let mut suite = SuiteResult::empty();
    for adapter in &adapters {
        for profile in &sweep.profiles {
            if suite.cut.is_some() || options.stop.is_cancelled() {
                break;
            }
            // What may fail in all is less what has failed.
            let mut options = options.clone();
            let failed = suite.bad();
            let most = &mut options.policy.max_fail;
            *most = most.map(|most| most.saturating_sub(failed));
            one(
                &sweep,
                profile,
                adapter,
                &options,
                (&planned, &done),
                &mut suite,
            )
            .await;
        }
    }
    suite.shard = options.policy.shard;
    suite.took = start.elapsed();
    suite.interrupted = options.stop.is_cancelled();
    suite
}

async fn one(
    sweep: &Sweep,
    profile: &Profile,
    adapter: &Adapter,
    options: &Options,
    (planned, done): (&impl Fn(usize), &impl Fn(&CaseResult)),
    suite: &mut SuiteResult,
) {
    let base = &profile.healthy;
    let mut healthy = Verdict::Skipped;
    let (mut chosen, mut possible) = (sweep.cells.clone(), sweep.cells.len());
    if chosen.is_empty() {
        planned(1);
        let scenarios = vec![Arc::new(base.clone())];
        // Every shard needs to know what there is, and only one of them tells of it.
        let mut whole = options.clone();
        whole.policy.shard = None;
        let mut came = run(scenarios, vec![adapter.clone()], whole, done).await;
        if let Some(result) = came.results.first() {
            healthy = result.judgement.verdict;
            let all = result.transcript.as_ref().map(|said| cells(base, said));
            let all = all.unwrap_or_default();
            possible = all.len();
            chosen = sample(all, sweep.limit, sweep.seed);
        }
        let wants = |result: &CaseResult| options.policy.wants(&result.scenario, &result.client);
        came.results.retain(wants);
        suite.take(came);
    }
    let scenarios: Vec<_> = chosen
        .iter()
        .filter_map(|cell| cell.scenario(base).map(Arc::new))
        .collect();
    planned(count(
        &scenarios,
        std::slice::from_ref(adapter),
        &options.policy,
    ));
    let came = run(scenarios, vec![adapter.clone()], options.clone(), done).await;
    suite.sweeps.push(Swept {
        profile: base.server.profile.clone(),
        client: adapter.name.clone(),
        seed: sweep.seed,
        healthy,
        possible,
        run: came.results.iter().filter(|result| was_met(result)).count(),
        rows: Swept::rows(&chosen, &came.results),
    });
    suite.take(came);
}
