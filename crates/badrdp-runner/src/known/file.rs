//! Reads a list of known failures, and looks whether it is about anything.

use std::sync::Arc;

use badrdp_scenario::error::nearest;
use badrdp_scenario::glob::{glob, is_glob};
use badrdp_scenario::{FileError, Outcome};
use badrdp_toml::{Datetime, Spanned};
use jiff::civil::Date;
use schemars::{JsonSchema, Schema, schema_for};
use serde::Deserialize;

use super::{Entry, File, Known, Pattern};

/// A list of known failures.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct KnownFile {
    /// One kind of failure each.
    #[serde(rename = "known")]
    entries: Vec<KnownEntry>,
}

/// A failure that is known.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct KnownEntry {
    /// The client's name, or a glob of names.
    #[schemars(with = "String")]
    client: Spanned<String>,
    /// The scenario's id, or a glob of ids.
    #[schemars(with = "String")]
    scenario: Spanned<String>,
    /// Only where the client did this; whatever it did if not said.
    #[serde(default)]
    outcome: Option<Outcome>,
    /// Why it fails, with a link if there is one.
    #[schemars(with = "String", length(min = 1))]
    reason: Spanned<String>,
    /// The last day on which it is known, such as 2027-01-31.
    #[schemars(with = "String", extend("format" = "date"))]
    until: Spanned<Datetime>,
}

/// The schema of a list of known failures.
#[must_use]
pub fn schema() -> Schema {
    schema_for!(KnownFile)
}

impl Known {
    /// Reads a list.
    ///
    /// # Errors
    /// When it is invalid; points at the place.
    pub fn parse(path: &str, text: &str) -> Result<Self, Box<FileError>> {
        let read: KnownFile = badrdp_toml::from_str(text)
            .map_err(|error| Box::new(FileError::from_toml(path, text, &error)))?;
        let file = Arc::new(File {
            path: path.to_owned(),
            text: text.to_owned(),
        });
        let entry = |entry: KnownEntry| {
            if entry.reason.get_ref().trim().is_empty() {
                return Err(file.error(entry.reason.span(), "`reason` is empty"));
            }
            let until = date(*entry.until.get_ref()).ok_or_else(|| {
                let message = "`until` takes a day such as 2027-01-31, without a time";
                file.error(entry.until.span(), message)
            })?;
            let before = text.get(..entry.client.span().start).unwrap_or_default();
            Ok(Entry {
                line: before.matches('\n').count() + 1,
                client: Pattern::new(entry.client),
                scenario: Pattern::new(entry.scenario),
                outcome: entry.outcome,
                reason: entry.reason.into_inner(),
                until,
                file: Arc::clone(&file),
            })
        };
        let entries = read.entries.into_iter().map(entry);
        let entries = entries.collect::<Result<_, _>>()?;
        Ok(Self { entries })
    }

    /// Takes over the entries of another list, behind those that there are.
    pub fn extend(&mut self, other: Self) {
        self.entries.extend(other.entries);
    }

    /// Whether every entry can be about something: a scenario of `ids` or of a sweep, and a
    /// client of `clients`.
    ///
    /// # Errors
    /// At the first name that there is none of, or glob that matches nothing.
    pub fn check(&self, ids: &[String], clients: &[String]) -> Result<(), Box<FileError>> {
        for entry in &self.entries {
            entry.check("client", &entry.client, clients)?;
            entry.check_scenario(ids)?;
        }
        Ok(())
    }

    /// The same for the scenarios alone.
    ///
    /// # Errors
    /// As [`Known::check`].
    pub fn check_scenarios(&self, ids: &[String]) -> Result<(), Box<FileError>> {
        let mut entries = self.entries.iter();
        entries.try_for_each(|entry| entry.check_scenario(ids))
    }
}

impl Entry {
    /// What a sweep makes is known only once it is made.
    fn check_scenario(&self, ids: &[String]) -> Result<(), Box<FileError>> {
        if self.scenario.text.starts_with("sweep/") {
            return Ok(());
        }
        self.check("scenario", &self.scenario, ids)
    }

    fn check(&self, kind: &str, pattern: &Pattern, known: &[String]) -> Result<(), Box<FileError>> {
        /// So many words are listed at most.
        const FEW: usize = 12;
        if known.iter().any(|name| glob(&pattern.text, name)) {
            return Ok(());
        }
        let text = &pattern.text;
        let message = if is_glob(text) {
            format!("no {kind} matches `{text}`")
        } else {
            let nearest = nearest(text, known);
            let listed = match &nearest {
                Some(nearest) if known.len() > FEW => std::slice::from_ref(nearest),
                _ if known.len() > FEW => &[],
                _ => known,
            };
            let mut message = format!("no {kind} is called `{text}`");
            if !listed.is_empty() {
                message.push_str(&format!(", expected one of `{}`", listed.join("`, `")));
            }
            message
        };
        Err(self.file.error(pattern.span.clone(), &message))
    }
}

impl File {
    fn error(&self, span: std::ops::Range<usize>, message: &str) -> Box<FileError> {
        Box::new(FileError::new(&self.path, &self.text, span, message))
    }
}

impl Pattern {
    fn new(text: Spanned<String>) -> Self {
        Self {
            span: text.span(),
            text: text.into_inner(),
        }
    }
}

/// The day of a date without a time.
fn date(datetime: Datetime) -> Option<Date> {
    let Datetime {
        date: Some(date),
        time: None,
        offset: None,
    } = datetime
    else {
        return None;
    };
    let year = i16::try_from(date.year).ok()?;
    let (month, day) = (i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[[known]]\nclient = 'xfreerdp'\nscenario = 'certificate/*'\n\
                        outcome = 'connected'\nreason = 'issue 12'\nuntil = 2027-01-31\n";

    fn mistake(from: &str, to: &str) -> String {
        assert!(GOOD.contains(from), "{from}");
        let text = GOOD.replacen(from, to, 1);
        let ids = ["certificate/expired", "network/reset"].map(str::to_owned);
        let clients = ["probe", "rdesktop", "xfreerdp"].map(str::to_owned);
        let known = Known::parse("known.toml", &text);
        match known.and_then(|known| known.check(&ids, &clients)) {
            Ok(()) => "none".to_owned(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_good_list_has_no_mistakes() {
        assert_eq!(mistake("issue 12", "issue 13"), "none");
        assert_eq!(mistake("certificate/*", "sweep/windows-11/*"), "none");
    }

    #[test]
    fn mistakes_are_pointed_at() {
        let mistakes = [
            mistake("'xfreerdp'", "'xfreerdb'"),
            mistake("'xfreerdp'", "'wl*'"),
            mistake("certificate/*", "certificates/*"),
            mistake("certificate/*", "certificate/expires"),
            mistake("connected", "conected"),
            mistake("issue 12", " "),
            mistake("2027-01-31", "2027-01-31T12:00:00"),
            mistake("2027-01-31", "'soon'"),
            mistake("2027-01-31", "2027-02-31"),
            mistake("until = 2027-01-31\n", ""),
            mistake("reason", "because"),
        ];
        insta::assert_snapshot!(mistakes.join("\n"));
    }

    #[test]
    fn the_schema_names_every_key() {
        let schema = schema();
        let keys = schema.as_value()["$defs"]["KnownEntry"]["properties"].as_object();
        assert_eq!(keys.unwrap().len(), 5);
    }
}
