//! Runs scenarios against clients: serve, launch, judge; many at a time.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use badrdp_probe::Report as ProbeReport;
use badrdp_scenario::{Cause, Outcome, Scenario};
use badrdp_server::{Armed, FaultServer, Options as ServerOptions, Transcript};
use serde::Serialize;
use tokio::sync::{OnceCell, Semaphore};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::adapter::{Adapter, Start};
use crate::display::Display;
use crate::judge::{Finding, Judgement, Verdict, judge};
use crate::launch::{ClientEnd, ClientRun, Program, Target, launch};

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
    /// The user that clients are to log on as.
    pub user: String,
    /// And the password.
    pub password: String,
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
    /// How long it took.
    pub took: Duration,
    /// It was ended early: results are missing.
    pub interrupted: bool,
}

impl SuiteResult {
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
    let shared = Arc::new(Shared {
        options,
        display: OnceCell::new(),
    });
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
                let stop = &shared.options.stop;
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
        version: env!("CARGO_PKG_VERSION"),
        clients,
        results,
        took: start.elapsed(),
        interrupted: shared.options.stop.is_cancelled(),
    }
}

/// What the cases of a run share.
struct Shared {
    options: Options,
    display: OnceCell<Result<Display, String>>,
}

/// What a client came to, before it is judged.
struct Came {
    run: ClientRun,
    said: Option<Outcome>,
    probe: Option<ProbeReport>,
}

impl Shared {
    async fn case(
        &self,
        scenario: &Arc<Scenario>,
        adapter: &Adapter,
        missing: Option<String>,
    ) -> CaseResult {
        let result = |judgement, came: Option<Came>, transcript: Option<Transcript>, seed| {
            let probe = came.as_ref().and_then(|came| came.probe.as_ref());
            let named = probe.map(|report| report.diagnosis.cause);
            let headline = probe.map(|report| report.diagnosis.headline.clone());
            let run = came.map(|came| came.run).unwrap_or(ClientRun {
                end: ClientEnd::NotStarted,
                took: Duration::ZERO,
                log: String::new(),
                command: Vec::new(),
            });
            CaseResult {
                scenario: scenario.id.to_string(),
                cause: scenario.cause(),
                client: adapter.name.clone(),
                judgement,
                end: run.end,
                took: run.took,
                named,
                headline,
                seed,
                repeat: format!(
                    "badrdp run {} {} --seed {seed}",
                    scenario.id, adapter.option
                ),
                log: run.log,
                command: run.command,
                transcript,
            }
        };
        if let Some(reason) = missing {
            return result(without(Verdict::Skipped, reason), None, None, scenario.seed);
        }
        // Issuing certificates takes a processor for a while, and now and then a key is made:
        // not where connections are served.
        let (arm, wanted) = (Arc::clone(&self.options.arm), Arc::clone(scenario));
        let armed = tokio::task::spawn_blocking(move || arm(&wanted)).await;
        let armed = match armed.unwrap_or_else(|error| Err(error.to_string())) {
            Ok(armed) => armed,
            Err(reason) => {
                return result(
                    without(Verdict::HarnessError, reason),
                    None,
                    None,
                    scenario.seed,
                );
            }
        };
        let seed = armed.seed();
        let server = match FaultServer::start(armed, ServerOptions::default()).await {
            Ok(server) => server,
            Err(error) => {
                let judgement = without(Verdict::HarnessError, error.to_string());
                return result(judgement, None, None, seed);
            }
        };
        let came = self.meet(scenario, adapter, &server).await;
        let transcript = server.stop().await.into_iter().next();
        match (came, transcript) {
            (Ok(came), Some(transcript)) => {
                let judgement = judge(
                    scenario,
                    &transcript,
                    came.run.end,
                    came.said,
                    adapter.goes_to,
                );
                result(judgement, Some(came), Some(transcript), seed)
            }
            (Err(reason), transcript) => {
                result(without(Verdict::Skipped, reason), None, transcript, seed)
            }
            (Ok(came), None) => {
                let reason = "the server left no transcript".to_owned();
                result(
                    without(Verdict::HarnessError, reason),
                    Some(came),
                    None,
                    seed,
                )
            }
        }
    }

