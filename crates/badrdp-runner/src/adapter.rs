//! Client adapters: data that says how a client is started and what its words mean.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::Path;

use badrdp_proto::Phase;
use badrdp_scenario::error::nearest;
use badrdp_scenario::{FileError, Outcome};
use include_dir::{Dir, include_dir};
use regex_lite::Regex;
use schemars::{JsonSchema, Schema, schema_for};
use serde::{Deserialize, Serialize};

use crate::diagnosis::{CauseFile, Causes, Named};

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/clients");

/// How a client is started, and how its exit and its log map to outcomes.
#[derive(Clone, Debug)]
pub struct Adapter {
    /// The name that it is called by: that of its file.
    pub name: String,
    /// What it is.
    pub title: String,
    /// The option of `badrdp run` that names it.
    pub option: String,
    /// What runs.
    pub start: Start,
    /// The command that prints the client's version, if there is one.
    pub version: Option<Vec<String>>,
    /// The furthest phase that it means to get to; scenarios beyond say nothing about it.
    pub goes_to: Option<Phase>,
    /// How many of it run at a time; as many as there is room for if not said.
    pub jobs: Option<usize>,
    rules: Vec<Rule>,
    causes: Causes,
}

/// What runs.
#[derive(Clone, Debug)]
pub enum Start {
    /// The built-in probe.
    Probe,
    /// A program.
    Program {
        /// The program and its arguments, with placeholders.
        command: Vec<String>,
        /// Whether it needs an X display.
        display: bool,
        /// Its environment on top of a clean one, with placeholders.
        env: BTreeMap<String, String>,
        /// What it is given on standard input; none if not said.
        stdin: Option<String>,
    },
}

/// The placeholders that commands and environments may have.
pub const PLACEHOLDERS: [&str; 6] = ["address", "ca", "host", "password", "port", "user"];

/// A rule that was read.
#[derive(Clone, Debug)]
struct Rule {
    exit: Vec<i32>,
    signal: Option<i32>,
    log: Option<Regex>,
    is: Outcome,
}

/// An adapter file.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AdapterFile {
    /// What the client is.
    title: String,
    /// The command that prints its version.
    #[serde(default)]
    version: Option<Vec<String>>,
    /// The program and its arguments; `{host}`, `{port}`, `{address}`, `{user}`, `{password}`
    /// and `{ca}` are filled in.
    #[serde(default)]
    command: Vec<String>,
    /// A client that is part of badrdp instead of a command.
    #[serde(default)]
    builtin: Option<Builtin>,
    /// It needs an X display.
    #[serde(default)]
    display: bool,
    /// Its environment, on top of a clean one.
    #[serde(default)]
    env: BTreeMap<String, String>,
    /// The furthest phase that it means to get to, where that is short of the whole.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    goes_to: Option<Phase>,
    /// What it is given on standard input, which is closed if not said.
    #[serde(default)]
    stdin: Option<String>,
    /// How its exit and its log map to outcomes; the first rule that fits counts.
    #[serde(default, rename = "outcome")]
    outcomes: Vec<RuleFile>,
    /// How many of it may run at a time; 1 for a client that needs a port or a screen for
    /// itself.
    #[serde(default)]
    jobs: Option<NonZeroUsize>,
    /// How its log names the cause of a failure; the first rule that fits counts.
    #[serde(default, rename = "cause")]
    causes: Vec<CauseFile>,
}

/// A client that is part of badrdp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Builtin {
    /// The reference client.
    Probe,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    /// One exit status, or several.
    #[serde(default)]
    exit: Option<OneOrMany>,
    /// The number of the signal that ended it.
    #[serde(default)]
    signal: Option<i32>,
    /// A regular expression that its standard output or standard error must contain.
    #[serde(default)]
    log: Option<String>,
    /// The outcome.
    is: Outcome,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "`exit` takes a number or a list of numbers")]
enum OneOrMany {
    One(i32),
    Many(Vec<i32>),
}

