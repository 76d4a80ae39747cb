//! `report merge`: joins reports.

use std::path::PathBuf;

use badrdp_runner::report::json;
use badrdp_runner::report::merge::{MergeError, Merged, merge};

use super::outputs::{self, Output};
use super::read;
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::output;

/// The arguments.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The JSON reports. What two of them say of the same case has to be the same, except that
    /// of two runs of one shard the later counts
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Where the joined JSON report goes; stdout if neither this nor --report is said
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[arg(
        long = "report",
        value_name = "KIND=FILE",
        value_parser = outputs::parse,
        help = outputs::help("Write the joined report to a file"),
    )]
    reports: Vec<Output>,
}

impl Args {
    pub(crate) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        let mut wanted = self.reports;
        wanted.extend(self.output.map(|path| Output {
            render: json::render,
            path,
        }));
        outputs::check(&wanted)?;
        let mut reports = Vec::new();
        for path in &self.files {
            reports.push((path.display().to_string(), read(path)?));
        }
        let Merged {
            mut report,
            missing,
        } = merge(reports).map_err(|error| {
            let exit = match error {
                MergeError::Nothing => Exit::NothingSelected,
                MergeError::Differs { .. } | MergeError::Shards { .. } => Exit::InvalidFile,
            };
            Failure::new(exit, error)
        })?;
        if let (Some(first), Some(last)) = (missing.first(), missing.last()) {
            let which = match missing.len() {
                1 => format!("shard {} of {} is", first.index, first.of),
                count => format!(
                    "{count} of {} shards, the first {} and the last {}, are",
                    first.of, first.index, last.index
                ),
            };
            context.warn(format_args!("{which} missing"));
        }
        if report.interrupted {
            context.warn("a run was interrupted: cases are missing");
        }
        if wanted.is_empty() {
            output::print(&(json::render(&report)? + "\n"))?;
        }
        if outputs::write_all(&wanted, &mut report, None, context) {
            Ok(Exit::AsExpected)
        } else {
            Ok(Exit::Environment)
        }
    }
}
