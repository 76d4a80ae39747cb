//! `completions`: what a shell needs to complete our words.

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::cli::Cli;
use crate::context::Context;
use crate::exit::Exit;
use crate::output;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell
    shell: Shell,
}

impl Args {
    pub(crate) fn run(self, _: &Context) -> anyhow::Result<Exit> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "badrdp", &mut script);
        output::print(&String::from_utf8(script)?)?;
        Ok(Exit::AsExpected)
    }
}
