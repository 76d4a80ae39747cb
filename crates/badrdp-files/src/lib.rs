//! The files that are in the binary.
//!
//! `build.rs` has the list of what goes in, and packs it a folder at a time. A folder is unpacked
//! when its first file is read, so that a command that needs one file pays for one folder.

use std::sync::OnceLock;

include!(concat!(env!("OUT_DIR"), "/folders.rs"));

/// A folder of files that are in the binary.
#[derive(Debug)]
pub struct Folder {
    name: &'static str,
    /// Names, and from where to where they reach in the text.
    files: &'static [(&'static str, usize, usize)],
    /// All files one behind the other, as raw DEFLATE (RFC 1951).
    packed: &'static [u8],
    /// Bytes of the text.
    len: usize,
    text: OnceLock<String>,
}

/// Every folder.
pub fn folders() -> impl Iterator<Item = &'static Folder> {
    FOLDERS.iter()
}

/// The folder of that name, such as `certs` or `scenarios/network`.
#[must_use]
pub fn folder(name: &str) -> Option<&'static Folder> {
    folders().find(|folder| folder.name == name)
}

/// A file by the name of its folder and its own.
#[must_use]
pub fn file(name_of_folder: &str, name: &str) -> Option<&'static str> {
    folder(name_of_folder)?.read(name)
}

impl Folder {
    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The names of its files, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.files.iter().map(|(name, ..)| *name)
    }

    /// The names of its files without their endings.
    pub fn stems(&self) -> impl Iterator<Item = &'static str> {
        self.names()
            .map(|name| name.rsplit_once('.').map_or(name, |(stem, _)| stem))
    }

    /// A file by its name.
    pub fn read(&self, name: &str) -> Option<&str> {
        let place = self.files.binary_search_by_key(&name, |(name, ..)| name);
        let (_, start, end) = self.files.get(place.ok()?)?;
        self.text().get(*start..*end)
    }

    /// All files one behind the other.
    fn text(&self) -> &str {
        self.text.get_or_init(|| {
            // INVARIANT: the build packed a text of that length.
            let unpacked =
                miniz_oxide::inflate::decompress_to_vec_with_limit(self.packed, self.len);
            String::from_utf8(unpacked.unwrap_or_default()).unwrap_or_default()
        })
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// Where folders lie whose place is not their name.
    const PLACES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/places.rs"));

    #[test]
    fn every_file_is_in_it_as_it_is() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        for folder in folders() {
            let place = PLACES.iter().find(|(name, _)| *name == folder.name);
            let place = root.join(place.map_or(folder.name, |(_, place)| *place));
            for name in folder.names() {
                let text = fs::read_to_string(place.join(name)).unwrap();
                assert_eq!(folder.read(name), Some(text.as_str()), "{name}");
            }
            let on_disk = fs::read_dir(&place).unwrap();
            assert_eq!(folder.names().count(), on_disk.count(), "{place:?}");
        }
    }

    #[test]
    fn every_folder_of_scenarios_is_in_it() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
        for on_disk in fs::read_dir(root).unwrap() {
            let name = on_disk.unwrap().file_name().into_string().unwrap();
            assert!(folder(&format!("scenarios/{name}")).is_some(), "{name}");
        }
    }

    #[test]
    fn what_is_not_there_is_not_read() {
        assert!(folder("nowhere").is_none());
        assert_eq!(file("certs", "nobody.toml"), None);
        let certs = folder("certs").unwrap();
        assert!(certs.stems().any(|stem| stem == "expired"));
    }
}
