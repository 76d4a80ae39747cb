//! JSON Schemas of the file formats, for editors.

use schemars::{Schema, schema_for};

use crate::file::{ProfileFile, ScenarioFile};

/// The schema of a scenario file.
#[must_use]
pub fn scenario() -> Schema {
    schema_for!(ScenarioFile)
}

/// The schema of a profile file.
#[must_use]
pub fn profile() -> Schema {
    schema_for!(ProfileFile)
}
