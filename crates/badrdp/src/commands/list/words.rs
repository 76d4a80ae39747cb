//! The words that scenarios are written with, as tables.

use badrdp_faults::Fault;
use badrdp_proto::{Direction, MessageName, pdu};
use badrdp_scenario::{Cause, Outcome};
use badrdp_tls::record;
use serde_json::{Map, Value};

use crate::cli::{Format, FormatOption};
use crate::context::Context;
use crate::output;

/// Rows with named columns.
pub(super) struct Table {
    columns: &'static [&'static str],
    rows: Vec<Vec<String>>,
}

impl Table {
    fn new<const N: usize>(
        columns: &'static [&'static str; N],
        rows: impl IntoIterator<Item = [String; N]>,
    ) -> Self {
        let rows = rows.into_iter().map(Vec::from).collect();
        Self { columns, rows }
    }

    pub(super) fn print(&self, option: FormatOption) -> anyhow::Result<()> {
        match option.format {
            Format::Text => output::print(&output::columns(0, &self.rows)),
            Format::Json => {
                let object = |row: &Vec<String>| -> Map<String, Value> {
                    let cells = row.iter().map(|cell| Value::from(cell.as_str()));
                    let names = self.columns.iter().map(|name| (*name).to_owned());
                    names.zip(cells).collect()
                };
                output::print_json(&self.rows.iter().map(object).collect::<Vec<_>>())
            }
        }
    }
}

pub(super) fn causes() -> Table {
    let row = |cause: &Cause| [cause.name(), cause.meaning()].map(str::to_owned);
    Table::new(&["name", "meaning"], Cause::ALL.iter().map(row))
}

pub(super) fn faults() -> Table {
    let row = |(name, meaning): &(&str, &str)| [*name, *meaning].map(str::to_owned);
    Table::new(&["name", "meaning"], Fault::ALL.iter().map(row))
}

pub(super) fn messages() -> Table {
    let row = |message: &MessageName| {
        let sender = match message.direction() {
            Direction::ClientToServer => "client",
            Direction::ServerToClient => "server",
        };
        let phase = message.phase();
        [
            message.name(),
            sender,
            phase.name(),
            message.spec(),
            message.meaning(),
        ]
        .map(str::to_owned)
    };
    Table::new(
        &["name", "sender", "phase", "spec", "meaning"],
        MessageName::ALL.iter().map(row),
    )
}

pub(super) fn fields(message: MessageName, context: &Context) -> Table {
    let names = [pdu::field_names(message), record::field_names(message)].concat();
    if names.is_empty() {
        let why = match message.direction() {
            Direction::ClientToServer => "the client sends it",
            Direction::ServerToClient => "its content has no fixed shape",
        };
        context.note(format_args!(
            "`{message}` has no fields that can be edited: {why}"
        ));
    }
    Table::new(&["field"], names.into_iter().map(|name| [name.to_owned()]))
}

pub(super) fn outcomes() -> Table {
    let row = |outcome: &Outcome| [outcome.name(), outcome.meaning()].map(str::to_owned);
    Table::new(&["name", "meaning"], Outcome::ALL.iter().map(row))
}

pub(super) fn profiles(context: &Context) -> anyhow::Result<Table> {
    let catalogue = context.catalogue()?;
    let profiles = catalogue
        .profile_names()
        .map(|name| catalogue.profile(name))
        .collect::<Result<Vec<_>, _>>()?;
    let rows = profiles
        .into_iter()
        .map(|profile| [profile.name, profile.file.title]);
    Ok(Table::new(&["name", "title"], rows))
}

pub(super) fn certificates(context: &Context) -> anyhow::Result<Table> {
    let rows = context.certificates()?.iter().map(|recipe| {
        let (issuer, key) = (recipe.issuer().as_str(), recipe.key().as_str());
        [recipe.name(), issuer, key, recipe.title()].map(str::to_owned)
    });
    Ok(Table::new(&["name", "issuer", "key", "title"], rows))
}
