//! Reads the manifests of our crates.

use std::path::PathBuf;

use toml::{Table, Value};

/// Where the crates lie.
pub(super) fn crates() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../crates")
}

/// The name of every crate, in alphabetical order. The name of the folder is that of the crate.
pub(super) fn members() -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(crates())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    for name in &names {
        let package = manifest(name)["package"]["name"].clone();
        assert_eq!(package.as_str(), Some(name.as_str()));
    }
    names
}

/// What a crate depends on when it is used: for every target, at build time too, but not for
/// its tests.
pub(super) fn dependencies(name: &str) -> Vec<String> {
    let manifest = manifest(name);
    let targets = manifest.get("target").and_then(Value::as_table);
    let targets = targets.into_iter().flat_map(Table::values);
    let tables = std::iter::once(&manifest).chain(targets.filter_map(Value::as_table));
    tables
        .flat_map(|table| ["build-dependencies", "dependencies"].map(|kind| table.get(kind)))
        .flatten()
        .filter_map(Value::as_table)
        .flatten()
        .map(|(key, value)| package(key, value))
        .collect()
}

/// The name behind a key: another one where it is renamed.
fn package(key: &str, value: &Value) -> String {
    let renamed = value.get("package").and_then(Value::as_str);
    renamed.unwrap_or(key).to_owned()
}

fn manifest(name: &str) -> Table {
    let path = crates().join(name).join("Cargo.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    text.parse().unwrap()
}

#[test]
fn renamed_and_build_dependencies_count() {
    let value: Table = "a = { package = 'badrdp-runner' }".parse().unwrap();
    assert_eq!(package("a", &value["a"]), "badrdp-runner");
    assert!(dependencies("badrdp-server").contains(&"tokio".to_owned()));
}
