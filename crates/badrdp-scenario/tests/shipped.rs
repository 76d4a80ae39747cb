//! Every shipped file loads, reads back, and fits the published schema.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::path::Path;

use badrdp_scenario::file::{ProfileFile, ScenarioFile};
use badrdp_scenario::{Catalogue, schema};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios");

fn validator(schema: &schemars::Schema) -> jsonschema::Validator {
    jsonschema::validator_for(schema.as_value()).unwrap()
}

fn as_json(text: &str) -> serde_json::Value {
    serde_json::to_value(toml::from_str::<toml::Value>(text).unwrap()).unwrap()
}

#[test]
fn every_scenario_loads_reads_back_and_fits_the_schema() {
    let catalogue = Catalogue::built_in(None);
    let validator = validator(&schema::scenario());
    let mut aliases = BTreeMap::new();
    for id in catalogue.ids() {
        let scenario = catalogue
            .scenario(&id.to_string())
            .unwrap_or_else(|error| panic!("{error}"));
        let (path, text) = catalogue.text(id).unwrap();
        if let Err(error) = validator.validate(&as_json(&text)) {
            panic!(
                "{path} does not fit the schema: {error} at {}",
                error.instance_path()
            );
        }
        let written = toml::to_string(&*scenario.file).unwrap();
        let read: ScenarioFile = toml::from_str(&written).unwrap();
        assert_eq!(read, *scenario.file, "{id}");
        if let Some(other) = aliases.insert(scenario.alias.clone(), id.clone()) {
            panic!("{id} and {other} share the alias {}", scenario.alias);
        }
    }
    assert!(!aliases.is_empty());
}

#[test]
fn every_profile_loads_and_fits_the_schema() {
    let catalogue = Catalogue::built_in(None);
    let validator = validator(&schema::profile());
    for name in catalogue.profile_names() {
        let profile = catalogue
            .profile(name)
            .unwrap_or_else(|error| panic!("{error}"));
        let text = std::fs::read_to_string(format!("{FOLDER}/profiles/{name}.toml")).unwrap();
        if let Err(error) = validator.validate(&as_json(&text)) {
            panic!(
                "{name} does not fit the schema: {error} at {}",
                error.instance_path()
            );
        }
        let written = toml::to_string(&profile.file).unwrap();
        assert_eq!(
            toml::from_str::<ProfileFile>(&written).unwrap(),
            profile.file
        );
    }
}

#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    let catalogue = Catalogue::built_in(None);
    let id = "middlebox/reset-after-client-hello".parse().unwrap();
    let (path, text) = catalogue.text(&id).unwrap();
    let validator = validator(&schema::scenario());
    for (from, to) in [
        ("reset = {}", "rest = {}"),
        ("\"client-hello\"", "\"client-helo\""),
        ("\"connection-reset\"", "\"reset\""),
        ("reaches = \"tls-handshake\"", "reaches = \"tls\""),
    ] {
        let broken = text.replacen(from, to, 1);
        assert_ne!(broken, text, "{from}");
        assert!(catalogue.parse(&id, &path, &broken).is_err(), "{to}");
        assert!(validator.validate(&as_json(&broken)).is_err(), "{to}");
    }
}

#[test]
fn a_users_folder_adds_and_overrides() {
    let folder = std::env::temp_dir().join(format!("badrdp-scenarios-{}", std::process::id()));
    let cause = folder.join("middlebox");
    std::fs::create_dir_all(&cause).unwrap();
    let path = Path::new(FOLDER).join("middlebox/reset-after-client-hello.toml");
    let text = std::fs::read_to_string(path)
        .unwrap()
        .replace("Antivirus resets", "We reset");
    std::fs::write(cause.join("reset-after-client-hello.toml"), &text).unwrap();
    std::fs::write(cause.join("our-own.toml"), &text).unwrap();

    let mut catalogue = Catalogue::built_in(None);
    let before = catalogue.ids().count();
    let too_deep = catalogue.add_folder(&cause).unwrap_err().to_string();
    assert!(too_deep.contains("<cause>/<name>.toml"), "{too_deep}");
    catalogue.add_folder(&folder).unwrap();
    std::fs::remove_dir_all(&folder).ok();
    assert_eq!(catalogue.ids().count(), before + 1);
    // Files are read when they are asked for, so a folder that is gone is an error, not a panic.
    let error = catalogue
        .scenario("middlebox/our-own")
        .unwrap_err()
        .to_string();
    assert!(error.starts_with("cannot read "), "{error}");
}

#[test]
fn an_unknown_id_suggests_the_nearest() {
    let catalogue = Catalogue::built_in(None);
    let error = catalogue
        .scenario("middlebox/reset-after-client-helo")
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("did you mean `middlebox/reset-after-client-hello`?"),
        "{error}"
    );
    let error = catalogue
        .scenario("reset-after-client-hello")
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("did you mean `middlebox/reset-after-client-hello`?"),
        "{error}"
    );
}
