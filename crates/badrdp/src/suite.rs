//! What `run` and `selftest` share: scenarios made ready, met by clients, many at a time.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use badrdp_probe::Security;
use badrdp_runner::run::count;
use badrdp_runner::sweep::{Sweep, sweep};
use badrdp_runner::{Adapter, Arm, CaseResult, Evidence, Options, Policy, SuiteResult};
use badrdp_scenario::Scenario;
use badrdp_server::Armed;
use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::commands::elsewhere::desks;
use crate::context::Context;
use crate::exit::Exit;
use crate::interrupt::Interrupt;
use crate::pem;

/// How many scenarios run at a time with the probe: they mostly wait.
pub(crate) const PROBE_JOBS: usize = 32;

/// Where the scenarios come from.
pub(crate) enum Work {
    /// From files.
    Scenarios(Vec<Scenario>),
    /// A sweep makes them.
    Sweep(Sweep),
}

/// Is told how a run gets on.
pub(crate) trait Watcher {
    /// So many cases come on top.
    fn planned(&self, count: usize);
    /// One is done.
    fn done(&self, result: &CaseResult);
}

/// What is to be run.
pub(crate) struct Suite {
    pub(crate) work: Work,
    pub(crate) adapters: Vec<Adapter>,
    pub(crate) jobs: usize,
    pub(crate) isolate: bool,
    pub(crate) patience: Duration,
    pub(crate) security: Security,
    pub(crate) seed: Option<u64>,
    pub(crate) listen: IpAddr,
    pub(crate) user: String,
    pub(crate) password: String,
    pub(crate) policy: Policy,
    pub(crate) evidence: Evidence,
}

impl Suite {
    /// Runs it; a signal ends it early, and what is done by then is given all the same.
    pub(crate) fn run(
        self,
        context: &'static Context,
        watcher: &impl Watcher,
    ) -> anyhow::Result<(SuiteResult, Option<Exit>)> {
        if let Err(error) = badrdp_server::raise_file_limit() {
            tracing::warn!(%error, "The number of open files stays limited");
        }
        let lab = context.lab()?;
        let ca = match lab.ca_path() {
            Some(path) => path.to_owned(),
            None => std::path::PathBuf::new(),
        };
        let stop = CancellationToken::new();
        let options = Options {
            arm: arm(context, self.seed, self.listen),
            evidence: self.evidence,
            ca,
            roots: pem::certificates(lab.ca_pem()),
            jobs: self.jobs,
            isolate: self.isolate,
            patience: self.patience,
            security: self.security,
            user: self.user,
            password: self.password,
            listen: self.listen,
            stop: stop.clone(),
            policy: self.policy,
        };
        let (work, adapters) = (self.work, self.adapters);
        let desks = desks(&adapters);
        context.runtime()?.block_on(async {
            let mut interrupt = Interrupt::new()?;
            let planned = |count| watcher.planned(count);
            let done = |result: &CaseResult| watcher.done(result);
            let run = async {
                match work {
                    Work::Scenarios(scenarios) => {
                        let scenarios: Vec<_> = scenarios.into_iter().map(Arc::new).collect();
                        planned(count(&scenarios, &adapters, &options.policy));
                        badrdp_runner::run(scenarios, adapters, options, done).await
                    }
                    Work::Sweep(plan) => sweep(plan, adapters, options, planned, done).await,
                }
            };
            tokio::pin!(run);
            let mut exit = None;
            loop {
                tokio::select! {
                    suite = &mut run => {
                        for desk in &desks {
                            desk.close().await;
                        }
                        return Ok((suite, exit));
                    }
                    signal = interrupt.wait(), if exit.is_none() => {
                        exit = Some(signal);
                        stop.cancel();
                    }
                }
            }
        })
    }
}

/// Makes scenarios ready one by one, with certificates of their own: dates count from then.
/// Clients reach the server at `listen`, which its certificate has to name.
fn arm(context: &'static Context, seed: Option<u64>, listen: IpAddr) -> Arm {
    let addresses = match listen {
        IpAddr::V4(Ipv4Addr::LOCALHOST) => Vec::new(),
        other => vec![other.to_string()],
    };
    Arc::new(move |scenario: &Arc<Scenario>| {
        let issue = |name: &str| -> anyhow::Result<badrdp_tls::Identity> {
            let recipe = context.certificates()?.get(name)?;
            let lab = context.lab()?;
            Ok(lab.issue_for(recipe, Timestamp::now(), &addresses)?)
        };
        Armed::new(Arc::clone(scenario), seed, None, issue).map_err(|error| error.to_string())
    })
}
