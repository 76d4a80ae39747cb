//! `show`: the story of one scenario.

use std::fmt::Write as _;

use badrdp_scenario::Scenario;
use serde_json::json;

use crate::cli::{Format, FormatOption};
use crate::context::Context;
use crate::exit::Exit;
use crate::output::{self, STRONG};
use crate::{select, words};

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The scenario
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    format: FormatOption,
    /// Print its file
    #[arg(long, conflicts_with = "format")]
    toml: bool,
}

impl Args {
    pub(crate) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        let catalogue = context.catalogue()?;
        let scenario = select::scenario(&self.id, catalogue)?;
        if self.toml {
            let (_, text) = catalogue.text(&scenario.id)?;
            output::print(&text)?;
            return Ok(Exit::AsExpected);
        }
        let file = match context.file_of(&scenario.id) {
            Some(path) => path.display().to_string(),
            None => format!("scenarios/{}.toml, built in", scenario.id),
        };
        match self.format.format {
            Format::Json => output::print_json(&json!({
                "id": scenario.id,
                "cause": scenario.cause(),
                "alias": scenario.alias,
                "seed": scenario.seed,
                "path": file,
                "certificate": {
                    "name": scenario.server.choices.certificate,
                    "title": certificate_title(context, &scenario.server.choices.certificate)?,
                },
                "file": scenario.file.as_ref(),
            }))?,
            Format::Text => output::print(&page(context, &scenario, &file)?)?,
        }
        Ok(Exit::AsExpected)
    }
}

fn page(context: &Context, scenario: &Scenario, file: &str) -> anyhow::Result<String> {
    let (id, title) = (&scenario.id, scenario.title());
    let mut page = format!("{STRONG}{id}: {title}{STRONG:#}\n\n");
    for line in scenario.file.summary.trim().lines() {
        writeln!(page, "  {line}")?;
    }
    section(&mut page, "Server", &server(context, scenario)?);
    section(&mut page, "Faults", &faults(scenario));
    section(
        &mut page,
        "Expectation",
        &output::columns(2, &expectation(scenario)),
    );
    section(&mut page, "What clients show", &symptoms(scenario));
    let run = format!("  badrdp serve {id}\n  badrdp run {id}\n");
    section(&mut page, "To run it", &run);
    section(
        &mut page,
        "Also",
        &output::columns(2, &remarks(scenario, file)),
    );
    Ok(page)
}

fn section(page: &mut String, title: &str, body: &str) {
    if !body.is_empty() {
        // Writing to a string cannot fail.
        let _ = write!(page, "\n{STRONG}{title}{STRONG:#}\n{body}");
    }
}

fn server(context: &Context, scenario: &Scenario) -> anyhow::Result<String> {
    let (server, table) = (&scenario.server, &scenario.file.server);
    let profile = context.catalogue()?.profile(&server.profile)?;
    let pair = |topic: &str, phrase: String| vec![topic.to_owned(), phrase];
    let certificate = |name: &str| {
        let title = certificate_title(context, name)?;
        anyhow::Ok(pair("certificate", format!("{name}: {title}")))
    };
    let choices = |choices, given| {
        let pairs = words::choices(choices).into_iter().chain(given);
        pairs.map(|(topic, phrase)| pair(topic, phrase))
    };
    let mut rows = vec![
        pair(
            "profile",
            format!("{}: {}", profile.name, profile.file.title),
        ),
        certificate(&server.choices.certificate)?,
    ];
    rows.extend(choices(&server.choices, words::given(table)));
    let mut text = output::columns(2, &rows);
    for ((connections, other), table) in server.connections.iter().zip(&table.connections) {
        let mut rows = vec![certificate(&other.certificate)?];
        rows.extend(choices(other, words::given(table)));
        let connections = words::connections(*connections);
        text.push_str(&format!(
            "  {connections} instead:\n{}",
            output::columns(4, &rows)
        ));
    }
    Ok(text)
}

fn certificate_title(context: &Context, name: &str) -> anyhow::Result<String> {
    Ok(context.certificates()?.get(name)?.title().to_owned())
}

fn faults(scenario: &Scenario) -> String {
    if scenario.faults.is_empty() {
        return "  none: the server is honest\n".to_owned();
    }
    let mut text = String::new();
    for (number, spec) in (1..).zip(scenario.faults.iter()) {
        let (fault, meaning) = words::fault(spec);
        text.push_str(&format!("  {number}. {fault}\n     {meaning}\n"));
    }
    text
}

fn expectation(scenario: &Scenario) -> Vec<Vec<String>> {
    let expect = scenario.expect();
    let either = |outcomes: &[badrdp_scenario::Outcome]| {
        let words: Vec<_> = outcomes.iter().map(|outcome| outcome.name()).collect();
        words.join(" or ")
    };
    let client = format!("{} within {}", expect.right_in_words(), expect.within);
    let mut rows = vec![vec!["the client".to_owned(), client]];
    if !expect.tolerate.is_empty() {
        rows.push(vec!["tolerated".to_owned(), either(&expect.tolerate)]);
    }
    if !expect.never.is_empty() {
        let words: Vec<_> = expect.never.iter().map(|never| never.name()).collect();
        rows.push(vec!["never".to_owned(), words.join(", ")]);
    }
    if let Some(attempts) = expect.attempts {
        rows.push(vec!["attempts".to_owned(), attempts.in_words()]);
    }
    for (number, connection) in (1..).zip(&expect.connections) {
        let phrases = connection.phrases().join(", ");
        rows.push(vec![format!("connection {number}"), phrases]);
    }
    rows
}

fn symptoms(scenario: &Scenario) -> String {
    let mut text = String::new();
    for symptom in &scenario.file.symptoms {
        let (client, shows) = (&symptom.client, &symptom.shows);
        let (evidence, source) = (symptom.evidence.name(), &symptom.source);
        text.push_str(&format!(
            "  {client}: {shows}\n    [{evidence}: {source}]\n"
        ));
    }
    text
}

fn remarks(scenario: &Scenario, file: &str) -> Vec<Vec<String>> {
    let alike: Vec<_> = scenario
        .file
        .alike
        .iter()
        .map(|cause| cause.name())
        .collect();
    [
        ("looks like", alike.join(", ")),
        ("standards", scenario.file.spec.join(", ")),
        ("tags", scenario.file.tags.join(", ")),
        ("alias", scenario.alias.clone()),
        ("seed", scenario.seed.to_string()),
        ("file", file.to_owned()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(topic, value)| vec![topic.to_owned(), value])
    .collect()
}
