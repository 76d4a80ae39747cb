//! One code of one family, as the data files write it and as the rest of the module sees it.

use std::fmt;

use badrdp_scenario::Outcome;
use serde::{Deserialize, Serialize};

use super::code;

/// How well a statement is founded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Evidence {
    /// A standard, a vendor's page or the source of the client says so.
    Documented,
    /// Somebody ran it here, and the client did so.
    Measured,
    /// Somebody else says that they saw it.
    Reported,
    /// Nobody is known to have seen it, or nobody knows why it happens.
    Unknown,
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Documented => "documented",
            Self::Measured => "measured",
            Self::Reported => "reported",
            Self::Unknown => "unknown",
        })
    }
}

/// What one value means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The value, or the first of a range.
    pub value: u32,
    /// The last value, when one entry stands for a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<u32>,
    /// The symbol, where there is one.
    pub name: Option<String>,
    /// One sentence, seldom two.
    pub meaning: String,
    /// What to look at next, on the wire or elsewhere.
    pub hint: Option<String>,
    /// Tags of the scenarios that reproduce it; `W1` to `W16` are wire classes.
    pub tags: Vec<String>,
    /// The outcome that a client tells by it, where it tells one for sure.
    #[serde(skip)]
    pub outcome: Option<Outcome>,
    /// How well the meaning is founded.
    pub evidence: Evidence,
    /// Where it comes from.
    pub source: String,
}

impl Entry {
    /// Whether `number` is this value or lies in this range.
    pub fn covers(&self, number: u32) -> bool {
        (self.value..=self.last.unwrap_or(self.value)).contains(&number)
    }

    /// Whether `word` is the symbol, with or without one of the family's `prefixes`.
    pub fn is_called(&self, word: &str, prefixes: &[String]) -> bool {
        self.spellings(prefixes).contains(&code::normalized(word))
    }

    /// The symbol in normal form: whole, and without each prefix that it has.
    pub(super) fn spellings(&self, prefixes: &[String]) -> Vec<String> {
        let Some(name) = &self.name else {
            return Vec::new();
        };
        let whole = code::normalized(name);
        let short = prefixes
            .iter()
            .filter_map(|prefix| whole.strip_prefix(&code::normalized(prefix)))
            .map(str::to_owned)
            .collect::<Vec<_>>();
        [vec![whole], short].concat()
    }
}

/// A `[[code]]` of a data file; evidence and source may come from the head of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEntry {
    #[serde(deserialize_with = "code::number")]
    pub(super) value: u32,
    #[serde(default, deserialize_with = "code::optional_number")]
    pub(super) last: Option<u32>,
    pub(super) name: Option<String>,
    pub(super) meaning: String,
    pub(super) hint: Option<String>,
    #[serde(default)]
    pub(super) tags: Vec<String>,
    pub(super) outcome: Option<Outcome>,
    pub(super) evidence: Option<Evidence>,
    pub(super) source: Option<String>,
}

/// A `[[series]]`: values that follow each other and differ in one part of the sentence.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Series {
    #[serde(deserialize_with = "code::number")]
    first: u32,
    name: String,
    n: u32,
    meaning: String,
    parts: Vec<String>,
}

impl Series {
    /// Writes the series out, one entry per part.
    pub(super) fn entries(self) -> impl Iterator<Item = RawEntry> {
        (0u32..)
            .zip(self.parts)
            .map(move |(offset, part)| RawEntry {
                value: self.first + offset,
                last: None,
                name: Some(self.name.replace("{n}", &(self.n + offset).to_string())),
                meaning: self.meaning.replace("{part}", &part),
                hint: None,
                tags: Vec::new(),
                outcome: None,
                evidence: None,
                source: None,
            })
    }
}
