//! What a lookup returns, and the scenarios that the caller adds to it.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::Serialize;

use super::entry::Entry;
use super::family::Family;
use super::wire::{Pair, WireClass};

/// Where scenarios are found by tag; the caller owns the catalogue of scenarios.
pub trait Scenarios {
    /// Id and title of every scenario with that tag.
    fn by_tag(&self, tag: &str) -> Vec<(String /* id */, String /* title */)>;
}

/// All that is known about a code, or about a code and its extended reason.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// The code, in its usual spelling.
    pub code: String,
    /// The extended reason, if one was given.
    pub extended: Option<String>,
    /// What the two say together, where that is known.
    pub pair: Option<&'static Pair>,
    /// Remarks on how the code was read.
    pub notes: Vec<String>,
    /// What the numbers mean one by one, the likeliest meaning first.
    pub meanings: Vec<Meaning>,
    /// What happens on the wire, `W1` first.
    pub causes: Vec<Cause>,
    /// Scenarios for the code that belong to none of the causes.
    pub scenarios: Vec<Scenario>,
}

/// One meaning of a number.
#[derive(Clone, Debug, Serialize)]
pub struct Meaning {
    /// The family it comes from.
    pub family: Family,
    /// What the family's codes are called.
    pub title: &'static str,
    /// The value, in the family's usual spelling.
    pub shown: String,
    /// The entry itself.
    #[serde(flatten)]
    pub entry: &'static Entry,
}

/// A wire class that leads to the code.
#[derive(Clone, Debug, Serialize)]
pub struct Cause {
    /// The class.
    #[serde(flatten)]
    pub class: &'static WireClass,
    /// Whether a report names just these two numbers; `None` when one number was asked for.
    pub pair_reported: Option<bool>,
    /// The scenarios that reproduce it.
    pub scenarios: Vec<Scenario>,
}

/// A scenario to run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Scenario {
    /// The id, which is also its path.
    pub id: String,
    /// The title.
    pub title: String,
}

impl Explanation {
    /// Adds the scenarios that reproduce the code. Those that are tagged with the very number come
    /// first: a wire class has many, and few of them show just this.
    #[must_use]
    pub fn with_scenarios(mut self, scenarios: &dyn Scenarios) -> Self {
        let by_tag = |tag: &str| {
            let found = scenarios.by_tag(tag).into_iter();
            found
                .map(|(id, title)| Scenario { id, title })
                .collect::<Vec<_>>()
        };
        let numbers = self.numbers();
        let exact: Vec<_> = numbers.iter().flat_map(|number| by_tag(number)).collect();
        for cause in &mut self.causes {
            let hits = |one: &Scenario| exact.iter().filter(|it| *it == one).count();
            cause.scenarios = by_tag(&cause.class.id);
            cause.scenarios.sort_by_cached_key(|one| Reverse(hits(one)));
        }
        let tags = self.meanings.iter().flat_map(|meaning| &meaning.entry.tags);
        let others = tags
            .filter(|tag| !self.causes.iter().any(|cause| cause.class.id == **tag))
            .flat_map(|tag| by_tag(tag));
        let mut left: Vec<Scenario> = Vec::new();
        for other in others.chain(exact) {
            let mut causes = self.causes.iter();
            let is_named = causes.any(|cause| cause.scenarios.contains(&other));
            if !is_named && !left.contains(&other) {
                left.push(other);
            }
        }
        self.scenarios = left;
        self
    }

    /// The numbers that are explained, as tags spell them: hexadecimal, or decimal as mstsc logs
    /// its own.
    fn numbers(&self) -> BTreeSet<String> {
        let exact = self.meanings.iter().map(|meaning| meaning.entry);
        let exact = exact.filter(|entry| entry.last.is_none());
        exact
            .flat_map(|entry| [format!("0x{:X}", entry.value), entry.value.to_string()])
            .collect()
    }

    pub(super) fn new(code: String, meanings: Vec<Meaning>) -> Self {
        Self {
            code,
            extended: None,
            pair: None,
            notes: Vec::new(),
            meanings,
            causes: Vec::new(),
            scenarios: Vec::new(),
        }
    }
}
