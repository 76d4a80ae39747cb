//! Runs scenarios against clients: serve, launch, judge; many at a time.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use badrdp_scenario::{Cause, Scenario};
use badrdp_server::{Armed, Transcript};
use serde::Serialize;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use crate::adapter::Adapter;
use crate::case::Shared;
use crate::evidence::Evidence;
use crate::judge::{Finding, Judgement, Verdict};
use crate::known::KnownFailure;
use crate::launch::ClientEnd;
use crate::meet::{Case, Meeting};
use crate::policy::{Cut, Policy};
use crate::queue::Queue;
use crate::shard::Shard;
use crate::sweep::Swept;
use crate::tries::Try;

/// Makes a scenario ready: issues its certificates.
pub type Arm = Arc<dyn Fn(&Arc<Scenario>) -> Result<Armed, String> + Send + Sync>;

/// How scenarios are to be run.
#[derive(Clone)]
pub struct Options {
    /// Makes scenarios ready.
    pub arm: Arm,
    /// What is kept of each case.
    pub evidence: Evidence,
    /// The file with the lab's root certificate, for clients to trust.
    pub ca: PathBuf,
    /// The lab's root certificate in DER, for the probe to trust.
    pub roots: Vec<Vec<u8>>,
    /// How many run at a time.
    pub jobs: usize,
    /// How long the probe waits for an answer.
    pub patience: Duration,
    /// The security that the probe asks for.
    pub security: badrdp_probe::Security,
    /// The user that clients are to log on as.
    pub user: String,
    /// And the password.
    pub password: String,
    /// Where servers listen.
    pub listen: IpAddr,
    /// Whether each client that is a program gets a network of its own, with nothing in it but
    /// its server. Then `listen` has to be a loopback address.
    pub isolate: bool,
    /// Ends the run early; what is done so far is reported.
    pub stop: CancellationToken,
    /// How cases are treated.
    pub policy: Policy,
}

/// One client in one scenario.
#[derive(Clone, Debug, Serialize)]
pub struct CaseResult {
    /// The scenario's id.
    pub scenario: String,
    /// The cause that it plays.
    pub cause: Cause,
    /// The client's name.
    pub client: String,
    /// What is said of it.
    #[serde(flatten)]
    pub judgement: Judgement,
    /// How the client ended.
    pub end: ClientEnd,
    /// How long it took.
    pub took: Duration,
    /// All times that it was met, in order; empty where that was once.
    pub tries: Vec<Try>,
    /// Why it is known, where it is listed.
    pub known: Option<KnownFailure>,
    /// The cause that the client named, where it is one that names causes.
    pub named: Option<Cause>,
    /// What it said in one line.
    pub headline: Option<String>,
    /// The seed of every random choice.
    pub seed: u64,
    /// The command that repeats just this.
    pub repeat: String,
    /// The end of the client's log.
    pub log: String,
    /// How many bytes it said before that.
    pub log_left_out: u64,
    /// The command as it was run.
    pub command: Vec<String>,
    /// The file of its capture, below the folder of captures.
    pub capture: Option<String>,
    /// What the server saw and did.
    pub transcript: Option<Transcript>,
    /// The scenario that was played.
    #[serde(skip)]
    pub played: Arc<Scenario>,
}

/// A client of a run.
#[derive(Clone, Debug, Serialize)]
pub struct ClientInfo {
    /// Its adapter's name.
    pub name: String,
    /// What it is.
    pub title: String,
    /// Whether it is one that names causes.
    pub names_causes: bool,
    /// The line in which it names its version.
    pub version: Option<String>,
}

/// Everything that was run.
#[derive(Clone, Debug, Serialize)]
pub struct SuiteResult {
    /// The version of badrdp.
    pub version: &'static str,
    /// The clients.
    pub clients: Vec<ClientInfo>,
    /// The results, by scenario and client.
    pub results: Vec<CaseResult>,
    /// What was swept, for a run that makes its scenarios itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sweeps: Vec<Swept>,
    /// The part that was run, where it is not the whole.
    pub shard: Option<Shard>,
    /// How long it took.
    pub took: Duration,
    /// It was ended by a signal: results are missing.
    pub interrupted: bool,
    /// Why cases were not begun, or not brought to their end: these are SKIPPED.
    pub cut: Option<Cut>,
}

