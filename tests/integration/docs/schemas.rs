//! The JSON Schemas in `docs/schema` are those of the types that read the files.

use std::path::Path;

use serde_json::Value;

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
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/schema");
    let update = std::env::var_os("BADRDP_UPDATE_DOCS").is_some();
    for (name, schema) in SCHEMAS {
        let path = folder.join(format!("{name}.json"));
        let text = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
        if update {
            std::fs::write(&path, &text).unwrap();
        }
        assert!(
            std::fs::read_to_string(&path).unwrap() == text,
            "docs/schema/{name}.json is not up to date: \
             BADRDP_UPDATE_DOCS=1 cargo test -p badrdp-tests docs writes it anew"
        );
    }
    assert_eq!(folder.read_dir().unwrap().count(), SCHEMAS.len());
}
