//! Finds adapters: the built-in ones by name, others by the path of their file.

use std::io;
use std::path::Path;

use badrdp_scenario::error::nearest;
use badrdp_scenario::{FileError, text};
use include_dir::{Dir, include_dir};

use super::Adapter;
use crate::words::quoted;

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/clients");

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
        source: io::Error,
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
            let text = text::read(path).map_err(|source| ClientError::Io {
                path: name.to_owned(),
                source,
            })?;
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            let mut adapter = Adapter::parse(&stem, name, &text)?;
            adapter.option = format!("--client {}", quoted(name));
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
