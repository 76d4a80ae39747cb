//! `run`: scenarios against clients, with a verdict each.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::Arc;

use badrdp_faults::Period;
use badrdp_proto::credssp::{LAB_PASSWORD, LAB_USER};
use badrdp_runner::adapter::Start;
use badrdp_runner::report::{About, Report, confusion, human, json};
use badrdp_runner::{
    Adapter, Adapters, CaseResult, ClientError, Cut, Evidence, Exchanges, SuiteResult, Verdict,
};
use badrdp_scenario::{Scenario, cores};
use jiff::Timestamp;

use crate::captures;
use crate::cli::{Format, FormatOption};
use crate::commands::elsewhere::{self, ElsewhereArgs};
use crate::commands::policy::{ScaleArgs, VerdictArgs};
use crate::commands::report::outputs::Output;
use crate::commands::report::{github, outputs};
use crate::commands::rerun::{Again, RerunArgs};
use crate::commands::sweep::SweepArgs;
use crate::commands::{isolation, repeat};
use crate::context::Context;
use crate::exit::{Exit, Failure, OrExit as _};
use crate::output;
use crate::progress::Progress;
use crate::select::{self, Selection};
use crate::suite::{PROBE_JOBS, Suite, Work};

/// How long the probe waits for each answer, if not said.
const PATIENCE: &str = "4s";

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    selection: Selection,
    /// A client by the name of its adapter or the path of its adapter file; the built-in
    /// probe if not said; may be given more than once
    #[arg(long = "client", value_name = "NAME|FILE")]
    clients: Vec<String>,
    /// A client by its command line, with {host}, {port}, {address}, {user}, {password} and
    /// {ca} filled in
    #[arg(long = "client-cmd", value_name = "COMMAND")]
    commands: Vec<String>,
    /// How many run at a time; many with the probe, one for each core with programs
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Give each client under test a network namespace of its own, in which nothing answers but
    /// its fault server; needs root, or CAP_SYS_ADMIN and CAP_NET_ADMIN
    #[arg(long)]
    isolate: bool,
    /// The seed of every random choice; that of each scenario, or 0 in a sweep, if not said
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// How long the probe waits for each answer
    #[arg(long, value_name = "TIME", default_value = PATIENCE)]
    patience: Period,
    /// The user that clients are to log on as
    #[arg(long, value_name = "NAME", default_value = LAB_USER)]
    user: String,
    /// The password that clients are given; it appears in no report
    #[arg(long, value_name = "WORD", default_value = LAB_PASSWORD)]
    password: String,
    #[arg(
        long = "report",
        value_name = "KIND=FILE",
        value_parser = outputs::parse,
        help = outputs::help("Write a report to a file"),
    )]
    reports: Vec<Output>,
    /// Write what goes over the wire to this folder, one pcapng file for each case, for
    /// Wireshark; they hold what clients send, passwords included
    #[arg(long, value_name = "DIR")]
    capture: Option<PathBuf>,
    #[command(flatten)]
    format: FormatOption,
    #[command(flatten)]
    sweep: SweepArgs,
    #[command(flatten)]
    verdicts: VerdictArgs,
    #[command(flatten)]
    scale: ScaleArgs,
    #[command(flatten)]
    rerun: RerunArgs,
    #[command(flatten)]
    elsewhere: Box<ElsewhereArgs>,
}

