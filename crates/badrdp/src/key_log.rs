//! The secrets of TLS, in the format that Wireshark reads.
//!
//! Only what a lab server agreed on with its clients is written, and only when asked for.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use badrdp_server::hex;
use rustls::KeyLog;

use crate::exit::{Exit, OrExit as _};

/// A file of lines `label client_random secret` ([SSLKEYLOGFILE]).
///
/// [SSLKEYLOGFILE]: https://datatracker.ietf.org/doc/draft-ietf-tls-keylogfile/
pub struct KeyLogFile {
    path: PathBuf,
    file: Mutex<File>,
}

impl KeyLogFile {
    /// Appends to the file, or makes it for its owner only.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let mut options = OpenOptions::new();
        options.create(true).append(true).mode(0o600);
        let file = options.open(path).or_exit(
            Exit::Environment,
            format_args!("cannot write the key log {}", path.display()),
        )?;
        Ok(Self {
            path: path.to_owned(),
            file: Mutex::new(file),
        })
    }

    /// The file of the command line, else that of `SSLKEYLOGFILE`, else none.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn from_options(path: Option<&Path>) -> anyhow::Result<Option<Arc<dyn KeyLog>>> {
        let of_environment = std::env::var_os("SSLKEYLOGFILE")
            .filter(|path| !path.is_empty())
            .map(PathBuf::from);
        let Some(path) = path.map(Path::to_owned).or(of_environment) else {
            return Ok(None);
        };
        Ok(Some(Arc::new(Self::open(&path)?)))
    }
}

impl KeyLog for KeyLogFile {
    fn log(&self, label: &str, client_random: &[u8], secret: &[u8]) {
        let line = format!("{label} {} {}\n", hex(client_random), hex(secret));
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = file.write_all(line.as_bytes()) {
            tracing::warn!(path = %self.path.display(), %error, "Key log not written");
        }
    }
}

impl fmt::Debug for KeyLogFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyLogFile({})", self.path.display())
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn lines_are_appended_to_a_private_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.log");
        for _ in 0..2 {
            let log = KeyLogFile::open(&path).unwrap();
            log.log("CLIENT_RANDOM", &[0, 0xFF], &[1]);
        }
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let line = "CLIENT_RANDOM 00ff 01\n";
        assert_eq!(std::fs::read_to_string(&path).unwrap(), line.repeat(2));
    }
}
