//! Tests of the data, of the lookup and of the pages.

mod data;
mod lookup;
mod pages;

use super::*;

/// A catalogue with two scenarios for W4, one of which also carries the code as its tag.
struct Shelf;

impl Scenarios for Shelf {
    fn by_tag(&self, tag: &str) -> Vec<(String, String)> {
        let all = [
            (
                "W4",
                "middlebox/reset-after-client-hello",
                "Antivirus resets after the ClientHello",
            ),
            (
                "W4",
                "certificate/key-unreadable",
                "The server cannot read its private key",
            ),
            (
                "0x904",
                "middlebox/reset-after-client-hello",
                "Antivirus resets after the ClientHello",
            ),
            (
                "0x904",
                "network/drop-in-session",
                "The line drops in the session",
            ),
        ];
        all.iter()
            .filter(|(of, ..)| *of == tag)
            .map(|(_, id, title)| ((*id).to_owned(), (*title).to_owned()))
            .collect()
    }
}

fn page(code: &str, extended: Option<&str>) -> String {
    let mut page = String::new();
    text(&explain(code, extended).unwrap(), &mut page).unwrap();
    page
}
