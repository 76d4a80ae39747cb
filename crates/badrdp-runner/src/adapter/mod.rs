//! Client adapters: data that says how a client is started and what its words mean.

mod file;
mod find;
mod rule;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroUsize;
use std::sync::Arc;

use badrdp_proto::Phase;
use badrdp_scenario::{Evidence, FileError, Outcome, Scenario};

pub use self::file::schema;
use self::file::{AdapterFile, Builtin};
pub use self::find::{Adapters, ClientError};
use self::rule::{Rule, Skip};
use crate::diagnosis::{Causes, Named};
use crate::elsewhere::Desk;
use crate::words::quoted;

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
    /// How well its rules are known, where it has any.
    pub evidence: Option<Evidence>,
    /// Where it comes from.
    pub install: Option<String>,
    /// Programs that it needs besides its own.
    pub needs: Vec<String>,
    /// How many of it run at a time; as many as there is room for if not said.
    pub jobs: Option<usize>,
    rules: Vec<Rule>,
    skips: Vec<Skip>,
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
    /// Somebody runs it elsewhere, and tells at a desk what it came to.
    Elsewhere {
        /// Who that is.
        runner: Elsewhere,
        /// The desk; without one nobody can be asked.
        desk: Option<Arc<dyn Desk>>,
    },
}

/// Who runs a client that badrdp cannot start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// A person, asked on the terminal.
    Person,
    /// A worker on another machine, over HTTP.
    Worker,
}

/// The placeholders that commands and environments may have.
pub const PLACEHOLDERS: [&str; 6] = ["address", "ca", "host", "password", "port", "user"];

impl Adapter {
    /// Reads an adapter file.
    ///
    /// # Errors
    /// When it is invalid; points at the place.
    pub fn parse(name: &str, path: &str, text: &str) -> Result<Self, Box<FileError>> {
        let file: AdapterFile = badrdp_toml::from_str(text)
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
            (Some(Builtin::Manual), true) => Start::elsewhere(Elsewhere::Person),
            (Some(Builtin::Remote), true) => Start::elsewhere(Elsewhere::Worker),
            (None, false) => Start::Program {
                command: file.command,
                display: file.display,
                env: file.env,
                stdin: file.stdin,
            },
            _ => return Err(at("title", "needs exactly one of `command` and `builtin`")),
        };
        let wrong = |(word, message): (String, String)| at(&word, &message);
        let rules: Result<Vec<_>, _> = file.outcomes.into_iter().map(Rule::read).collect();
        let skips: Result<Vec<_>, _> = file.skips.into_iter().map(Skip::read).collect();
        Ok(Self {
            name: name.to_owned(),
            option: format!("--client {}", quoted(name)),
            title: file.title,
            start,
            version: file.version,
            goes_to: file.goes_to,
            evidence: file.evidence,
            install: file.install,
            needs: file.needs,
            rules: rules.map_err(wrong)?,
            skips: skips.map_err(wrong)?,
            jobs: file.jobs.map(NonZeroUsize::get),
            causes: Causes::read(file.causes).map_err(wrong)?,
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
            option: format!("--client-cmd {}", quoted(line)),
            start: Start::Program {
                command,
                display: false,
                env: BTreeMap::new(),
                stdin: None,
            },
            version: None,
            goes_to: None,
            evidence: None,
            install: None,
            needs: Vec::new(),
            rules: Vec::new(),
            skips: Vec::new(),
            jobs: None,
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
        let mut rules = self.rules.iter();
        let rule = rules.find(|rule| rule.fits(exit, signal, log))?;
        Some(rule.is)
    }

    /// Why it is not asked to meet this scenario, if it is not.
    #[must_use]
    pub fn skips(&self, scenario: &Scenario) -> Option<&str> {
        let skip = self.skips.iter().find(|skip| skip.fits(scenario))?;
        Some(&skip.reason)
    }
}

impl Adapter {
    /// Why it would not find servers that listen on this address, if it would not: some clients
    /// are sent to `localhost`, because they compare no addresses in certificates.
    pub(crate) fn goes_astray(&self, listen: IpAddr) -> Option<String> {
        let Start::Program { command, .. } = &self.start else {
            return None;
        };
        let names = |what: &str| command.iter().any(|word| word.contains(what));
        let is_sent = names("localhost") && !names("{host}") && !names("{address}");
        let is_there = [
            IpAddr::from(Ipv4Addr::LOCALHOST),
            Ipv6Addr::LOCALHOST.into(),
        ];
        (is_sent && !is_there.contains(&listen))
            .then(|| format!("it is sent to localhost, and the servers listen on {listen}"))
    }
}

impl Start {
    const fn elsewhere(runner: Elsewhere) -> Self {
        Self::Elsewhere { runner, desk: None }
    }
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
