//! `schema`: the JSON Schema of a file format, for editors.

use clap::builder::PossibleValuesParser;

use crate::context::Context;
use crate::exit::Exit;
use crate::output;

/// The folder of the schemas.
const SCHEMAS: &str = "schema";

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The format
    #[arg(default_value = "scenario", value_parser = PossibleValuesParser::new(names()))]
    format: String,
}

fn names() -> impl Iterator<Item = &'static str> {
    let folder = badrdp_files::folder(SCHEMAS).into_iter();
    folder.flat_map(badrdp_files::Folder::stems)
}

impl Args {
    pub(crate) fn run(self, _: &Context) -> anyhow::Result<Exit> {
        let schema = badrdp_files::file(SCHEMAS, &format!("{}.json", self.format));
        output::print(schema.unwrap_or_default())?;
        Ok(Exit::AsExpected)
    }
}
