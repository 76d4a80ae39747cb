//! The manual pages in `docs/man` and the scripts in `docs/completions` are those of the command
//! line.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use badrdp::cli::Cli;
use clap::{CommandFactory as _, ValueEnum as _};
use clap_complete::Shell;

/// Holds a folder against what should be in it, or writes it.
fn hold(folder: &str, wanted: &BTreeMap<String, Vec<u8>>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../docs")
        .join(folder);
    if std::env::var_os("BADRDP_UPDATE_DOCS").is_some() {
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        for (name, text) in wanted {
            fs::write(path.join(name), text).unwrap();
        }
    }
    let found: BTreeMap<_, _> = fs::read_dir(&path)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read(entry.path()).unwrap())
        })
        .collect();
    assert!(
        found == *wanted,
        "docs/{folder} is not up to date: \
         BADRDP_UPDATE_DOCS=1 cargo test -p badrdp-tests docs writes it anew"
    );
}

#[test]
fn every_command_has_its_manual_page() {
    let made = tempfile::tempdir().unwrap();
    clap_mangen::generate_to(Cli::command(), made.path()).unwrap();
    let pages = fs::read_dir(made.path()).unwrap().map(|entry| {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        (name, fs::read(entry.path()).unwrap())
    });
    hold("man", &pages.collect());
}

#[test]
fn every_shell_has_its_completions() {
    let scripts = Shell::value_variants().iter().map(|shell| {
        let mut script = Vec::new();
        clap_complete::generate(*shell, &mut Cli::command(), "badrdp", &mut script);
        (format!("badrdp.{shell}"), script)
    });
    hold("completions", &scripts.collect());
}
