//! `list`: the scenarios, and the words that they are written with.

mod words;

use std::fmt::Write as _;

use badrdp_proto::MessageName;
use badrdp_scenario::{Cause, Scenario};
use clap::Subcommand;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde_json::{Value, json};

use crate::cli::{Format, FormatOption};
use crate::context::Context;
use crate::exit::Exit;
use crate::output::{self, FAINT, STRONG};
use crate::select::Selection;

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    scenarios: ScenarioArgs,
}

#[derive(Clone, Debug, clap::Args)]
struct ScenarioArgs {
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    format: FormatOption,
}

#[derive(Debug, Subcommand)]
enum What {
    /// The scenarios, by cause; this is what `list` alone shows
    Scenarios(ScenarioArgs),
    /// The causes that scenarios are sorted by
    Causes(FormatOption),
    /// The faults that a scenario can name
    Faults(FormatOption),
    /// The messages at which a fault can strike
    Messages(FormatOption),
    /// The fields of a message that the fault `edit` can change
    Fields {
        /// The message
        #[arg(value_name = "MESSAGE", value_parser = message_parser())]
        message: MessageName,
        #[command(flatten)]
        format: FormatOption,
    },
    /// The outcomes that a client is judged by
    Outcomes(FormatOption),
    /// The honest servers that scenarios start from
    Profiles(FormatOption),
    /// The certificates that servers can show
    Certificates(FormatOption),
}

fn message_parser() -> impl TypedValueParser<Value = MessageName> {
    let words = MessageName::ALL.iter().map(|message| message.name());
    PossibleValuesParser::new(words).try_map(|word| word.parse::<MessageName>())
}

impl Args {
    pub(crate) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        let what = self.what.unwrap_or(What::Scenarios(self.scenarios));
        match what {
            What::Scenarios(args) => {
                let Selection { ids, causes, tags } = &args.selection;
                let scenarios = context.select(ids, causes, tags)?;
                match args.format.format {
                    Format::Json => output::print_json(&json(&scenarios))?,
                    Format::Text => output::print(&text(&scenarios))?,
                }
            }
            What::Causes(format) => words::causes().print(format)?,
            What::Faults(format) => words::faults().print(format)?,
            What::Messages(format) => words::messages().print(format)?,
            What::Fields { message, format } => words::fields(message, context).print(format)?,
            What::Outcomes(format) => words::outcomes().print(format)?,
            What::Profiles(format) => words::profiles(context)?.print(format)?,
            What::Certificates(format) => words::certificates(context)?.print(format)?,
        }
        Ok(Exit::AsExpected)
    }
}

fn text(scenarios: &[Scenario]) -> String {
    let rows: Vec<_> = scenarios
        .iter()
        .map(|one| {
            vec![
                one.id.to_string(),
                one.alias.clone(),
                one.title().to_owned(),
            ]
        })
        .collect();
    let aligned = output::columns(2, &rows);
    let lines: Vec<_> = scenarios.iter().zip(aligned.lines()).collect();
    let mut text = String::new();
    for cause in Cause::ALL {
        let mut of_cause = lines
            .iter()
            .filter(|(one, _)| one.cause() == *cause)
            .peekable();
        if of_cause.peek().is_some() {
            let _ = writeln!(text, "{STRONG}{cause}{STRONG:#}: {}", cause.meaning());
        }
        for (_, line) in of_cause {
            let _ = writeln!(text, "{line}");
        }
    }
    let count = output::count(scenarios.len(), "scenario");
    let note = "The second column is the alias: as the user name of a client it picks the scenario\n\
                from all those of `badrdp serve --select cookie`.";
    let _ = writeln!(text, "\n{count}. {FAINT}{note}{FAINT:#}");
    text
}

fn json(scenarios: &[Scenario]) -> Vec<Value> {
    let one = |scenario: &Scenario| {
        json!({
            "id": scenario.id,
            "cause": scenario.cause(),
            "title": scenario.title(),
            "alias": scenario.alias,
            "tags": scenario.file.tags,
            "profile": scenario.server.profile,
            "certificate": scenario.server.choices.certificate,
            "faults": scenario.faults.iter().map(|spec| spec.fault().name()).collect::<Vec<_>>(),
        })
    };
    scenarios.iter().map(one).collect()
}