impl Args {
    pub(crate) fn run(self, context: &'static Context) -> anyhow::Result<Exit> {
        outputs::check(&self.reports)?;
        let again = self.rerun.cases(context)?;
        let mut adapters = self.adapters(again.as_ref())?;
        let now = Timestamp::now();
        let mut policy = self.verdicts.policy(&self.scale, &adapters, context, now)?;
        let jobs = self
            .jobs
            .map_or_else(|| default_jobs(&adapters), usize::from);
        let (work, seed) = if self.sweep.sweep {
            let seed = self.seed.unwrap_or_default();
            (Work::Sweep(self.sweep.plan(context, seed)?), Some(seed))
        } else {
            let scenarios = self.scenarios(again.as_ref(), context)?;
            (Work::Scenarios(scenarios), self.seed)
        };
        policy.only = again.map(|again| Arc::new(again.0));
        let (known, today) = (Arc::clone(&policy.known), policy.today);
        let evidence = self.evidence(context, &work, adapters.len());
        let folder = evidence.captures.clone();
        if self.isolate {
            isolation::check(&adapters, self.elsewhere.listen, context)?;
        }
        // Last: what is wrong with the rest is said before anybody is told to come.
        self.elsewhere.equip(&mut adapters, context)?;
        // A person reads questions where the bar would be.
        let progress = if elsewhere::asks_a_person(&adapters) {
            Progress::hidden()
        } else {
            Progress::new(context)
        };
        let suite = Suite {
            work,
            adapters,
            jobs,
            isolate: self.isolate,
            patience: self.patience.duration(),
            security: badrdp_probe::Security::Hybrid,
            seed,
            listen: self.elsewhere.listen,
            user: self.user.clone(),
            password: self.password.clone(),
            policy,
            evidence,
        };
        let started = now.to_string();
        let (mut suite, interrupted) = suite.run(context, &progress)?;
        progress.finish();
        let options = self.repeated(context);
        for result in &mut suite.results {
            result.repeat.push_str(&options);
        }
        if let Some(folder) = folder {
            let folder = folder.display();
            context.note(format_args!(
                "captures are in {folder}; {}",
                captures::HOW_TO_OPEN
            ));
        }
        let shard = self.scale.part();
        let mut report = Report::new(
            &suite,
            About {
                started,
                seed,
                shard,
            },
        );
        let mut written =
            outputs::write_all(&self.reports, &mut report, self.capture.as_deref(), context);
        written &= github::tell(&report, context);
        let text = match self.format.format {
            Format::Json => json::render(&report)?,
            Format::Text => human::render(&report)?,
        };
        output::print(&(text + "\n"))?;
        if self.verdicts.shows_scores() && self.format.format == Format::Text {
            for score in &report.scores {
                output::print(&format!("\n{}\n", confusion::render(score)))?;
            }
        }
        for place in known.idle(&suite.results, today) {
            context.warn(format_args!(
                "{place}: nothing fails as this known failure says"
            ));
        }
        let accurate = self.verdicts.is_accurate(&report, context);
        if !written {
            return Ok(Exit::Environment);
        }
        let fails = Fails {
            flaky: self.verdicts.fails_flaky(),
            inaccurate: !accurate,
        };
        Ok(interrupted.unwrap_or_else(|| exit(&suite, fails)))
    }

