//! What once crashed a fuzz target must not do so again.
//!
//! Replays every file of `tests/fixtures/fuzz/<target>/`, and the seeds, through the functions
//! that the targets call. A panic names the target's invariant; the file is printed with it.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use crate::fuzz_entries::TARGETS;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The entries of a folder; none where there is no such folder.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn stems(folder: &Path) -> BTreeSet<String> {
    let stem = |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    entries(folder).iter().map(stem).collect()
}

fn replay(folder: &str) -> usize {
    let mut count = 0;
    for (name, target) in TARGETS {
        for path in entries(&root().join(folder).join(name)) {
            let data = std::fs::read(&path).unwrap();
            let held = catch_unwind(AssertUnwindSafe(|| target(&data)));
            assert!(held.is_ok(), "{}", path.display());
            count += 1;
        }
    }
    count
}

#[test]
fn nothing_crashes_twice() {
    replay("tests/fixtures/fuzz");
}

#[test]
fn seeds_hold_every_invariant() {
    let count = replay("fuzz/corpus-seeds");
    assert!(count >= 2 * TARGETS.len(), "{count} seeds");
}

#[test]
fn every_target_has_a_binary_and_seeds_and_every_fixture_a_target() {
    let targets: BTreeSet<_> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(stems(&root().join("fuzz/fuzz_targets")), targets);
    assert_eq!(stems(&root().join("fuzz/corpus-seeds")), targets);
    let fixtures = stems(&root().join("tests/fixtures/fuzz"));
    assert!(fixtures.is_subset(&targets), "{fixtures:?}");
}
