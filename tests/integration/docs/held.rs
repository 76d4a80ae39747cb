//! Folders in which every file is made by a program.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Holds a folder of `docs/` against what should be in it, or writes it.
pub(super) fn hold(folder: &str, wanted: &BTreeMap<String, Vec<u8>>) {
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
    let names = wanted.keys().chain(found.keys());
    let stale: BTreeSet<_> = names
        .filter(|name| found.get(*name) != wanted.get(*name))
        .collect();
    assert!(
        stale.is_empty(),
        "docs/{folder} is not up to date, {stale:?}: \
         BADRDP_UPDATE_DOCS=1 cargo test -p badrdp-tests docs writes it anew"
    );
}