    /// The options without which the line that repeats a case would meet another one. A password
    /// stays out of it, as out of everything that is reported.
    fn repeated(&self, context: &Context) -> String {
        let global = context.global();
        let folders = |option: &'static str, folders: &[PathBuf]| {
            let each = folders.iter().map(|folder| folder.display().to_string());
            each.map(|folder| (option, folder)).collect::<Vec<_>>()
        };
        let mut options = folders("--scenarios", &global.scenarios);
        options.extend(folders("--certs", &global.certs));
        let listen = self.elsewhere.listen;
        if listen != Ipv4Addr::LOCALHOST {
            options.push(("--listen", listen.to_string()));
        }
        if self.user != LAB_USER {
            options.push(("--user", self.user.clone()));
        }
        let patience = self.patience.to_string();
        if patience != PATIENCE {
            options.push(("--patience", patience));
        }
        repeat::words(&options)
    }

    /// The scenarios that are selected, of those that are to be met again where these are asked
    /// for.
    fn scenarios(&self, again: Option<&Again>, context: &Context) -> anyhow::Result<Vec<Scenario>> {
        let Selection { ids, causes, tags } = &self.selection;
        let Some(again) = again else {
            return context.select(ids, causes, tags);
        };
        let wanted = again.scenarios();
        // One that is no longer there is told, and not passed over.
        for id in &wanted {
            select::scenario(id, context.catalogue()?)?;
        }
        let mut scenarios = context.select(ids, causes, tags)?;
        scenarios.retain(|scenario| wanted.contains(&*scenario.id.to_string()));
        Ok(scenarios)
    }

    fn adapters(&self, again: Option<&Again>) -> anyhow::Result<Vec<Adapter>> {
        let mut adapters = Vec::new();
        let again = again.filter(|_| self.clients.is_empty() && self.commands.is_empty());
        for name in again.iter().flat_map(|again| again.clients()) {
            let adapter = Adapters::find(name).or_exit(
                Exit::Environment,
                "the older report has a client that has to be named again with --client or --client-cmd",
            )?;
            adapters.push(adapter);
        }
        for name in &self.clients {
            let adapter = Adapters::find(name).map_err(|error| match error {
                ClientError::File(error) => anyhow::Error::new(error),
                error => Failure::new(Exit::Environment, error).into(),
            })?;
            adapters.push(adapter);
        }
        for command in &self.commands {
            let adapter = Adapter::from_command(command);
            adapters.push(adapter.map_err(|sentence| Failure::new(Exit::Usage, sentence))?);
        }
        if adapters.is_empty() {
            adapters.push(Adapters::find("probe")?);
        }
        // Results, captures and known failures go by the name.
        let mut names = BTreeSet::new();
        if let Some(twice) = adapters.iter().find(|adapter| !names.insert(&adapter.name)) {
            let sentence = format!(
                "two clients are called `{}`: give them adapter files of different names",
                twice.name
            );
            return Err(Failure::new(Exit::Usage, sentence).into());
        }
        Ok(adapters)
    }

    /// What is kept of each case. A run of a few keeps the messages of all, a large one those of
    /// what did not pass: a hundred kilobytes each would be too much for its reports.
    fn evidence(&self, context: &Context, work: &Work, clients: usize) -> Evidence {
        const FEW: usize = 20;
        let exchanges = match work {
            Work::Scenarios(scenarios) if scenarios.len() * clients <= FEW => Exchanges::All,
            Work::Scenarios(_) | Work::Sweep(_) => Exchanges::NotPassed,
        };
        let captures = self.capture.as_deref().and_then(|folder| {
            captures::folder(folder)
                .inspect_err(|error| context.warn(format_args!("{error:#}; going on without")))
                .ok()
        });
        Evidence {
            captures,
            exchanges,
        }
    }
}

fn default_jobs(adapters: &[Adapter]) -> usize {
    if elsewhere::asks_a_person(adapters) {
        1
    } else if adapters
        .iter()
        .all(|adapter| matches!(adapter.start, Start::Probe))
    {
        PROBE_JOBS
    } else {
        cores::count()
    }
}

/// What fails a run besides its verdicts.
#[derive(Clone, Copy)]
struct Fails {
    /// Whether FLAKY does.
    flaky: bool,
    /// Too few causes were named rightly.
    inaccurate: bool,
}

/// The worst that happened.
fn exit(suite: &SuiteResult, fails: Fails) -> Exit {
    let any = |verdict| suite.count(verdict) > 0;
    let all_skipped = suite.count(Verdict::Skipped) == suite.results.len();
    let not_installed = |result: &CaseResult| {
        result
            .judgement
            .reasons
            .iter()
            .any(|reason| reason.contains("is not installed"))
    };
    if any(Verdict::HarnessError) {
        Exit::Harness
    } else if any(Verdict::Fail)
        || any(Verdict::UnexpectedPass)
        || (fails.flaky && any(Verdict::Flaky))
        || fails.inaccurate
    {
        Exit::ExpectationFailed
    } else if suite.cut == Some(Cut::Deadline) {
        Exit::Deadline
    } else if all_skipped && suite.results.iter().any(not_installed) {
        Exit::Environment
    } else {
        Exit::AsExpected
    }
}
