//! `schema`: the JSON Schema of a file format, for editors.

use clap::builder::PossibleValuesParser;
use serde_json::Value;

use crate::context::Context;
use crate::exit::Exit;
use crate::output;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The format
    #[arg(default_value = "scenario", value_parser = PossibleValuesParser::new(names()))]
    format: String,
}

/// Every format and its schema.
const SCHEMAS: &[(&str, Schema)] = &[
    ("scenario", || {
        serde_json::to_value(badrdp_scenario::schema::scenario())
    }),
    ("profile", || {
        serde_json::to_value(badrdp_scenario::schema::profile())
    }),
    ("certificate", || {
        serde_json::to_value(badrdp_certs::schema())
    }),
    ("client", || {
        serde_json::to_value(badrdp_runner::adapter::schema())
    }),
    ("known", || {
        serde_json::to_value(badrdp_runner::known::schema())
    }),
    ("report", || {
        serde_json::to_value(badrdp_runner::report::model::schema())
    }),
];

type Schema = fn() -> serde_json::Result<Value>;

fn names() -> impl Iterator<Item = &'static str> {
    SCHEMAS.iter().map(|(name, _)| *name)
}

impl Args {
    pub(crate) fn run(self, _: &Context) -> anyhow::Result<Exit> {
        for (name, schema) in SCHEMAS {
            if *name == self.format {
                output::print_json(&schema()?)?;
            }
        }
        Ok(Exit::AsExpected)
    }
}
