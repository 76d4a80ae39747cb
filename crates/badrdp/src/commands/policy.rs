//! `run`: the options that say what counts as a failure, which cases are met, and until when.

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use badrdp_faults::Period;
use badrdp_runner::report::{Report, model};
use badrdp_runner::{Adapter, Adapters, Known, Policy, Severity, Shard};
use badrdp_scenario::text;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::time::Instant;

use crate::context::Context;
use crate::exit::{Exit, OrExit as _};
use crate::output;

/// What counts as a failure.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Verdicts")]
pub(crate) struct VerdictArgs {
    /// A finding of this severity or a graver one makes its case FAIL, whatever was expected
    #[arg(long, value_name = "SEVERITY", value_parser = severity(), default_value = "critical")]
    fail_on: Severity,
    /// Meet a case that failed so often again, alone; if it then does as expected it is FLAKY
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(..=100))]
    retries: u32,
    /// The pause before the first retry; each further one is twice as long, up to a minute
    #[arg(long, value_name = "TIME", default_value = "200ms")]
    retry_backoff: Period,
    /// Let FLAKY fail the run
    #[arg(long)]
    fail_flaky: bool,
    /// A file of failures that are known; may be given more than once
    #[arg(long = "known", value_name = "FILE")]
    known: Vec<PathBuf>,
    /// Print how well each client names causes: the true cause by the named one
    #[arg(long)]
    score: bool,
    /// Fail the run if a client names less of the causes rightly; implies --score
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    min_accuracy: Option<f64>,
}

/// Which cases are met, how often and until when.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Scale")]
pub(crate) struct ScaleArgs {
    /// Only part I of N, which all together have every case once
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,
    /// End the whole run after this time; cases that are not done by then are SKIPPED
    #[arg(long, value_name = "TIME")]
    deadline: Option<Period>,
    /// Begin no further case after the first failure
    #[arg(long, conflicts_with = "max_fail")]
    fail_fast: bool,
    /// Begin no further case after so many failures
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    max_fail: Option<u32>,
    /// Meet each case so often, and tell those FLAKY that fail now and then
    #[arg(long, value_name = "N", default_value_t = 1, conflicts_with = "retries", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    stress: u32,
}

impl ScaleArgs {
    /// The part that is run, if it is not all.
    pub(crate) fn part(&self) -> Option<model::Shard> {
        self.shard.map(|shard| model::Shard {
            index: shard.index(),
            of: shard.of(),
        })
    }
}

impl VerdictArgs {
    /// What holds for all cases.
    pub(crate) fn policy(
        &self,
        scale: &ScaleArgs,
        adapters: &[Adapter],
        context: &Context,
        now: Timestamp,
    ) -> anyhow::Result<Policy> {
        let most = if scale.fail_fast {
            Some(1)
        } else {
            scale.max_fail
        };
        let deadline = scale.deadline.map(|period| period.duration());
        Ok(Policy {
            fail_on: self.fail_on,
            retries: self.retries,
            backoff: self.retry_backoff.duration(),
            stress: scale.stress,
            known: Arc::new(self.known(adapters, context)?),
            today: now.to_zoned(TimeZone::UTC).date(),
            shard: scale.shard,
            only: None,
            deadline: deadline.map(|after| Instant::now() + after),
            max_fail: most.map(|most| usize::try_from(most).unwrap_or(usize::MAX)),
        })
    }

    fn known(&self, adapters: &[Adapter], context: &Context) -> anyhow::Result<Known> {
        let mut known = Known::default();
        for path in &self.known {
            known.extend(read(path)?);
        }
        if !self.known.is_empty() {
            let ids = context.catalogue()?.ids().map(ToString::to_string);
            let mut clients = Adapters::names();
            clients.extend(adapters.iter().map(|adapter| adapter.name.clone()));
            known.check(&ids.collect::<Vec<_>>(), &clients)?;
        }
        Ok(known)
    }

    /// Whether the scores are to be shown.
    pub(crate) const fn shows_scores(&self) -> bool {
        self.score || self.min_accuracy.is_some()
    }

    /// Whether FLAKY fails the run.
    pub(crate) const fn fails_flaky(&self) -> bool {
        self.fail_flaky
    }

    /// Whether every client that names causes names enough of them rightly; says which does
    /// not.
    pub(crate) fn is_accurate(&self, report: &Report, context: &Context) -> bool {
        let Some(least) = self.min_accuracy else {
            return true;
        };
        if report.scores.is_empty() {
            complain(
                context,
                "no client of this run names causes, so --min-accuracy cannot hold",
            );
            return false;
        }
        let mut all = true;
        for score in &report.scores {
            // Where nothing counts there is nothing to hold against the client.
            let accuracy = score.accuracy.unwrap_or(100.0);
            if accuracy < least {
                let client = &score.client;
                let wanted = format_args!(
                    "{client} named {accuracy:.1} % of the causes rightly, {least} % are wanted"
                );
                complain(context, wanted);
                all = false;
            }
        }
        all
    }
}

fn complain(context: &Context, sentence: impl Display) {
    if context.global().quiet < 2 {
        output::error(sentence);
    }
}

fn read(path: &Path) -> anyhow::Result<Known> {
    let shown = path.display().to_string();
    let what = format_args!("cannot read the known failures {shown}");
    let text = text::read(path).or_exit(Exit::Environment, what)?;
    Ok(Known::parse(&shown, &text)?)
}

fn severity() -> impl TypedValueParser<Value = Severity> {
    let words = Severity::ALL.map(Severity::name);
    PossibleValuesParser::new(words).try_map(|word| {
        let mut all = Severity::ALL.into_iter();
        all.find(|severity| severity.name() == word)
            .ok_or("no such severity")
    })
}

fn percent(text: &str) -> Result<f64, String> {
    let number = text.trim_end_matches('%').trim_end().parse::<f64>().ok();
    number
        .filter(|number| (0.0..=100.0).contains(number))
        .ok_or_else(|| "takes a number from 0 to 100".to_owned())
}
