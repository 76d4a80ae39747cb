//! Reports: a file or folder for each kind, and the list of those that are written to files.
//!
//! Everything is made of a [`model::Report`], be it of a run or read from a file again, and
//! `model` is the place to start reading. `merge` and `diff` work on it as well. Besides the kinds
//! of the list there are `one`, a single case with its evidence, and `annotations`, which GitHub
//! shows beside a run. `human` has tables for terminals; `matrix` and `confusion` are those of
//! sweeps and of named causes. `seen` and `annotated` say what the server saw, in words and in
//! bytes; `text` keeps strange bytes of clients and files out of it all.

mod annotated;
pub mod annotations;
pub mod confusion;
pub mod ctrf;
pub mod diff;
pub mod html;
pub mod human;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod matrix;
pub mod merge;
pub mod model;
pub mod one;
mod seen;
pub mod tap;
mod text;

pub use model::{About, Report};

/// Writes a whole report.
pub type Render = fn(&Report) -> Result<String, RenderError>;

/// Why a report cannot be written. All of it would be a bug of ours: what clients say is made
/// fit for each kind before.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// As HTML.
    #[error(transparent)]
    Html(#[from] html::HtmlError),
    /// As JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// As JUnit.
    #[error(transparent)]
    Junit(#[from] quick_junit::SerializeError),
}

/// The reports that `run --report KIND=FILE` and `report show --format KIND` know, by their
/// kinds.
pub const REPORTS: &[(&str, Render)] = &[
    ("json", json::render),
    ("junit", junit::render),
    ("ctrf", ctrf::render),
    ("tap", tap::render),
    ("markdown", markdown::render),
    ("html", html::render),
    ("text", human::render),
];
