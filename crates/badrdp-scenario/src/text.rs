//! Files that a user names, read as far as any of them may reach.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// Nothing that is written by hand is near this size; a larger file is a mistake.
const MOST: usize = 1 << 20;

/// The text of a file of at most 1 MiB, also where nobody knows its size before, as of a pipe.
///
/// # Errors
/// When it cannot be read, is larger or is no UTF-8.
pub fn read(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    let most = u64::try_from(MOST).unwrap_or(u64::MAX);
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MOST {
        return Err(io::Error::other("the file is larger than 1 MiB"));
    }
    String::from_utf8(bytes).map_err(|_| io::Error::other("the file is no text in UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_end_is_not_read_to_it() {
        let error = read(Path::new("/dev/zero")).unwrap_err();
        assert_eq!(error.to_string(), "the file is larger than 1 MiB");
    }

    #[test]
    fn what_is_no_text_is_called_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, b"\xFF\xFE").unwrap();
        let error = read(&path).unwrap_err();
        assert_eq!(error.to_string(), "the file is no text in UTF-8");
        std::fs::write(&path, "ü").unwrap();
        assert_eq!(read(&path).unwrap(), "ü");
    }
}
