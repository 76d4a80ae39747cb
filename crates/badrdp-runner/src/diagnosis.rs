//! What a diagnostic tool says is the cause.

use badrdp_scenario::Cause;
use regex_lite::Regex;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a tool said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// The cause that it named, if it is one of ours.
    pub cause: Option<Cause>,
    /// What it said in one line.
    pub headline: Option<String>,
}

/// A line of JSON on which a tool names the cause.
#[derive(Deserialize)]
struct Line {
    cause: String,
    #[serde(default)]
    headline: Option<String>,
}

/// `[[cause]]` of an adapter file: words that name a cause.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CauseFile {
    /// A regular expression that its standard output or standard error must contain.
    pub(crate) log: String,
    /// The cause that it names with that.
    pub(crate) is: Cause,
}

/// The rules by which a tool's words name causes; the first that fits counts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Causes(Vec<(Regex, Cause)>);

impl Causes {
    /// Reads them; an error is a word of the file and what is wrong with it.
    pub(crate) fn read(rules: Vec<CauseFile>) -> Result<Self, (String, String)> {
        let rule = |rule: CauseFile| match Regex::new(&rule.log) {
            Ok(log) => Ok((log, rule.is)),
            Err(error) => Err((rule.log, format!("no regular expression: {error}"))),
        };
        rules
            .into_iter()
            .map(rule)
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Whether there are none.
    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What a log names: by a line of JSON, else by the rules.
    pub(crate) fn named(&self, log: &str) -> Named {
        Named::in_json(log).unwrap_or_else(|| {
            let mut rules = self.0.iter();
            let found = rules.find_map(|(pattern, is)| Some((pattern.find(log)?, *is)));
            found.map_or_else(Named::default, |(words, is)| Named {
                cause: Some(is),
                headline: Some(words.as_str().chars().take(MOST).collect()),
            })
        })
    }
}

/// The longest headline, in characters.
const MOST: usize = 200;

impl Named {
    /// The last line of a log that is a JSON object with a text `cause`, if there is one. A word
    /// that is no cause is shown and names none.
    #[must_use]
    pub fn in_json(log: &str) -> Option<Self> {
        let lines = log.lines().rev().map(str::trim);
        let line: Line = lines
            .filter(|line| line.starts_with('{'))
            .find_map(|line| serde_json::from_str(line).ok())?;
        let cause = line.cause.parse::<Cause>();
        let unknown = cause
            .as_ref()
            .err()
            .map(|_| format!("it named `{}`, which is no cause", line.cause));
        let headline = line.headline.or(unknown);
        Some(Self {
            cause: cause.ok(),
            headline: headline.map(|text| text.chars().take(MOST).collect()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_that_names_a_cause_counts() {
        let log = "starting\n{\"cause\": \"network\"}\n{\"other\": 1}\n  \
                   {\"cause\":\"certificate\",\"headline\":\"expired\",\"more\":[1]}\n{broken\ndone\n";
        let named = Named::in_json(log).unwrap();
        assert_eq!(named.cause, Some(Cause::Certificate));
        assert_eq!(named.headline.as_deref(), Some("expired"));
        assert_eq!(Named::in_json("cause: network\n{}"), None);
    }

    #[test]
    fn the_first_rule_that_fits_counts_and_json_counts_more() {
        let rule = |log: &str, is| CauseFile {
            log: log.to_owned(),
            is,
        };
        let rules = vec![
            rule("expired|not trusted", Cause::Certificate),
            rule("connection", Cause::Network),
        ];
        let causes = Causes::read(rules).unwrap();
        let named = causes.named("the connection failed: not trusted");
        assert_eq!(named.cause, Some(Cause::Certificate));
        assert_eq!(named.headline.as_deref(), Some("not trusted"));
        let named = causes.named("not trusted\n{\"cause\":\"middlebox\"}");
        assert_eq!(named.cause, Some(Cause::Middlebox));
        assert_eq!(causes.named("who knows"), Named::default());
        let (word, _) = Causes::read(vec![rule("(", Cause::Network)]).unwrap_err();
        assert_eq!(word, "(");
    }

    #[test]
    fn a_word_that_is_no_cause_is_shown_and_not_guessed() {
        let named = Named::in_json("{\"cause\":\"certificates\"}").unwrap();
        assert_eq!(named.cause, None);
        let said = "it named `certificates`, which is no cause";
        assert_eq!(named.headline.as_deref(), Some(said));
    }
}
