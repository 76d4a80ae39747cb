//! `schema`: the JSON Schema of a file format, for editors.

use clap::builder::PossibleValuesParser;

use crate::context::Context;
use crate::exit::Exit;
use crate::output;

// Those of `docs/schema/`, by name: packed, and how many bytes they are unpacked.
include!(concat!(env!("OUT_DIR"), "/schemas.rs"));

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The format
    #[arg(default_value = "scenario", value_parser = PossibleValuesParser::new(names()))]
    format: String,
}

fn names() -> impl Iterator<Item = &'static str> {
    SCHEMAS.iter().map(|(name, ..)| *name)
}

impl Args {
    pub(crate) fn run(self, _: &Context) -> anyhow::Result<Exit> {
        for (name, packed, len) in SCHEMAS {
            if *name == self.format {
                output::print(&unpacked(packed, *len))?;
            }
        }
        Ok(Exit::AsExpected)
    }
}

/// INVARIANT: the build packed a text of that length.
fn unpacked(packed: &[u8], len: usize) -> String {
    let bytes = miniz_oxide::inflate::decompress_to_vec_with_limit(packed, len);
    String::from_utf8(bytes.unwrap_or_default()).unwrap_or_default()
}
