//! `explain`: what an error code of an RDP client means, and which scenarios cause it.

use badrdp_scenario::Scenario;

use crate::cli::{Format, FormatOption};
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::explain::{self, Scenarios};
use crate::output;

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(allow_negative_numbers = true)]
pub struct Args {
    /// A number such as 0x904, 2308 or 0x904/0x7, a name such as
    /// ERRCONNECT_TLS_CONNECT_FAILED, or a wire class such as W4
    #[arg(value_name = "CODE")]
    code: String,
    /// The extended reason that mstsc gives beside it
    #[arg(value_name = "EXTENDED")]
    extended: Option<String>,
    /// For people or for programs
    #[command(flatten)]
    format: FormatOption,
}

impl Args {
    pub(crate) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        let explained = explain::explain(&self.code, self.extended.as_deref())
            .map_err(|unknown| Failure::new(Exit::NothingSelected, unknown))?;
        let shelf = Shelf(context.catalogue()?.scenarios()?);
        let explained = explained.with_scenarios(&shelf);
        match self.format.format {
            Format::Json => output::print_json(&explained)?,
            Format::Text => {
                let mut page = String::new();
                explain::text(&explained, &mut page)?;
                output::print(&page)?;
            }
        }
        Ok(Exit::AsExpected)
    }
}

/// Every scenario, to be found by tag.
struct Shelf(Vec<Scenario>);

impl Scenarios for Shelf {
    fn by_tag(&self, tag: &str) -> Vec<(String, String)> {
        let tagged = self.0.iter().filter(|scenario| {
            let mut tags = scenario.file.tags.iter();
            tags.any(|known| known.eq_ignore_ascii_case(tag))
        });
        tagged
            .map(|scenario| (scenario.id.to_string(), scenario.title().to_owned()))
            .collect()
    }
}
