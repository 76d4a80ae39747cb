//! What is written about badrdp is true.
//!
//! ```text
//! *.md, docs/*.md --> markdown::pages --> generated: the text between `begin` and `end` marks
//!                                     --> examples:  TOML blocks are read by whoever reads such files
//!                                     --> commands:  `$ badrdp …` is understood by the command line
//!                                     --> links:     what is pointed at is there
//! docs/schema/*.json            --> held --> schemas: the types that read the files say the same
//! docs/man, docs/completions    --> held --> shell:   the command line says the same
//! ```
//!
//! `BADRDP_UPDATE_DOCS=1 cargo test -p badrdp-tests docs` writes the generated parts and
//! folders anew.

mod commands;
mod examples;
mod faults;
mod generated;
mod held;
mod keys;
mod links;
mod markdown;
mod schemas;
mod shell;
mod tables;

use std::collections::BTreeSet;
use std::path::Path;

use badrdp_faults::Fault;

#[test]
fn every_fault_is_one_file_and_every_file_is_a_fault() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/badrdp-faults/src/faults");
    let files: BTreeSet<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .filter(|stem| stem != "mod")
        .collect();
    let faults = Fault::ALL.iter().map(|(name, _)| (*name).to_owned());
    assert_eq!(faults.collect::<BTreeSet<_>>(), files);
}

#[test]
fn the_list_of_faults_is_in_alphabetical_order_and_says_what_each_does() {
    let names: Vec<_> = Fault::ALL.iter().map(|(name, _)| name).collect();
    assert!(names.is_sorted(), "{names:?}");
    for (name, meaning) in Fault::ALL {
        assert!(meaning.trim().len() > 10, "{name}: `{meaning}`");
    }
}
