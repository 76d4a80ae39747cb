//! What an adapter file looks like.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use badrdp_proto::Phase;
use badrdp_scenario::{Evidence, Outcome};
use schemars::{JsonSchema, Schema, schema_for};
use serde::{Deserialize, Serialize};

use crate::diagnosis::CauseFile;

/// An adapter file.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AdapterFile {
    /// What the client is.
    pub(super) title: String,
    /// The command that prints its version.
    #[serde(default)]
    pub(super) version: Option<Vec<String>>,
    /// How well its rules are known; not all that is documented was ever seen here.
    #[serde(default)]
    pub(super) evidence: Option<Evidence>,
    /// Where it comes from; said where it is not installed.
    #[serde(default)]
    pub(super) install: Option<String>,
    /// The program and its arguments; `{host}`, `{port}`, `{address}`, `{user}`, `{password}`
    /// and `{ca}` are filled in.
    #[serde(default)]
    pub(super) command: Vec<String>,
    /// Programs that it needs besides its own, such as one that `sh` starts.
    #[serde(default)]
    pub(super) needs: Vec<String>,
    /// A client that is part of badrdp instead of a command, or that somebody else runs.
    #[serde(default)]
    pub(super) builtin: Option<Builtin>,
    /// It needs an X display.
    #[serde(default)]
    pub(super) display: bool,
    /// Its environment, on top of a clean one.
    #[serde(default)]
    pub(super) env: BTreeMap<String, String>,
    /// The furthest phase that it means to get to, where that is short of the whole.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub(super) goes_to: Option<Phase>,
    /// What it is given on standard input, which is closed if not said.
    #[serde(default)]
    pub(super) stdin: Option<String>,
    /// How its exit and its log map to outcomes; the first rule that fits counts.
    #[serde(default, rename = "outcome")]
    pub(super) outcomes: Vec<RuleFile>,
    /// How many of it may run at a time; 1 for a client that needs a port or a screen for
    /// itself.
    #[serde(default)]
    pub(super) jobs: Option<NonZeroUsize>,
    /// How its log names the cause of a failure; the first rule that fits counts.
    #[serde(default, rename = "cause")]
    pub(super) causes: Vec<CauseFile>,
    /// What it is not asked to do, and why not; the first that fits counts.
    #[serde(default, rename = "skip")]
    pub(super) skips: Vec<SkipFile>,
}

/// A client without a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Builtin {
    /// A person runs it and is asked what it showed.
    Manual,
    /// The reference client.
    Probe,
    /// A worker on another machine runs it and reports.
    Remote,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleFile {
    /// One exit status, or several.
    #[serde(default)]
    pub(super) exit: Option<OneOrMany>,
    /// The number of the signal that ended it.
    #[serde(default)]
    pub(super) signal: Option<i32>,
    /// A regular expression that its standard output or standard error must contain.
    #[serde(default)]
    pub(super) log: Option<String>,
    /// The outcome.
    pub(super) is: Outcome,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "`exit` takes a number or a list of numbers")]
pub(super) enum OneOrMany {
    One(i32),
    Many(Vec<i32>),
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SkipFile {
    /// The id of a scenario, or a pattern of ids with `*` and `?`.
    #[serde(default)]
    pub(super) scenario: Option<String>,
    /// A tag of scenarios, or a pattern of tags; with `scenario`, both have to fit.
    #[serde(default)]
    pub(super) tag: Option<String>,
    /// Scenarios that are not meant although the above fits, by id or pattern.
    #[serde(default)]
    pub(super) except: Vec<String>,
    /// Why nothing can be said there, in one sentence.
    pub(super) reason: String,
}

/// The schema of an adapter file.
#[must_use]
pub fn schema() -> Schema {
    schema_for!(AdapterFile)
}
