//! The published schema fits every shipped adapter. Scenarios, profiles and recipes are checked
//! where their formats live.

use std::fs;
use std::path::Path;

fn check(folder: &str, schema: &serde_json::Value, least: usize) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut count = 0;
    for entry in fs::read_dir(root.join(folder)).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "toml") {
            continue;
        }
        let value: toml::Value = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let json = serde_json::to_value(value).unwrap();
        if let Err(error) = validator.validate(&json) {
            panic!("{}: {error} at {}", path.display(), error.instance_path());
        }
        count += 1;
    }
    assert!(count >= least, "{folder} has {count} files");
}

#[test]
fn every_adapter_fits_the_schema() {
    let schema = badrdp_runner::adapter::schema();
    check("crates/badrdp-runner/clients", schema.as_value(), 4);
}
