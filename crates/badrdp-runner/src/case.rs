//! One scenario and one client: serve, launch or probe, judge.

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use badrdp_probe::Security;
use badrdp_scenario::{Outcome, Scenario};
use badrdp_server::{FaultServer, Namespace, Options as ServerOptions, Transcript};
use tokio::sync::OnceCell;
use tokio_util::sync::CancellationToken;

use crate::adapter::{Adapter, Start};
use crate::diagnosis::Named;
use crate::display::Display;
use crate::judge::{Judgement, Verdict, judge};
use crate::launch::{ClientEnd, ClientRun, Program, Target, launch};
use crate::run::{CaseResult, Options};
use crate::stay::stay;
use crate::sweep::Profile;
use crate::watch::Watch;

/// What the cases of a run share.
pub(crate) struct Shared {
    options: Options,
    display: OnceCell<Result<Display, String>>,
}

/// What a client came to, before it is judged.
pub(crate) struct Came {
    pub(crate) run: ClientRun,
    pub(crate) said: Option<Outcome>,
    pub(crate) named: Named,
}

impl Shared {
    pub(crate) fn new(options: Options) -> Self {
        let display = OnceCell::new();
        Self { options, display }
    }

    pub(crate) const fn options(&self) -> &Options {
        &self.options
    }

    /// Serves a scenario, lets a client meet it, and judges that; with a reason why the client
    /// is `missing`, says so. It is met the `nth` time, from 1.
    ///
    /// The probe asks for TLS. What lies behind Standard RDP Security is met only by a client
    /// that asks for that: where the server has nothing else, and the scenario more to show, a
    /// second probe does.
    pub(crate) async fn case(
        &self,
        scenario: &Arc<Scenario>,
        adapter: &Adapter,
        missing: Option<String>,
        nth: usize,
    ) -> CaseResult {
        let asked = self.options.security;
        let first = self.once(scenario, adapter, missing, nth, asked).await;
        let is_refused = matches!(adapter.start, Start::Probe)
            && asked != Security::Rdp
            && first.judgement.verdict == Verdict::Skipped
            && first.judgement.said == Some(Outcome::SecurityRefused);
        if !is_refused || self.options.stop.is_cancelled() {
            return first;
        }
        self.once(scenario, adapter, None, nth, Security::Rdp).await
    }

    /// The same once, with a probe that asks for `security`.
    async fn once(
        &self,
        scenario: &Arc<Scenario>,
        adapter: &Adapter,
        missing: Option<String>,
        nth: usize,
        security: Security,
    ) -> CaseResult {
        let capture = OnceLock::new();
        let result = |judgement, came: Option<Came>, transcript: Option<Transcript>, seed| {
            let transcript = self.options.evidence.trimmed(transcript, &judgement);
            let named = came.as_ref().map(|came| came.named.clone());
            let Named { cause, headline } = named.unwrap_or_default();
            let run = came.map(|came| came.run).unwrap_or(ClientRun {
                end: ClientEnd::NotStarted,
                took: Duration::ZERO,
                log: String::new(),
                log_left_out: 0,
                command: Vec::new(),
            });
            CaseResult {
                scenario: scenario.id.to_string(),
                cause: scenario.cause(),
                client: adapter.name.clone(),
                judgement,
                end: run.end,
                took: run.took,
                tries: Vec::new(),
                known: None,
                named: cause,
                headline,
                seed,
                repeat: self.repeat(scenario, adapter, seed),
                log: run.log,
                log_left_out: run.log_left_out,
                command: run.command,
                capture: capture.get().cloned(),
                transcript,
                played: Arc::clone(scenario),
            }
        };
        let skipped = || adapter.skips(scenario).map(str::to_owned);
        let astray = || adapter.goes_astray(self.options.listen);
        if let Some(reason) = missing.or_else(skipped).or_else(astray) {
            return result(
                Judgement::without(Verdict::Skipped, reason),
                None,
                None,
                scenario.seed,
            );
        }
        // Issuing certificates takes a processor for a while, and now and then a key is made:
        // not where connections are served.
        let (arm, wanted) = (Arc::clone(&self.options.arm), Arc::clone(scenario));
        let armed = tokio::task::spawn_blocking(move || arm(&wanted)).await;
        let armed = match armed.unwrap_or_else(|error| Err(error.to_string())) {
            Ok(armed) => armed,
            Err(reason) => {
                return result(
                    Judgement::without(Verdict::HarnessError, reason),
                    None,
                    None,
                    scenario.seed,
                );
            }
        };
        let seed = armed.seed();
        let network = match self.network(adapter).await {
            Ok(network) => network,
            Err(error) => {
                let reason = format!("the client gets no network of its own: {error}");
                let judgement = Judgement::without(Verdict::HarnessError, reason);
                return result(judgement, None, None, seed);
            }
        };
        let (mut watch, sink) = Watch::new(scenario);
        let options = ServerOptions {
            address: SocketAddr::new(self.options.listen, 0),
            sink: Some(sink),
            evidence: self.options.evidence.of_case(scenario, &adapter.name, nth),
            namespace: network.clone(),
            ..ServerOptions::default()
        };
        if let Some(name) = options.evidence.capture_name() {
            let _ = capture.set(name);
        }
        let server = match FaultServer::start(armed, options).await {
            Ok(server) => server,
            Err(error) => {
                let judgement = Judgement::without(Verdict::HarnessError, error.to_string());
                return result(judgement, None, None, seed);
            }
        };
        let network = network.as_deref();
        let came = self
            .meet(scenario, adapter, &server, network, &mut watch, security)
            .await;
        settled(&server, &self.options.stop).await;
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
            (Err(reason), transcript) => result(
                Judgement::without(Verdict::Skipped, reason),
                None,
                transcript,
                seed,
            ),
            (Ok(came), None) => {
                let reason = "the server left no transcript".to_owned();
                result(
                    Judgement::without(Verdict::HarnessError, reason),
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
        scenario: &Arc<Scenario>,
        adapter: &Adapter,
        server: &FaultServer,
        network: Option<&Namespace>,
        watch: &mut Watch,
        security: Security,
    ) -> Result<Came, String> {
        match &adapter.start {
            Start::Probe => Ok(self.probe(scenario, server, security).await),
            Start::Elsewhere { desk, .. } => {
                let desk = desk.as_deref().ok_or("nobody is there to be asked")?;
                self.elsewhere(scenario, adapter, desk, server, watch).await
            }
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
                    network,
                };
                let deadline = scenario.expect().within.duration();
                let stop = &self.options.stop;
                let run = launch(&program, &target, deadline, watch.enough(), stop)
                    .await
                    .map_err(|error| format!("cannot start {}: {error}", adapter.name))?;
                let (exit, signal) = match run.end {
                    ClientEnd::Exit(status) => (Some(status), None),
                    ClientEnd::Signal(number) | ClientEnd::CoreDumped(number) => {
                        (None, Some(number))
                    }
                    _ => (None, None),
                };
                let said = adapter.outcome(exit, signal, &run.log);
                let named = adapter.named(&run.log);
                Ok(Came { run, said, named })
            }
        }
    }

