//! Meets the cases of a run: so many at a time, again where they failed, until enough is done.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use badrdp_scenario::Scenario;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::adapter::Adapter;
use crate::case::Shared;
use crate::judge::{Judgement, Verdict};
use crate::launch::ClientEnd;
use crate::policy::{Cut, Policy};
use crate::queue::{Queue, Slot};
use crate::run::CaseResult;
use crate::tries::Tries;

/// A scenario and a client that is to meet it.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) scenario: Arc<Scenario>,
    pub(crate) adapter: Arc<Adapter>,
    /// Why the client cannot be run.
    pub(crate) missing: Option<String>,
}

/// A run that goes on.
pub(crate) struct Meeting<F> {
    shared: Arc<Shared>,
    /// Cancelled by a signal alone; `stop` of the options by the deadline, too.
    signal: CancellationToken,
    done: F,
    results: Vec<CaseResult>,
    failed: usize,
}

impl<F: Fn(&CaseResult)> Meeting<F> {
    pub(crate) fn new(shared: Arc<Shared>, signal: CancellationToken, done: F) -> Self {
        Self {
            shared,
            signal,
            done,
            results: Vec::new(),
            failed: 0,
        }
    }

    /// Meets all that wait. What failed is met again once nothing else runs; if too many fail,
    /// no further case is begun.
    pub(crate) async fn all(mut self, mut queue: Queue<Case>) -> (Vec<CaseResult>, Option<Cut>) {
        let mut running = JoinSet::new();
        let mut slots: HashMap<tokio::task::Id, (Slot, Case)> = HashMap::new();
        let mut again: Vec<(Case, Tries)> = Vec::new();
        loop {
            while !self.is_stopped()
                && !self.has_enough(again.len())
                && let Some((slot, case)) = queue.take()
            {
                let shared = Arc::clone(&self.shared);
                let task = running.spawn(case.clone().met(shared));
                slots.insert(task.id(), (slot, case));
            }
            if let Some(joined) = running.join_next_with_id().await {
                let (id, tries) = match joined {
                    Ok((id, tries)) => (id, Ok(tries)),
                    Err(error) => (error.id(), Err(error)),
                };
                let Some((slot, case)) = slots.remove(&id) else {
                    continue;
                };
                queue.give_back(slot);
                let tries = tries.unwrap_or_else(|error| {
                    // A case that panicked is a bug of ours; the others go on.
                    let reason = format!("badrdp itself failed: {error}");
                    Tries::new(case.not_met(&self.shared, Verdict::HarnessError, reason))
                });
                if self.policy().retries(tries.verdict()) && !self.is_stopped() {
                    again.push((case, tries));
                } else {
                    self.settle(tries);
                }
                continue;
            }
            for (case, tries) in std::mem::take(&mut again) {
                let tries = self.again(&case, tries).await;
                self.settle(tries);
            }
            if queue.is_empty() || self.is_stopped() || self.has_enough(0) {
                break;
            }
        }
        let cut = self.cut(&queue);
        if let Some(cut) = cut {
            for case in queue.drain() {
                let reason = cut.reason().to_owned();
                let result = case.not_met(&self.shared, Verdict::Skipped, reason);
                self.settle(Tries::new(result));
            }
        }
        (self.results, cut)
    }

    fn policy(&self) -> &Policy {
        &self.shared.options().policy
    }

    /// Whether a signal or the deadline ended the run.
    fn is_stopped(&self) -> bool {
        self.shared.options().stop.is_cancelled()
    }

    /// Whether the run is over because of its deadline.
    fn is_late(&self) -> bool {
        self.is_stopped() && !self.signal.is_cancelled()
    }

    /// Whether so many cases failed as may, `doubtful` of them perhaps.
    fn has_enough(&self, doubtful: usize) -> bool {
        let most = self.policy().max_fail;
        most.is_some_and(|most| self.failed + doubtful >= most)
    }

    fn cut(&self, queue: &Queue<Case>) -> Option<Cut> {
        let ended = |result: &CaseResult| result.end == ClientEnd::Interrupted;
        if self.signal.is_cancelled() {
            None
        } else if self.is_late() && (!queue.is_empty() || self.results.iter().any(ended)) {
            Some(Cut::Deadline)
        } else if self.has_enough(0) && !queue.is_empty() {
            Some(Cut::Failures)
        } else {
            None
        }
    }

    /// Meets a case that failed again, alone, until it does as it should.
    async fn again(&self, case: &Case, mut tries: Tries) -> Tries {
        for retry in 1..=self.policy().retries {
            let stop = &self.shared.options().stop;
            let pause = tokio::time::sleep(self.policy().pause(retry));
            tokio::select! {
                () = pause => {}
                () = stop.cancelled() => break,
            }
            let result = case.met_once(&self.shared, tries.count() + 1).await;
            if result.end == ClientEnd::Interrupted {
                break;
            }
            tries.add(result);
            if tries.any_good() {
                break;
            }
        }
        tries
    }

    /// Takes a case as done.
    fn settle(&mut self, tries: Tries) {
        let mut result = tries.settle();
        if self.is_late() && result.end == ClientEnd::Interrupted {
            result.judgement.reasons = vec![Cut::Deadline.reason().to_owned()];
        }
        let policy = self.policy();
        policy.known.apply(&mut result, policy.today);
        self.failed += usize::from(result.judgement.verdict.is_bad());
        (self.done)(&result);
        self.results.push(result);
    }
}

impl Case {
    /// Meets the case as often as the policy says.
    async fn met(self, shared: Arc<Shared>) -> Tries {
        let options = shared.options();
        let mut tries = Tries::new(self.met_once(&shared, 1).await);
        for _ in 1..options.policy.stress {
            // What cannot be run cannot be run again.
            if options.stop.is_cancelled() || self.missing.is_some() {
                break;
            }
            let result = self.met_once(&shared, tries.count() + 1).await;
            if result.end == ClientEnd::Interrupted {
                break;
            }
            tries.add(result);
        }
        tries
    }

    async fn met_once(&self, shared: &Shared, nth: usize) -> CaseResult {
        let missing = self.missing.clone();
        let mut result = shared
            .case(&self.scenario, &self.adapter, missing, nth)
            .await;
        let fail_on = shared.options().policy.fail_on;
        result.judgement = result.judgement.failing_on(fail_on);
        result
    }

    /// A case of which nothing but a reason is known.
    fn not_met(&self, shared: &Shared, verdict: Verdict, reason: String) -> CaseResult {
        CaseResult {
            scenario: self.scenario.id.to_string(),
            cause: self.scenario.cause(),
            client: self.adapter.name.clone(),
            judgement: Judgement::without(verdict, reason),
            end: ClientEnd::NotStarted,
            took: Duration::ZERO,
            tries: Vec::new(),
            known: None,
            named: None,
            headline: None,
            seed: self.scenario.seed,
            repeat: shared.repeat(&self.scenario, &self.adapter, self.scenario.seed),
            log: String::new(),
            log_left_out: 0,
            command: Vec::new(),
            transcript: None,
            capture: None,
            played: Arc::clone(&self.scenario),
        }
    }
}
