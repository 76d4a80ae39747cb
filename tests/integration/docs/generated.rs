//! The generated parts of the pages are what would be generated now.

use std::collections::BTreeSet;

use super::markdown::pages;
use super::{faults, keys, tables};

/// The name of a part, and what makes it.
type Part = (&'static str, fn() -> String);

/// Every part that a page can have.
const PARTS: &[Part] = &[
    ("causes", tables::causes),
    ("certificates", tables::certificates),
    ("credentials", tables::credentials),
    ("exit-codes", tables::exit_codes),
    ("fault-pages", faults::pages),
    ("faults", tables::faults),
    ("fields", tables::fields),
    ("findings", tables::findings),
    ("imports", tables::imports),
    ("keys-certificate", keys::certificate),
    ("keys-client", keys::client),
    ("keys-known", keys::known),
    ("keys-profile", keys::profile),
    ("keys-scenario", keys::scenario),
    ("keys-server-connection", keys::server_connection),
    ("messages", tables::messages),
    ("never", tables::never),
    ("outcomes", tables::outcomes),
    ("phases", tables::phases),
    ("presents", tables::presents),
    ("profiles", tables::profiles),
    ("verdicts", tables::verdicts),
];

#[test]
fn generated_parts_are_true() {
    let update = std::env::var_os("BADRDP_UPDATE_DOCS").is_some();
    let mut used = BTreeSet::new();
    let mut stale = Vec::new();
    for mut page in pages() {
        for part in page.parts() {
            let made = PARTS.iter().find(|(name, _)| *name == part);
            let (name, make) =
                made.unwrap_or_else(|| panic!("{}: nothing makes `{part}`", page.name()));
            used.insert(*name);
            let new = page.with_part(name, &make());
            if new == page.text {
                continue;
            }
            if update {
                std::fs::write(&page.path, &new).unwrap();
                page.text = new;
            } else {
                stale.push(format!("{} ({part})", page.name()));
            }
        }
    }
    assert!(
        stale.is_empty(),
        "not up to date: {stale:?}; BADRDP_UPDATE_DOCS=1 cargo test -p badrdp-tests docs writes them anew"
    );
    let known: BTreeSet<_> = PARTS.iter().map(|(name, _)| *name).collect();
    assert_eq!(used, known, "every part has its place");
}
