//! The JSON Schemas in `docs/schema` are those of the types that read the files.

use serde_json::Value;

use super::held::hold;

/// The name of a format, and what its schema is.
type Format = (&'static str, fn() -> Value);

const SCHEMAS: &[Format] = &[
    ("certificate", || badrdp_certs::schema().to_value()),
    ("client", || badrdp_runner::adapter::schema().to_value()),
    ("known", || badrdp_runner::known::schema().to_value()),
    ("profile", || badrdp_scenario::schema::profile().to_value()),
    ("report", || {
        badrdp_runner::report::model::schema().to_value()
    }),
    ("scenario", || {
        badrdp_scenario::schema::scenario().to_value()
    }),
];

#[test]
fn every_format_has_its_schema_and_no_other() {
    let schemas = SCHEMAS.iter().map(|(name, schema)| {
        let text = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
        (format!("{name}.json"), text.into_bytes())
    });
    hold("schema", &schemas.collect());
}
