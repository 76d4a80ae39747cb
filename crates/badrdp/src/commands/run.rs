//! `run`: scenarios against clients, with a verdict each.

use std::fs;
use std::path::PathBuf;

use badrdp_faults::Period;
use badrdp_proto::credssp::{LAB_PASSWORD, LAB_USER};
use badrdp_runner::adapter::Start;
use badrdp_runner::report::{REPORTS, Render, human, json, matrix};
use badrdp_runner::{Adapter, Adapters, CaseResult, ClientError, SuiteResult, Verdict};

use crate::cli::{Format, FormatOption};
use crate::commands::elsewhere::{self, ElsewhereArgs};
use crate::commands::sweep::SweepArgs;
use crate::context::Context;
use crate::exit::{Exit, Failure, OrExit as _};
use crate::output;
use crate::progress::Progress;
use crate::select::Selection;
use crate::suite::{PROBE_JOBS, Suite, Work};

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
    /// The seed of every random choice; that of each scenario, or 0 in a sweep, if not said
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// How long the probe waits for each answer
    #[arg(long, value_name = "TIME", default_value = "4s")]
    patience: Period,
    /// The user that clients are to log on as
    #[arg(long, value_name = "NAME", default_value = LAB_USER)]
    user: String,
    /// The password that clients are given; it appears in no report
    #[arg(long, value_name = "WORD", default_value = LAB_PASSWORD)]
    password: String,
    /// Write a report to a file: json=FILE; may be given more than once
    #[arg(long = "report", value_name = "KIND=FILE", value_parser = report)]
    reports: Vec<(Render, PathBuf)>,
    #[command(flatten)]
    format: FormatOption,
    #[command(flatten)]
    sweep: SweepArgs,
    #[command(flatten)]
    elsewhere: Box<ElsewhereArgs>,
}

impl Args {
    pub(crate) fn run(self, context: &'static Context) -> anyhow::Result<Exit> {
        let mut adapters = self.adapters()?;
        let jobs = self
            .jobs
            .map_or_else(|| default_jobs(&adapters), usize::from);
        let (work, seed) = if self.sweep.sweep {
            let seed = self.seed.unwrap_or_default();
            (Work::Sweep(self.sweep.plan(context, seed)?), Some(seed))
        } else {
            let Selection { ids, causes, tags } = &self.selection;
            (
                Work::Scenarios(context.select(ids, causes, tags)?),
                self.seed,
            )
        };
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
            patience: self.patience.duration(),
            security: badrdp_probe::Security::Hybrid,
            seed,
            listen: self.elsewhere.listen,
            user: self.user.clone(),
            password: self.password.clone(),
        };
        let (suite, interrupted) = suite.run(context, &progress)?;
        progress.finish();
        self.write_reports(&suite)?;
        match self.format.format {
            Format::Json => output::print(&(json::render(&suite)? + "\n"))?,
            Format::Text => output::print(&text(&suite))?,
        }
        Ok(interrupted.unwrap_or_else(|| exit(&suite)))
    }

    fn adapters(&self) -> anyhow::Result<Vec<Adapter>> {
        let mut adapters = Vec::new();
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
        Ok(adapters)
    }

    fn write_reports(&self, suite: &SuiteResult) -> anyhow::Result<()> {
        for (render, path) in &self.reports {
            let what = format_args!("cannot write the report {}", path.display());
            fs::write(path, render(suite)? + "\n").or_exit(Exit::Environment, what)?;
        }
        Ok(())
    }
}

/// `KIND=FILE`.
fn report(text: &str) -> Result<(Render, PathBuf), String> {
    let kinds: Vec<_> = REPORTS.iter().map(|(kind, _)| *kind).collect();
    let Some((kind, path)) = text.split_once('=').filter(|(_, path)| !path.is_empty()) else {
        return Err("a report is written as KIND=FILE, such as json=out.json".to_owned());
    };
    let known = REPORTS.iter().find(|(known, _)| *known == kind);
    known
        .map(|(_, render)| (*render, path.into()))
        .ok_or_else(|| {
            format!(
                "no report is called `{kind}`, expected one of `{}`",
                kinds.join("`, `")
            )
        })
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
        std::thread::available_parallelism().map_or(1, usize::from)
    }
}

fn text(suite: &SuiteResult) -> String {
    let is_worth_a_line = |result: &&CaseResult| {
        let judgement = &result.judgement;
        suite.sweeps.is_empty()
            || !judgement.findings.is_empty()
            || matches!(judgement.verdict, Verdict::Fail | Verdict::HarnessError)
    };
    let told = suite.results.iter().filter(is_worth_a_line);
    let mut parts: Vec<_> = suite.sweeps.iter().map(matrix::render).collect();
    parts.extend((!parts.is_empty()).then(|| matrix::LEGEND.to_owned()));
    let lines: Vec<_> = told.map(human::line).collect();
    parts.extend((!lines.is_empty()).then(|| lines.join("\n")));
    parts.push(human::summary(suite));
    parts.join("\n\n") + "\n"
}

/// The worst that happened.
fn exit(suite: &SuiteResult) -> Exit {
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
    } else if any(Verdict::Fail) {
        Exit::ExpectationFailed
    } else if all_skipped && suite.results.iter().any(not_installed) {
        Exit::Environment
    } else {
        Exit::AsExpected
    }
}
