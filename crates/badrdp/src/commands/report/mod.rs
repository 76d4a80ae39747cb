//! `report`: what is done with the JSON reports of `run` afterwards, and how reports are
//! written.

mod diff;
pub(crate) mod github;
mod merge;
pub(crate) mod outputs;
mod show;

use std::path::Path;

use badrdp_runner::report::Report;
use badrdp_runner::report::model::ReadError;
use clap::Subcommand;

use crate::context::Context;
use crate::exit::{Exit, Failure};

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to do
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Join reports, such as the shards of one run
    Merge(merge::Args),
    /// Say what is different between two reports; a regression is exit code 1
    Diff(diff::Args),
    /// Show a report, or a part of it, in any form
    Show(show::Args),
}

impl Args {
    pub(crate) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        match self.action {
            Action::Merge(args) => args.run(context),
            Action::Diff(args) => args.run(),
            Action::Show(args) => args.run(),
        }
    }
}

/// Reads a JSON report.
pub(crate) fn read(path: &Path) -> anyhow::Result<Report> {
    Report::read(path).map_err(|error| {
        let exit = match error {
            ReadError::Io(_) => Exit::Environment,
            _ => Exit::InvalidFile,
        };
        let what = format_args!("cannot read the report {}: {error}", path.display());
        Failure::new(exit, what).into()
    })
}
