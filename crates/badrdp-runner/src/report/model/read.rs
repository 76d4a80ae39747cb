//! Reads a report from a file that may be anything.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use serde::Deserialize;

use super::report::{FORMAT, Report, SCHEMA};

/// The largest file that is read: enough for ten clients with long logs over the whole catalogue.
pub const MAX_FILE: u64 = 1 << 30;

/// Why a file is no report that can be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Its number is another.
    #[error("its format is {0}, and this badrdp reads format {FORMAT}")]
    Format(u64),
    /// It cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is not JSON, or a field is missing or of another kind.
    #[error("it is not what a report looks like: {0}")]
    Json(#[from] serde_json::Error),
    /// It is another JSON file.
    #[error(
        "it is JSON, but not a report of badrdp: it has no `schema` \"{SCHEMA}\" with a `format`"
    )]
    NoReport,
    /// It is larger than anything that badrdp writes.
    #[error("it has more than {} MiB, which is more than is read", .0 >> 20)]
    TooLarge(u64),
}

/// What tells a report, before the rest is looked at.
#[derive(Deserialize)]
struct Head {
    schema: Option<serde_json::Value>,
    format: Option<serde_json::Value>,
}

impl Report {
    /// Reads the JSON file `path`.
    ///
    /// # Errors
    /// When it cannot be read, is larger than [`MAX_FILE`], or is not a report of this format.
    pub fn read(path: &Path) -> Result<Self, ReadError> {
        Self::read_at_most(path, MAX_FILE)
    }

    /// The same with a bound in bytes.
    ///
    /// # Errors
    /// As [`Report::read`].
    pub fn read_at_most(path: &Path, most: u64) -> Result<Self, ReadError> {
        let mut text = Vec::new();
        // A pipe or a device has no length to ask for; one byte more tells.
        File::open(path)?.take(most + 1).read_to_end(&mut text)?;
        if u64::try_from(text.len()).unwrap_or(u64::MAX) > most {
            return Err(ReadError::TooLarge(most));
        }
        Self::parse(&text)
    }

    /// A report from its JSON. What it has besides is left aside.
    ///
    /// # Errors
    /// When it is not a report of this format.
    pub fn parse(text: &[u8]) -> Result<Self, ReadError> {
        let head: Head = match serde_json::from_slice(text) {
            Ok(head) => head,
            Err(error) if error.is_data() => return Err(ReadError::NoReport),
            Err(error) => return Err(error.into()),
        };
        if head.schema.as_ref().and_then(serde_json::Value::as_str) != Some(SCHEMA) {
            return Err(ReadError::NoReport);
        }
        match head.format.as_ref().and_then(serde_json::Value::as_u64) {
            Some(format) if format == u64::from(FORMAT) => {}
            Some(format) => return Err(ReadError::Format(format)),
            None => return Err(ReadError::NoReport),
        }
        Ok(serde_json::from_slice(text)?)
    }
}
