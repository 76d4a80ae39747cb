//! Runs scenarios against clients: serve, launch, judge; many at a time.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use badrdp_scenario::{Cause, Scenario};
use badrdp_server::{Armed, Transcript};
use serde::Serialize;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::adapter::Adapter;
use crate::case::Shared;
use crate::judge::{Finding, Judgement, Verdict};
use crate::launch::ClientEnd;
use crate::sweep::Swept;

/// Makes a scenario ready: issues its certificates.
pub type Arm = Arc<dyn Fn(&Arc<Scenario>) -> Result<Armed, String> + Send + Sync>;

/// How scenarios are to be run.
#[derive(Clone)]
pub struct Options {
    /// Makes scenarios ready.
    pub arm: Arm,
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
    /// Ends the run early; what is done so far is reported.
    pub stop: CancellationToken,
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
    /// The command as it was run.
    pub command: Vec<String>,
    /// What the server saw and did.
    pub transcript: Option<Transcript>,
}

/// A client of a run.
#[derive(Clone, Debug, Serialize)]
pub struct ClientInfo {
    /// Its adapter's name.
    pub name: String,
    /// What it is.
    pub title: String,
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
    /// How long it took.
    pub took: Duration,
    /// It was ended early: results are missing.
    pub interrupted: bool,
}

impl SuiteResult {
    /// Nothing was run yet.
    pub(crate) const fn empty() -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION"),
            clients: Vec::new(),
            results: Vec::new(),
            sweeps: Vec::new(),
            took: Duration::ZERO,
            interrupted: false,
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

/// Runs every scenario against every client. `done` is told of each result as it comes.
pub async fn run(
    scenarios: Vec<Arc<Scenario>>,
    adapters: Vec<Adapter>,
    options: Options,
    done: impl Fn(&CaseResult),
) -> SuiteResult {
    let start = Instant::now();
    let slots = Arc::new(Semaphore::new(options.jobs.max(1)));
    let shared = Arc::new(Shared::new(options));
    let mut cases = JoinSet::new();
    let mut clients = Vec::new();
    for adapter in adapters {
        let (version, missing) = shared.version_of(&adapter).await;
        clients.push(ClientInfo {
            name: adapter.name.clone(),
            title: adapter.title.clone(),
            version,
        });
        let adapter = Arc::new(adapter);
        for scenario in &scenarios {
            let (scenario, adapter) = (Arc::clone(scenario), Arc::clone(&adapter));
            let (shared, slots) = (Arc::clone(&shared), Arc::clone(&slots));
            let missing = missing.clone();
            cases.spawn(async move {
                let stop = &shared.options().stop;
                let _slot = tokio::select! {
                    biased;
                    () = stop.cancelled() => return None,
                    slot = slots.acquire_owned() => slot.ok()?,
                };
                Some(shared.case(&scenario, &adapter, missing).await)
            });
        }
    }
    let mut results = Vec::new();
    while let Some(joined) = cases.join_next().await {
        // A case that panicked is a bug of ours; the others go on.
        if let Ok(Some(result)) = joined {
            done(&result);
            results.push(result);
        }
    }
    results.sort_by(|a, b| (&a.scenario, &a.client).cmp(&(&b.scenario, &b.client)));
    SuiteResult {
        clients,
        results,
        took: start.elapsed(),
        interrupted: shared.options().stop.is_cancelled(),
        ..SuiteResult::empty()
    }
}
