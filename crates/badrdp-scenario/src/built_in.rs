//! The files of `scenarios/` that are embedded in the binary: packed by `build.rs`, a folder at
//! a time, and unpacked when the first file of the folder is read.

use std::sync::OnceLock;

include!(concat!(env!("OUT_DIR"), "/built_in.rs"));

/// A folder of `scenarios/`.
struct Folder {
    name: &'static str,
    /// Names without their ending, and from where to where they reach in the text.
    files: &'static [(&'static str, usize, usize)],
    /// All files one behind the other, as raw DEFLATE (RFC 1951).
    packed: &'static [u8],
    /// Bytes of the text.
    len: usize,
    text: OnceLock<String>,
}

/// A file of `scenarios/` that is embedded in the binary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuiltIn {
    folder: usize,
    file: usize,
}

impl BuiltIn {
    /// Every file: its folder, its name without the ending, and where it is.
    pub(crate) fn all() -> impl Iterator<Item = (&'static str, &'static str, Self)> {
        FOLDERS.iter().enumerate().flat_map(|(folder, found)| {
            let files = found.files.iter().enumerate();
            files.map(move |(file, (name, ..))| (found.name, *name, Self { folder, file }))
        })
    }

    /// The path below the root of the repository, and the text.
    pub(crate) fn read(self) -> Option<(String, &'static str)> {
        let folder = FOLDERS.get(self.folder)?;
        let (name, start, end) = folder.files.get(self.file)?;
        let text = folder.text().get(*start..*end)?;
        Some((format!("scenarios/{}/{name}.toml", folder.name), text))
    }
}

impl Folder {
    fn text(&self) -> &str {
        self.text.get_or_init(|| {
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

    #[test]
    fn every_file_is_embedded_as_it_is() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut count = 0;
        for (_, _, file) in BuiltIn::all() {
            let (path, text) = file.read().unwrap();
            assert_eq!(
                text,
                fs::read_to_string(root.join(&path)).unwrap(),
                "{path}"
            );
            count += 1;
        }
        let on_disk = fs::read_dir(root.join("scenarios")).unwrap();
        let on_disk = on_disk.flat_map(|folder| fs::read_dir(folder.unwrap().path()).unwrap());
        assert_eq!(count, on_disk.count());
    }
}
