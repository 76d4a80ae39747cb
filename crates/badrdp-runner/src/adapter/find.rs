//! Finds adapters: the built-in ones by name, others by the path of their file.

use std::io;
use std::path::Path;

use badrdp_scenario::error::nearest;
use badrdp_scenario::{FileError, text};

use super::Adapter;
use crate::words::quoted;

/// The folder of the adapters that are built in.
const BUILT_IN: &str = "clients";

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
        let built_in = badrdp_files::folder(BUILT_IN).into_iter();
        let names = built_in.flat_map(badrdp_files::Folder::stems);
        names.map(str::to_owned).collect()
    }

    /// An adapter by its name, or by the path of its file.
    ///
    /// # Errors
    /// When there is none, or its file is invalid.
    pub fn find(name: &str) -> Result<Adapter, ClientError> {
        if let Some(text) = badrdp_files::file(BUILT_IN, &format!("{name}.toml")) {
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