    async fn probe(&self, scenario: &Scenario, server: &FaultServer, security: Security) -> Came {
        let start = Instant::now();
        let mut options = badrdp_probe::Options::new(server.address());
        options.patience = self.options.patience;
        options.security = security;
        options.stay = stay(scenario, self.options.patience);
        // It comes back as often as the scenario has something to show.
        let shown = u32::try_from(scenario.expect().connections.len()).unwrap_or(u32::MAX);
        options.retries = options.retries.max(shown.saturating_sub(1));
        options.roots.clone_from(&self.options.roots);
        options.user.clone_from(&self.options.user);
        options.password.clone_from(&self.options.password);
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
        let address = server.address().to_string();
        let mut command = vec!["badrdp", "probe", &address];
        if security == Security::Rdp {
            command.extend(["--security", "rdp"]);
        }
        let command = command.into_iter().map(str::to_owned).collect();
        Came {
            run: ClientRun {
                end,
                took: start.elapsed(),
                log,
                log_left_out: 0,
                command,
            },
            said: report.as_ref().map(|report| report.diagnosis.outcome),
            named: report.as_ref().map(named).unwrap_or_default(),
        }
    }

    /// The command that repeats just this.
    pub(crate) fn repeat(&self, scenario: &Scenario, adapter: &Adapter, seed: u64) -> String {
        let what = match scenario.id.cell() {
            Some((profile, Profile::HEALTHY)) => format!("--sweep --profile {profile} --limit 0"),
            Some((profile, cell)) => format!("--sweep --profile {profile} --cell {cell}"),
            None => scenario.id.to_string(),
        };
        let isolate = match self.isolates(adapter) {
            true => " --isolate",
            false => "",
        };
        format!(
            "badrdp run {what} {}{isolate} --seed {seed}",
            adapter.option
        )
    }

    pub(crate) async fn display(&self) -> Result<&str, String> {
        let display = self.display.get_or_init(Display::open).await;
        display.as_ref().map(Display::name).map_err(Clone::clone)
    }
}

fn named(report: &badrdp_probe::Report) -> Named {
    Named {
        cause: Some(report.diagnosis.cause),
        headline: Some(report.diagnosis.headline.clone()),
    }
}

/// Waits a little for the server to see that the client has gone: what a client that has ended
/// left behind is on its way still. Of a run that is stopped nobody wants to know.
async fn settled(server: &FaultServer, stop: &CancellationToken) {
    const ATTEMPTS: u32 = 25;
    const PAUSE: Duration = Duration::from_millis(20);
    for _ in 0..ATTEMPTS {
        if server.is_idle() || stop.is_cancelled() {
            return;
        }
        tokio::time::sleep(PAUSE).await;
    }
}
