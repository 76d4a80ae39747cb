//! The data files, embedded in the program and parsed when the first code is looked up.

use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::entry::{Entry, Evidence, RawEntry, Series};
use super::family::{Base, Family};
use super::wire::{Pair, WireClass};

/// Everything that is known.
#[derive(Debug)]
pub struct Catalogue {
    families: Vec<FamilyTable>,
    classes: Vec<WireClass>,
    pairs: Vec<Pair>,
}

/// All codes, parsed on first use.
pub fn catalogue() -> &'static Catalogue {
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
        // INVARIANT: the files are part of the program, and a test parses every one of them.
        Catalogue::load().unwrap_or_else(|error| panic!("embedded {error}"))
    });
    &CATALOGUE
}

impl Catalogue {
    /// Parses every embedded file.
    ///
    /// # Errors
    ///
    /// The first file that does not fit the model, which is a fault of this program.
    pub fn load() -> Result<Self, DataError> {
        let families = Family::BY_LIKELIHOOD
            .into_iter()
            .map(FamilyTable::load)
            .collect::<Result<_, _>>()?;
        let WireClasses { class } = parse("wire-classes.toml")?;
        let Pairs { pair } = parse("pairs.toml")?;
        Ok(Self {
            families,
            classes: class,
            pairs: pair,
        })
    }

    /// The families, the likeliest meaning of a bare number first.
    pub fn families(&self) -> &[FamilyTable] {
        &self.families
    }

    /// The wire classes, `W1` first.
    pub fn classes(&self) -> &[WireClass] {
        &self.classes
    }

    /// The pairs that have words of their own.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }
}

/// One family with all its codes.
#[derive(Debug)]
pub struct FamilyTable {
    /// Which family.
    pub family: Family,
    /// What its codes are called, in the singular.
    pub title: String,
    /// Where its codes are seen, one sentence or two.
    pub about: String,
    /// What its symbols begin with and people leave out.
    pub prefixes: Vec<String>,
    /// How its numbers are usually written.
    pub base: Base,
    /// Its codes, in the order of the file.
    pub entries: Vec<Entry>,
}

impl FamilyTable {
    fn load(family: Family) -> Result<Self, DataError> {
        let name = family.file();
        let file: File = parse(name)?;
        let entries = file
            .code
            .into_iter()
            .chain(file.series.into_iter().flat_map(Series::entries))
            .map(|raw| {
                let missing = |field| DataError::Missing {
                    file: name,
                    value: raw.value,
                    field,
                };
                Ok(Entry {
                    value: raw.value,
                    last: raw.last,
                    evidence: raw
                        .evidence
                        .or(file.evidence)
                        .ok_or_else(|| missing("evidence"))?,
                    source: raw
                        .source
                        .or_else(|| file.source.clone())
                        .ok_or_else(|| missing("source"))?,
                    name: raw.name,
                    meaning: raw.meaning,
                    hint: raw.hint,
                    tags: raw.tags,
                    outcome: raw.outcome,
                })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            family,
            title: file.title,
            about: file.about,
            prefixes: file.prefix,
            base: file.base,
            entries,
        })
    }
}

/// A data file that does not fit the model.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// An entry has no such field, and neither has the head of its file.
    #[error("{file}: code {value:#x} has no {field}")]
    Missing {
        /// The file.
        file: &'static str,
        /// The entry.
        value: u32,
        /// The field that is missing.
        field: &'static str,
    },
    /// The file is not the TOML that is expected.
    #[error("{file} does not parse")]
    Toml {
        /// The file.
        file: &'static str,
        /// What the parser says.
        #[source]
        source: Box<badrdp_toml::Error>,
    },
}

/// The head of a family's file, and its codes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: String,
    about: String,
    prefix: Vec<String>,
    base: Base,
    evidence: Option<Evidence>,
    source: Option<String>,
    code: Vec<RawEntry>,
    #[serde(default)]
    series: Vec<Series>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireClasses {
    class: Vec<WireClass>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pairs {
    pair: Vec<Pair>,
}

/// Reads a file of `explain/`.
fn parse<T: DeserializeOwned>(file: &'static str) -> Result<T, DataError> {
    let text = badrdp_files::file("explain", file).unwrap_or_default();
    badrdp_toml::from_str(text).map_err(|source| DataError::Toml {
        file,
        source: Box::new(source),
    })
}

impl Family {
    /// The name of the family's data file.
    const fn file(self) -> &'static str {
        match self {
            Self::Errinfo => "errinfo.toml",
            Self::Extended => "extended.toml",
            Self::Freerdp => "freerdp.toml",
            Self::Licence => "licence.toml",
            Self::Mcs => "mcs.toml",
            Self::McsDisconnect => "mcs-disconnect.toml",
            Self::Mstsc => "mstsc.toml",
            Self::NegotiationFailure => "negotiation-failure.toml",
            Self::Ntstatus => "ntstatus.toml",
            Self::RdesktopExit => "rdesktop-exit.toml",
            Self::TlsAlert => "tls-alert.toml",
            Self::XfreerdpExit => "xfreerdp-exit.toml",
        }
    }
}
