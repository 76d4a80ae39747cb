//! Failures that are known: listed in files, each with a reason and a last day.
//!
//! A known failure is told as KNOWN-FAILURE and ends no run badly. Behind its last day it is
//! FAIL again. A case that is listed by its very id and passes is UNEXPECTED-PASS: the list
//! has to be true. `file` reads the list, `apply` holds a result against it.

mod apply;
mod file;

use std::sync::Arc;

use badrdp_scenario::Outcome;
use jiff::civil::Date;
use serde::Serialize;

pub use self::file::schema;

/// The failures that are known, in the order of the files.
#[derive(Clone, Debug, Default)]
pub struct Known {
    entries: Vec<Entry>,
}

/// One entry of a file.
#[derive(Clone, Debug)]
struct Entry {
    client: Pattern,
    scenario: Pattern,
    outcome: Option<Outcome>,
    reason: String,
    /// The last day on which it is known.
    until: Date,
    file: Arc<File>,
    line: usize,
}

/// A name or a glob, and where it stands.
#[derive(Clone, Debug)]
struct Pattern {
    text: String,
    span: std::ops::Range<usize>,
}

/// A file, for errors that point into it.
#[derive(Debug)]
struct File {
    path: String,
    text: String,
}

/// Why a result is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KnownFailure {
    /// The reason, as listed.
    pub reason: String,
    /// The last day on which it is known.
    pub until: Date,
}
