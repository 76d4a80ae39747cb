//! Which scenarios a command is about: ids, globs, causes and tags.

use std::collections::BTreeSet;

use badrdp_scenario::error::nearest;
use badrdp_scenario::glob::{glob, is_glob};
use badrdp_scenario::{Catalogue, Cause, Id, Scenario};
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::exit::{Exit, Failure};

/// The options of commands that work on scenarios.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Selection {
    /// Ids such as `certificate/expired`, or globs of them with `*` and `?`
    #[arg(value_name = "ID")]
    pub ids: Vec<String>,
    /// Only scenarios of this cause; may be given more than once
    #[arg(long = "cause", value_name = "CAUSE", value_parser = cause_parser())]
    pub causes: Vec<Cause>,
    /// Only scenarios with this tag; may be given more than once
    #[arg(long = "tag", value_name = "TAG")]
    pub tags: Vec<String>,
}

impl Selection {
    /// Whether nothing was said about which scenarios are wanted.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ids.is_empty() && self.causes.is_empty() && self.tags.is_empty()
    }
}

/// Takes the word of a cause.
fn cause_parser() -> impl TypedValueParser<Value = Cause> {
    let words = Cause::ALL.iter().map(|cause| cause.name());
    PossibleValuesParser::new(words).try_map(|word| word.parse::<Cause>())
}

/// Selects scenarios; an empty list matches everything.
pub(crate) struct Selector<'a> {
    pub(crate) ids: &'a [String],
    pub(crate) causes: &'a [Cause],
    pub(crate) tags: &'a [String],
}

impl Selector<'_> {
    /// Reads only the files of scenarios that the id and the cause select.
    pub(crate) fn select(&self, catalogue: &Catalogue) -> anyhow::Result<Vec<Scenario>> {
        let mut wanted: Vec<Id> = Vec::new();
        let mut known = BTreeSet::new();
        let patterns = self.patterns();
        for pattern in &patterns {
            for id in matching(pattern, catalogue)? {
                let of_cause = self.causes.is_empty() || self.causes.contains(&id.cause());
                // One pattern stands for no id twice.
                if of_cause && (patterns.len() == 1 || known.insert(id.clone())) {
                    wanted.push(id);
                }
            }
        }
        let mut scenarios = catalogue.load_all(&wanted)?;
        for tag in self.tags {
            known_tag(tag, &scenarios)?;
        }
        if !self.tags.is_empty() {
            scenarios.retain(|scenario| self.tags.iter().any(|tag| has_tag(scenario, tag)));
        }
        if scenarios.is_empty() {
            let sentence = "nothing is selected: no scenario matches all of that";
            return Err(Failure::new(Exit::NothingSelected, sentence).into());
        }
        Ok(scenarios)
    }

    fn patterns(&self) -> Vec<&str> {
        match self.ids {
            [] => vec!["*"],
            ids => ids.iter().map(String::as_str).collect(),
        }
    }
}

/// The ids that a pattern stands for; at least one.
fn matching(pattern: &str, catalogue: &Catalogue) -> anyhow::Result<Vec<Id>> {
    let is_one = |id: &&Id| glob(pattern, &id.to_string());
    let found: Vec<Id> = match pattern {
        "*" => catalogue.ids().cloned().collect(),
        _ if is_glob(pattern) => catalogue.ids().filter(is_one).cloned().collect(),
        id => catalogue.find(id).cloned().into_iter().collect(),
    };
    if !found.is_empty() {
        return Ok(found);
    }
    if is_glob(pattern) {
        let sentence = format!("no scenario matches `{pattern}`; `badrdp list` shows all");
        return Err(Failure::new(Exit::NothingSelected, sentence).into());
    }
    Ok(vec![scenario(pattern, catalogue)?.id])
}

/// The scenario of that id; the error knows the nearest one.
pub(crate) fn scenario(id: &str, catalogue: &Catalogue) -> anyhow::Result<Scenario> {
    if id.parse::<Cause>().is_ok() {
        let sentence = format!(
            "no scenario is called `{id}`, which is a cause: see `badrdp list --cause {id}`"
        );
        return Err(Failure::new(Exit::NothingSelected, sentence).into());
    }
    Ok(catalogue.scenario(id)?)
}

fn has_tag(scenario: &Scenario, tag: &str) -> bool {
    let mut tags = scenario.file.tags.iter();
    tags.any(|known| known.eq_ignore_ascii_case(tag))
}

fn known_tag(tag: &str, scenarios: &[Scenario]) -> anyhow::Result<()> {
    if scenarios.iter().any(|scenario| has_tag(scenario, tag)) {
        return Ok(());
    }
    let tags: Vec<_> = scenarios
        .iter()
        .flat_map(|scenario| scenario.file.tags.iter().map(String::as_str))
        .collect();
    let hint = nearest(tag, &tags).map(|tag| format!(", did you mean `{tag}`?"));
    let sentence = format!(
        "no scenario here has the tag `{tag}`{}",
        hint.unwrap_or_default()
    );
    Err(Failure::new(Exit::NothingSelected, sentence).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scenarios_come_in_the_order_of_the_ids_and_once() {
        let catalogue = Catalogue::built_in(None);
        let ids = [
            "middlebox/reset-after-client-hello",
            "healthy/tls",
            "heal*/tls",
        ];
        let ids = ids.map(str::to_owned);
        let selector = Selector {
            ids: &ids,
            causes: &[],
            tags: &[],
        };
        let found = selector.select(&catalogue).unwrap();
        let found: Vec<_> = found
            .iter()
            .map(|scenario| scenario.id.to_string())
            .collect();
        assert_eq!(found, ["middlebox/reset-after-client-hello", "healthy/tls"]);
    }
}
