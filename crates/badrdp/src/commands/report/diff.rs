//! `report diff`: what is different between two reports.

use std::path::PathBuf;

use badrdp_faults::Period;
use badrdp_runner::report::diff::{Diff, Tolerance};

use super::read;
use crate::cli::{Format, FormatOption};
use crate::exit::Exit;
use crate::output;

/// The arguments.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The JSON report of before
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The JSON report of now
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// A time counts as another one if it is so many times as long or as short
    #[arg(long, value_name = "N", default_value_t = 2.0, value_parser = factor)]
    factor: f64,
    /// And if it differs by so much
    #[arg(long, value_name = "TIME", default_value = "1s")]
    floor: Period,
    #[command(flatten)]
    format: FormatOption,
}

impl Args {
    pub(crate) fn run(self) -> anyhow::Result<Exit> {
        let tolerance = Tolerance {
            factor: self.factor,
            floor_ms: self.floor.duration().as_secs_f64() * 1000.0,
        };
        let diff = Diff::new(&read(&self.old)?, &read(&self.new)?, tolerance);
        match self.format.format {
            Format::Json => output::print_json(&diff)?,
            Format::Text => output::print(&format!("{diff}\n"))?,
        }
        Ok(if diff.is_worse() {
            Exit::ExpectationFailed
        } else {
            Exit::AsExpected
        })
    }
}

fn factor(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(factor) if (1.0..=1e6).contains(&factor) => Ok(factor),
        _ => Err("a factor is a number from 1 on".to_owned()),
    }
}
