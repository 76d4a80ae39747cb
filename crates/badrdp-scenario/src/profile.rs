//! Profiles: what an honest server of some kind does.

use serde::Serialize;

use crate::file::ProfileFile;

/// A profile that was loaded.
#[derive(Clone, Debug, Serialize)]
pub struct Profile {
    /// The name that scenarios call it by: that of its file.
    pub name: String,
    /// The file's content.
    #[serde(flatten)]
    pub file: ProfileFile,
}