    /// Lets the client meet the server.
    async fn meet(
        &self,
        scenario: &Scenario,
        adapter: &Adapter,
        server: &FaultServer,
    ) -> Result<Came, String> {
        match &adapter.start {
            Start::Probe => Ok(self.probe(scenario, server).await),
            Start::Program {
                command,
                display,
                env,
                stdin,
            } => {
                let display = if *display {
                    Some(self.display().await?)
                } else {
                    None
                };
                let target = Target {
                    address: server.address(),
                    user: &self.options.user,
                    password: &self.options.password,
                    ca: &self.options.ca,
                };
                let program = Program {
                    command,
                    env,
                    display,
                    stdin: stdin.as_deref(),
                };
                let deadline = scenario.expect().within.duration();
                let stop = &self.options.stop;
                let run = launch(&program, &target, deadline, stop)
                    .await
                    .map_err(|error| format!("cannot start {}: {error}", adapter.name))?;
                let (exit, signal) = match run.end {
                    ClientEnd::Exit(status) => (Some(status), None),
                    ClientEnd::Signal(number) => (None, Some(number)),
                    _ => (None, None),
                };
                let said = adapter.outcome(exit, signal, &run.log);
                Ok(Came {
                    run,
                    said,
                    probe: None,
                })
            }
        }
    }

    async fn probe(&self, scenario: &Scenario, server: &FaultServer) -> Came {
        let start = Instant::now();
        let mut options = badrdp_probe::Options::new(server.address());
        options.patience = self.options.patience;
        options.roots.clone_from(&self.options.roots);
        options.user.clone_from(&self.options.user);
        let within = scenario.expect().within.duration();
        let report = tokio::select! {
            report = badrdp_probe::probe(&options) => Some(report),
            () = tokio::time::sleep(within) => None,
            () = self.options.stop.cancelled() => None,
        };
        let end = match &report {
            Some(_) => ClientEnd::Exit(0),
            None if self.options.stop.is_cancelled() => ClientEnd::Interrupted,
            None => ClientEnd::Killed,
        };
        let log = report.as_ref().map(ToString::to_string).unwrap_or_default();
        let command = vec![
            "badrdp".to_owned(),
            "probe".to_owned(),
            server.address().to_string(),
        ];
        Came {
            run: ClientRun {
                end,
                took: start.elapsed(),
                log,
                command,
            },
            said: report.as_ref().map(|report| report.diagnosis.outcome),
            probe: report,
        }
    }

    async fn display(&self) -> Result<&str, String> {
        let display = self.display.get_or_init(Display::open).await;
        display.as_ref().map(Display::name).map_err(Clone::clone)
    }

    /// The line in which a client names its version, and why it cannot be run.
    async fn version_of(&self, adapter: &Adapter) -> (Option<String>, Option<String>) {
        const PATIENCE: Duration = Duration::from_secs(10);
        let Start::Program {
            command, display, ..
        } = &adapter.start
        else {
            return (Some(env!("CARGO_PKG_VERSION").to_owned()), None);
        };
        let program = command.first().map_or("", String::as_str);
        if !is_installed(program) {
            let reason = format!("`{program}` is not installed; install it or name another client");
            return (None, Some(reason));
        }
        let Some((name, arguments)) = adapter.version.as_deref().and_then(<[String]>::split_first)
        else {
            return (None, None);
        };
        let display = if *display {
            self.display().await.ok()
        } else {
            None
        };
        let output = tokio::process::Command::new(name)
        .args(arguments)
        // Some clients want a display even to tell who they are.
        .envs(display.map(|name| ("DISPLAY", name)))
        .stdin(std::process::Stdio::null())
        .kill_on_drop(true)
        .output();
        let version = match tokio::time::timeout(PATIENCE, output).await {
            Ok(Ok(output)) => {
                let text = [output.stdout, output.stderr].concat();
                let text = String::from_utf8_lossy(&text).into_owned();
                version_line(&text)
            }
            _ => None,
        };
        (version, None)
    }
}

fn without(verdict: Verdict, reason: String) -> Judgement {
    Judgement {
        verdict,
        outcome: None,
        said: None,
        reasons: vec![reason],
        findings: Vec::new(),
    }
}

/// The line that names a version: the first with a number such as 2.11 that is no log line.
fn version_line(text: &str) -> Option<String> {
    let is_number = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_ascii_digit());
        word.contains('.') && word.chars().all(|c| c.is_ascii_digit() || c == '.')
    };
    text.lines()
        .map(str::trim)
        .filter(|line| !line.starts_with('['))
        .find(|line| line.split_whitespace().any(is_number))
        .map(str::to_owned)
}

fn is_installed(program: &str) -> bool {
    if program.contains('/') {
        return std::path::Path::new(program).is_file();
    }
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
    })
}
