//! What a client's exit and log mean, and what it is not asked to do.

use badrdp_scenario::glob::glob;
use badrdp_scenario::{Outcome, Scenario};
use regex_lite::Regex;

use super::file::{OneOrMany, RuleFile, SkipFile};

/// A rule that was read: what it asks for has to fit all at once.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    exit: Vec<i32>,
    signal: Option<i32>,
    log: Option<Regex>,
    pub(super) is: Outcome,
}

/// Something that a client is not asked to do.
#[derive(Clone, Debug)]
pub(super) struct Skip {
    scenario: Option<String>,
    tag: Option<String>,
    except: Vec<String>,
    pub(super) reason: String,
}

impl Rule {
    /// Reads a rule; an error is a word of the file and what is wrong with it.
    pub(super) fn read(file: RuleFile) -> Result<Self, (String, String)> {
        let log = match file.log {
            Some(pattern) => match Regex::new(&pattern) {
                Ok(log) => Some(log),
                Err(error) => return Err((pattern, format!("no regular expression: {error}"))),
            },
            None => None,
        };
        let exit = match file.exit {
            None => Vec::new(),
            Some(OneOrMany::One(status)) => vec![status],
            Some(OneOrMany::Many(statuses)) => statuses,
        };
        if exit.is_empty() && file.signal.is_none() && log.is_none() {
            let sentence = "a rule needs `exit`, `signal` or `log`".to_owned();
            return Err(("[[outcome]]".to_owned(), sentence));
        }
        Ok(Self {
            exit,
            signal: file.signal,
            log,
            is: file.is,
        })
    }

    pub(super) fn fits(&self, exit: Option<i32>, signal: Option<i32>, log: &str) -> bool {
        let pattern = self.log.as_ref();
        (self.exit.is_empty() || exit.is_some_and(|exit| self.exit.contains(&exit)))
            && (self.signal.is_none() || self.signal == signal)
            && pattern.is_none_or(|pattern| pattern.is_match(log))
    }
}

impl Skip {
    /// Reads one; an error is a word of the file and what is wrong with it.
    pub(super) fn read(file: SkipFile) -> Result<Self, (String, String)> {
        if file.scenario.is_none() && file.tag.is_none() {
            let sentence = "needs `scenario` or `tag`".to_owned();
            return Err(("[[skip]]".to_owned(), sentence));
        }
        if file.reason.trim().is_empty() {
            let sentence = "a skip needs a reason".to_owned();
            return Err(("reason".to_owned(), sentence));
        }
        Ok(Self {
            scenario: file.scenario,
            tag: file.tag,
            except: file.except,
            reason: file.reason,
        })
    }

    pub(super) fn fits(&self, scenario: &Scenario) -> bool {
        let id = scenario.id.to_string();
        let named = self.scenario.as_ref().is_none_or(|name| glob(name, &id));
        let tagged = |name: &String| scenario.file.tags.iter().any(|tag| glob(name, tag));
        let meant = !self.except.iter().any(|name| glob(name, &id));
        meant && named && self.tag.as_ref().is_none_or(tagged)
    }
}
