//! `man`: the manual.

use std::path::PathBuf;

use clap::CommandFactory as _;

use crate::cli::Cli;
use crate::context::Context;
use crate::exit::{Exit, OrExit as _};
use crate::output;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write a page for badrdp and one for each command to this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Args {
    pub(crate) fn run(self, _: &Context) -> anyhow::Result<Exit> {
        match self.out {
            Some(folder) => std::fs::create_dir_all(&folder)
                .and_then(|()| clap_mangen::generate_to(Cli::command(), &folder))
                .or_exit(
                    Exit::Environment,
                    format_args!("cannot write manual pages to {}", folder.display()),
                )?,
            None => {
                let mut page = Vec::new();
                clap_mangen::Man::new(Cli::command()).render(&mut page)?;
                output::print(&String::from_utf8(page)?)?;
            }
        }
        Ok(Exit::AsExpected)
    }
}
