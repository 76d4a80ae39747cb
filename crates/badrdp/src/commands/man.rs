//! `man`: the manual.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::context::Context;
use crate::exit::{Exit, OrExit as _};
use crate::output;

/// The folder of the pages.
const PAGES: &str = "man";

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
            Some(folder) => write(&folder).or_exit(
                Exit::Environment,
                format_args!("cannot write manual pages to {}", folder.display()),
            )?,
            None => {
                let page = badrdp_files::file(PAGES, "badrdp.1");
                output::print(page.unwrap_or_default())?;
            }
        }
        Ok(Exit::AsExpected)
    }
}

fn write(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let pages = badrdp_files::folder(PAGES).into_iter();
    let mut pages = pages.flat_map(|pages| pages.names().map(|name| (name, pages.read(name))));
    pages.try_for_each(|(name, page)| fs::write(folder.join(name), page.unwrap_or_default()))
}