impl SuiteResult {
    /// Nothing was run yet.
    pub(crate) const fn empty() -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION"),
            clients: Vec::new(),
            results: Vec::new(),
            sweeps: Vec::new(),
            shard: None,
            took: Duration::ZERO,
            interrupted: false,
            cut: None,
        }
    }

    /// Takes over what another run came to.
    pub(crate) fn take(&mut self, other: Self) {
        for client in other.clients {
            if !self.clients.iter().any(|known| known.name == client.name) {
                self.clients.push(client);
            }
        }
        self.results.extend(other.results);
        self.cut = self.cut.or(other.cut);
    }

    /// How many cases need somebody to look at them.
    pub(crate) fn bad(&self) -> usize {
        let bad = |result: &&CaseResult| result.judgement.verdict.is_bad();
        self.results.iter().filter(bad).count()
    }

    /// How many results have this verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        self.results
            .iter()
            .filter(|result| result.judgement.verdict == verdict)
            .count()
    }

    /// How many results have this finding.
    #[must_use]
    pub fn found(&self, finding: Finding) -> usize {
        self.results
            .iter()
            .filter(|result| result.judgement.findings.contains(&finding))
            .count()
    }
}

/// How many cases [`run`] will meet.
#[must_use]
pub fn count(scenarios: &[Arc<Scenario>], adapters: &[Adapter], policy: &Policy) -> usize {
    let of = |adapter: &Adapter| {
        let wanted =
            |scenario: &&Arc<Scenario>| policy.wants(&scenario.id.to_string(), &adapter.name);
        scenarios.iter().filter(wanted).count()
    };
    adapters.iter().map(of).sum()
}

/// Runs every scenario against every client, as far as the policy wants it. `done` is told of
/// each result as it comes.
pub async fn run(
    scenarios: Vec<Arc<Scenario>>,
    adapters: Vec<Adapter>,
    options: Options,
    done: impl Fn(&CaseResult),
) -> SuiteResult {
    let start = Instant::now();
    let policy = options.policy.clone();
    // A deadline ends what runs as a signal does, and is told apart from it.
    let signal = options.stop.clone();
    let stop = signal.child_token();
    let _timer = policy.deadline.map(|deadline| {
        let stop = stop.clone();
        let timer = tokio::spawn(async move {
            tokio::time::sleep_until(deadline).await;
            stop.cancel();
        });
        AbortOnDropHandle::new(timer)
    });
    let options = Options { stop, ..options };
    let shared = Arc::new(Shared::new(options));
    let mut clients = Vec::new();
    let mut queue = Queue::new(shared.options().jobs);
    for adapter in &adapters {
        let wanted =
            |scenario: &&Arc<Scenario>| policy.wants(&scenario.id.to_string(), &adapter.name);
        let wanted: Vec<_> = scenarios.iter().filter(wanted).collect();
        let (version, missing) = shared.version_of(adapter).await;
        clients.push(ClientInfo {
            name: adapter.name.clone(),
            title: adapter.title.clone(),
            names_causes: adapter.names_causes(),
            version,
        });
        let (jobs, adapter) = (adapter.jobs, Arc::new(adapter.clone()));
        let case = |scenario: &Arc<Scenario>| Case {
            scenario: Arc::clone(scenario),
            adapter: Arc::clone(&adapter),
            missing: missing.clone(),
        };
        queue.add(jobs, wanted.into_iter().map(case));
    }
    let (mut results, cut) = Meeting::new(shared, signal.clone(), done).all(queue).await;
    results.sort_by(|a, b| (&a.scenario, &a.client).cmp(&(&b.scenario, &b.client)));
    SuiteResult {
        clients,
        results,
        shard: policy.shard,
        took: start.elapsed(),
        interrupted: signal.is_cancelled(),
        cut,
        ..SuiteResult::empty()
    }
}