/// Why there is no such client.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// Its file is invalid.
    #[error(transparent)]
    File(#[from] Box<FileError>),
    /// Its file cannot be read.
    #[error("cannot read {path}: {source}")]
    Io {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// None is called so.
    #[error("no client is called `{name}`{}; known are {}, and a path to an adapter file works too", nearest.as_ref().map(|name| format!(", did you mean `{name}`?")).unwrap_or_default(), known.join(", "))]
    Unknown {
        /// What was asked for.
        name: String,
        /// What may have been meant.
        nearest: Option<String>,
        /// What there is.
        known: Vec<String>,
    },
}

/// The adapters that are built in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Adapters;

impl Adapters {
    /// Their names.
    #[must_use]
    pub fn names() -> Vec<String> {
        let mut names: Vec<_> = BUILT_IN
            .files()
            .filter_map(|file| file.path().file_stem()?.to_str().map(str::to_owned))
            .collect();
        names.sort();
        names
    }

    /// An adapter by its name, or by the path of its file.
    ///
    /// # Errors
    /// When there is none, or its file is invalid.
    pub fn find(name: &str) -> Result<Adapter, ClientError> {
        if let Some(file) = BUILT_IN.get_file(format!("{name}.toml")) {
            let text = file.contents_utf8().unwrap_or_default();
            return Ok(Adapter::parse(name, &format!("clients/{name}.toml"), text)?);
        }
        let path = Path::new(name);
        if path.extension().is_some_and(|ending| ending == "toml") {
            let text = std::fs::read_to_string(path).map_err(|source| ClientError::Io {
                path: name.to_owned(),
                source,
            })?;
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            let mut adapter = Adapter::parse(&stem, name, &text)?;
            adapter.option = format!("--client {name}");
            return Ok(adapter);
        }
        let known = Self::names();
        Err(ClientError::Unknown {
            name: name.to_owned(),
            nearest: nearest(name, &known),
            known,
        })
    }
}

impl Adapter {
    /// Reads an adapter file.
    ///
    /// # Errors
    /// When it is invalid; points at the place.
    pub fn parse(name: &str, path: &str, text: &str) -> Result<Self, Box<FileError>> {
        let file: AdapterFile = toml::from_str(text)
            .map_err(|error| Box::new(FileError::from_toml(path, text, &error)))?;
        let at = |needle: &str, message: &str| {
            let start = text.find(needle).unwrap_or(0);
            let span = start
                ..start
                    + if text.contains(needle) {
                        needle.len()
                    } else {
                        0
                    };
            Box::new(FileError::new(path, text, span, message))
        };
        for template in file.command.iter().chain(file.env.values()) {
            check_placeholders(template).map_err(|message| at(template, &message))?;
        }
        let start = match (file.builtin, file.command.is_empty()) {
            (Some(Builtin::Probe), true) => Start::Probe,
            (None, false) => Start::Program {
                command: file.command,
                display: file.display,
                env: file.env,
                stdin: file.stdin,
            },
            _ => return Err(at("title", "needs exactly one of `command` and `builtin`")),
        };
        let mut rules = Vec::new();
        for rule in file.outcomes {
            let log = match &rule.log {
                Some(pattern) => Some(
                    Regex::new(pattern)
                        .map_err(|error| at(pattern, &format!("no regular expression: {error}")))?,
                ),
                None => None,
            };
            let exit = match rule.exit {
                None => Vec::new(),
                Some(OneOrMany::One(status)) => vec![status],
                Some(OneOrMany::Many(statuses)) => statuses,
            };
            if exit.is_empty() && rule.signal.is_none() && log.is_none() {
                return Err(at("[[outcome]]", "a rule needs `exit`, `signal` or `log`"));
            }
            rules.push(Rule {
                exit,
                signal: rule.signal,
                log,
                is: rule.is,
            });
        }
        let causes = Causes::read(file.causes).map_err(|(word, message)| at(&word, &message))?;
        Ok(Self {
            name: name.to_owned(),
            option: format!("--client {name}"),
            title: file.title,
            start,
            version: file.version,
            goes_to: file.goes_to,
            jobs: file.jobs.map(NonZeroUsize::get),
            rules,
            causes,
        })
    }

    /// An adapter for a command line, which is split at white space outside quotes.
    ///
    /// # Errors
    /// One sentence when it is empty, has an open quote or an unknown placeholder.
    pub fn from_command(line: &str) -> Result<Self, String> {
        let command = crate::words::split(line)?;
        for word in &command {
            check_placeholders(word)?;
        }
        let program = command.first().ok_or("the client command is empty")?;
        Ok(Self {
            name: program.rsplit('/').next().unwrap_or(program).to_owned(),
            title: line.to_owned(),
            option: format!("--client-cmd '{}'", line.replace('\'', r"'\''")),
            start: Start::Program {
                command,
                display: false,
                env: BTreeMap::new(),
                stdin: None,
            },
            version: None,
            goes_to: None,
            jobs: None,
            rules: Vec::new(),
            causes: Causes::default(),
        })
    }

    /// Whether it is one that names causes.
    #[must_use]
    pub const fn names_causes(&self) -> bool {
        matches!(self.start, Start::Probe) || !self.causes.is_empty()
    }

    /// What cause its log names, if any.
    #[must_use]
    pub fn named(&self, log: &str) -> Named {
        self.causes.named(log)
    }

    /// What the first rule says that fits.
    #[must_use]
    pub fn outcome(&self, exit: Option<i32>, signal: Option<i32>, log: &str) -> Option<Outcome> {
        self.rules
            .iter()
            .find(|rule| {
                (rule.exit.is_empty() || exit.is_some_and(|exit| rule.exit.contains(&exit)))
                    && (rule.signal.is_none() || rule.signal == signal)
                    && rule
                        .log
                        .as_ref()
                        .is_none_or(|pattern| pattern.is_match(log))
            })
            .map(|rule| rule.is)
    }
}

/// The schema of an adapter file.
#[must_use]
pub fn schema() -> Schema {
    schema_for!(AdapterFile)
}

fn check_placeholders(template: &str) -> Result<(), String> {
    for part in template.split('{').skip(1) {
        let Some((word, _)) = part.split_once('}') else {
            continue;
        };
        if !PLACEHOLDERS.contains(&word) {
            let known = PLACEHOLDERS.join("`, `");
            return Err(format!(
                "unknown placeholder `{word}`, expected one of `{known}`"
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_adapter_is_valid() {
        assert!(Adapters::names().len() >= 4);
        for name in Adapters::names() {
            Adapters::find(&name).unwrap();
        }
    }

    #[test]
    fn the_first_rule_that_fits_counts() {
        let adapter = Adapters::find("xfreerdp").unwrap();
        let expired = "Certificate verification failure 'certificate has expired (10)'";
        assert_eq!(
            adapter.outcome(Some(143), None, expired),
            Some(Outcome::CertificateRejected)
        );
        assert_eq!(
            adapter.outcome(Some(143), None, ""),
            Some(Outcome::HandshakeFailed)
        );
        assert_eq!(adapter.outcome(Some(1), None, ""), None);
    }

    #[test]
    fn a_mistake_is_pointed_at() {
        let text = "title = 'x'\ncommand = ['x', '{prot}']\n";
        let error = Adapter::parse("x", "x.toml", text).unwrap_err().to_string();
        assert!(
            error.starts_with("x.toml:2:18: unknown placeholder `prot`; did you mean `port`?"),
            "{error}"
        );
        let text = "title = 'x'\ncommand = ['x']\n[[outcome]]\nexit = 1\nis = 'conected'\n";
        let error = Adapter::parse("x", "x.toml", text).unwrap_err().to_string();
        assert!(
            error.starts_with("x.toml:5:6: unknown word `conected`; did you mean `connected`?"),
            "{error}"
        );
    }

    #[test]
    fn an_unknown_client_lists_those_there_are() {
        let error = Adapters::find("xfreerdb").unwrap_err().to_string();
        assert!(error.contains("did you mean `xfreerdp`?"), "{error}");
    }
}
