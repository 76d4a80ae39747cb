//! `completions`: what a shell needs to complete our words.

use clap::builder::PossibleValuesParser;

use crate::context::Context;
use crate::exit::Exit;
use crate::output;

/// The folder of the scripts, each called `badrdp.<shell>`.
const SCRIPTS: &str = "completions";

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell
    #[arg(value_parser = PossibleValuesParser::new(shells()))]
    shell: String,
}

fn shells() -> impl Iterator<Item = &'static str> {
    let folder = badrdp_files::folder(SCRIPTS).into_iter();
    let names = folder.flat_map(badrdp_files::Folder::names);
    names.filter_map(|name| name.strip_prefix("badrdp."))
}

impl Args {
    pub(crate) fn run(self, _: &Context) -> anyhow::Result<Exit> {
        let script = badrdp_files::file(SCRIPTS, &format!("badrdp.{}", self.shell));
        output::print(script.unwrap_or_default())?;
        Ok(Exit::AsExpected)
    }
}
