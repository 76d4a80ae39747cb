//! TOML in the pages is read by whoever reads such files.

use badrdp_certs::Recipe;
use badrdp_runner::Adapter;
use badrdp_scenario::{Catalogue, FileError, Id, Scenario};

use super::markdown::{Block, pages};

/// What a fault needs around it to be a scenario, and a server what it needs.
const AROUND: &str = "title = 't'\nsummary = 's'\n";
const SERVER: &str = "[server]\nprofile = 'windows-11'\ntls = { versions = ['1.2'] }\n";
const EXPECT: &str = "[expect]\nclient = ['connected']\nwithin = '10s'\n";

fn blocks() -> impl Iterator<Item = Block> {
    pages()
        .into_iter()
        .flat_map(|page| page.blocks())
        .filter(|block| block.info.starts_with("toml"))
}

fn scenario(place: &str, text: &str) -> Result<Scenario, Box<FileError>> {
    let certificates = badrdp_certs::Catalogue::built_in();
    let names = certificates.names().map(str::to_owned).collect();
    let id: Id = "middlebox/example".parse().unwrap();
    Catalogue::built_in(Some(names)).parse(&id, place, text)
}

fn read(block: &Block) -> Result<(), String> {
    let Block { place, info, text } = block;
    let is_scenario = |text: &str| match scenario(place, text) {
        Ok(_) => Ok(()),
        Err(error) => Err(error.render(false)),
    };
    match info.as_str() {
        "toml scenario" => is_scenario(text),
        "toml fault" => {
            // TLS 1.3 hides what TLS 1.2 shows, and the other way round.
            let hidden = text.contains("encrypted-handshake") || text.contains("hello-retry");
            let server = if hidden {
                SERVER.replace("1.2", "1.3")
            } else {
                SERVER.to_owned()
            };
            is_scenario(&format!("{AROUND}{server}{text}{EXPECT}"))
        }
        "toml server" => is_scenario(&format!("{AROUND}{text}{EXPECT}")),
        "toml expect" => is_scenario(&format!("{AROUND}{SERVER}{text}")),
        "toml profile" => toml::from_str::<badrdp_scenario::file::ProfileFile>(text)
            .map(drop)
            .map_err(|error| error.to_string()),
        "toml certificate" => Recipe::parse("example", text)
            .map(drop)
            .map_err(|error| error.to_string()),
        "toml client" => Adapter::parse("example", place, text)
            .map(drop)
            .map_err(|error| error.render(false)),
        "toml known" => badrdp_runner::Known::parse(place, text)
            .map(drop)
            .map_err(|error| error.render(false)),
        "toml scenario-with-a-typo" => match scenario("mine/middlebox/our-proxy.toml", text) {
            Ok(_) => Err("it has no mistake".to_owned()),
            Err(_) => Ok(()),
        },
        _ => Err(format!("nobody reads `{info}`")),
    }
}

#[test]
fn every_example_is_valid() {
    let mut count = 0;
    for block in blocks() {
        if let Err(error) = read(&block) {
            panic!("{}: {error}", block.place);
        }
        count += 1;
    }
    assert!(count > 20, "{count}");
}

#[test]
fn the_typo_of_the_readme_gets_the_message_that_stands_there() {
    let page = pages().into_iter().find(|page| page.name() == "README.md");
    let page = page.unwrap();
    let block = page
        .blocks()
        .into_iter()
        .find(|block| block.info.ends_with("with-a-typo"));
    let error = scenario("mine/middlebox/our-proxy.toml", &block.unwrap().text);
    let shown = error.map(drop).unwrap_err().render(false);
    // The page may cut the list of allowed words short.
    let (all, _) = shown.split_once("allowed: when, ").unwrap();
    assert!(page.text.contains(all), "{shown}");
}
