//! `report show`: a report in any form, or a part of it.

use std::path::PathBuf;

use badrdp_runner::report::model::{Case, Verdict};
use badrdp_runner::report::{Render, human, one};
use badrdp_scenario::glob::glob;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::{outputs, read};
use crate::exit::{Exit, Failure};
use crate::output;

/// The arguments.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The JSON report
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only the cases of these scenarios: ids, or globs of them with `*` and `?`. One case alone
    /// is shown with all its evidence
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// Only the cases of this client; may be given more than once
    #[arg(long = "client", value_name = "NAME")]
    clients: Vec<String>,
    /// Only the cases with this verdict; may be given more than once
    #[arg(long = "verdict", value_name = "VERDICT", value_parser = verdict(), ignore_case = true)]
    verdicts: Vec<Verdict>,
    #[arg(
        long,
        value_name = "KIND",
        default_value = "text",
        value_parser = outputs::kind,
        help = format!("The form: {}", outputs::kinds()),
    )]
    format: Render,
}

impl Args {
    pub(crate) fn run(self) -> anyhow::Result<Exit> {
        let mut report = read(&self.file)?;
        let all = report.cases.len();
        report.keep(|case| self.wants(case));
        if report.cases.is_empty() && all > 0 {
            let file = self.file.display();
            let sentence = format_args!(
                "no case of {file} is like that; `badrdp report show {file}` shows all"
            );
            return Err(Failure::new(Exit::NothingSelected, sentence).into());
        }
        let is_text = std::ptr::fn_addr_eq(self.format, human::render as Render);
        let text = match report.cases.as_slice() {
            [case] if is_text => one::render(&report, case),
            _ => (self.format)(&report)?,
        };
        output::print(&format!("{}\n", text.trim_end()))?;
        Ok(Exit::AsExpected)
    }

    fn wants(&self, case: &Case) -> bool {
        let any = |none: bool, some: bool| none || some;
        any(
            self.ids.is_empty(),
            self.ids.iter().any(|id| glob(id, &case.scenario)),
        ) && any(self.clients.is_empty(), self.clients.contains(&case.client))
            && any(
                self.verdicts.is_empty(),
                self.verdicts.contains(&case.verdict),
            )
    }
}

fn verdict() -> impl TypedValueParser<Value = Verdict> {
    let words = Verdict::ALL.map(Verdict::name);
    PossibleValuesParser::new(words)
        .try_map(|word| Verdict::named(&word.to_ascii_uppercase()).ok_or("no such verdict"))
}
