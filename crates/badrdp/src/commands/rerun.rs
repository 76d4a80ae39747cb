//! `run --rerun failed --from REPORT`: the cases of an older report that are to be met again.

use std::collections::BTreeSet;
use std::path::PathBuf;

use badrdp_runner::report::Report;
use badrdp_runner::report::model::{Case, Verdict};
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::commands::report;
use crate::context::Context;
use crate::output;

/// The options.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Scale")]
pub(crate) struct RerunArgs {
    /// Only the cases that came to this in an older report, with the clients of then if none
    /// is named; failed is FAIL, HARNESS-ERROR, UNEXPECTED-PASS or FLAKY
    #[arg(
        long,
        value_name = "WHICH",
        value_parser = which(),
        requires = "from",
        conflicts_with = "sweep"
    )]
    rerun: Option<Which>,
    /// The older report, as JSON
    #[arg(long, value_name = "REPORT", requires = "rerun")]
    from: Option<PathBuf>,
}

/// Which cases are met again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    /// FAIL, HARNESS-ERROR, UNEXPECTED-PASS and FLAKY
    Failed,
    /// FLAKY alone
    Flaky,
    /// SKIPPED
    Skipped,
}

/// The cases to be met again: scenario and client.
#[derive(Clone, Debug, Default)]
pub(crate) struct Again(pub(crate) BTreeSet<(String, String)>);

impl RerunArgs {
    /// The cases that are meant; `None` if nothing is to be met again.
    pub(crate) fn cases(&self, context: &Context) -> anyhow::Result<Option<Again>> {
        let (Some(which), Some(path)) = (self.rerun, &self.from) else {
            return Ok(None);
        };
        let mut again = Again::of(&report::read(path)?, which);
        let swept = |(scenario, _): &&(String, String)| scenario.starts_with("sweep/");
        let count = again.0.iter().filter(swept).count();
        if count > 0 {
            let cases = output::count(count, "case");
            context.warn(format_args!(
                "{cases} of a sweep left out: the report has a line to repeat each"
            ));
        }
        again.0.retain(|case| !swept(&case));
        Ok(Some(again))
    }
}

impl Again {
    fn of(report: &Report, which: Which) -> Self {
        let meant = |case: &&Case| match which {
            Which::Failed => case.verdict.is_bad() || case.verdict == Verdict::Flaky,
            Which::Flaky => case.verdict == Verdict::Flaky,
            Which::Skipped => case.verdict == Verdict::Skipped,
        };
        let cases = report.cases.iter().filter(meant);
        Self(
            cases
                .map(|case| (case.scenario.clone(), case.client.clone()))
                .collect(),
        )
    }

    /// The ids of the scenarios, each once.
    pub(crate) fn scenarios(&self) -> BTreeSet<&str> {
        self.0.iter().map(|(scenario, _)| &**scenario).collect()
    }

    /// The names of the clients, each once.
    pub(crate) fn clients(&self) -> BTreeSet<&str> {
        self.0.iter().map(|(_, client)| &**client).collect()
    }
}

fn which() -> impl TypedValueParser<Value = Which> {
    PossibleValuesParser::new(["failed", "flaky", "skipped"]).map(|word| match word.as_str() {
        "flaky" => Which::Flaky,
        "skipped" => Which::Skipped,
        _ => Which::Failed,
    })
}
