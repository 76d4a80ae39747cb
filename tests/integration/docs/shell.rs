//! The manual pages in `docs/man` and the scripts in `docs/completions` are those of the command
//! line.

use std::fs;

use badrdp::cli::Cli;
use clap::{CommandFactory as _, ValueEnum as _};
use clap_complete::Shell;

use super::held::hold;

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
