//! Commands in the pages are understood by the command line, and name what exists.

use badrdp::cli::{Cli, Command};
use badrdp_scenario::Catalogue;
use clap::Parser as _;

use super::markdown::pages;

/// How a command of ours begins.
const OURS: [&str; 3] = [
    "badrdp ",
    "cargo run --release -- ",
    "cargo run -p badrdp -- ",
];

/// Every command of ours with its place: behind the prompt of a `console` block, or a line of
/// an `sh` block.
fn commands() -> Vec<(String, Vec<String>)> {
    let mut commands = Vec::new();
    for block in pages().iter().flat_map(|page| page.blocks()) {
        let prompt = match block.info.as_str() {
            "console" => "$ ",
            "sh" => "",
            _ => continue,
        };
        for line in block
            .text
            .lines()
            .filter_map(|line| line.strip_prefix(prompt))
        {
            let ours = OURS.iter().find_map(|start| line.strip_prefix(start));
            if let Some(rest) = ours {
                commands.push((format!("{}: {line}", block.place), words(rest)));
            }
        }
    }
    commands
}

/// Splits like a shell as far as the pages need it: quotes, and a comment at the end.
fn words(line: &str) -> Vec<String> {
    let line = line.split(" #").next().unwrap_or(line);
    let mut words = vec!["badrdp".to_owned()];
    for (index, part) in line.split('\'').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

#[test]
fn every_command_is_understood() {
    let commands = commands();
    assert!(commands.len() > 15, "{}", commands.len());
    for (place, words) in commands {
        if let Err(error) = Cli::try_parse_from(words) {
            panic!("{place}\n{error}");
        }
    }
}

#[test]
fn every_scenario_that_a_command_names_exists() {
    let catalogue = Catalogue::built_in(None);
    for (place, words) in commands() {
        let cli = Cli::try_parse_from(&words).unwrap();
        let of_the_user = !cli.global.scenarios.is_empty();
        let names = matches!(
            cli.command,
            Command::Run(_) | Command::Serve(_) | Command::Selftest(_) | Command::Show(_)
        );
        for id in words
            .iter()
            .filter(|word| word.contains('/') && !word.contains([' ', '=', '.']))
        {
            if names && !of_the_user && !id.contains(['*', '?']) {
                assert!(
                    catalogue.scenario(id).is_ok(),
                    "{place}: no scenario is called {id}"
                );
            }
        }
    }
}
