//! The lab's folder on disk.
//!
//! ```text
//! badrdp/            0700
//!   lab-ca.pem       0600   the root's key and certificate, in one file so that they agree
//!   ca.pem                  the root's certificate, for clients
//!   keys/*.pem       0600   one key each
//!   lock             0600   held while anything is made
//! ```
//!
//! A file appears under its name only when it is complete, and a secret file is private
//! from its first byte.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::Error;

/// The lab's folder on disk.
#[derive(Debug)]
pub(crate) struct Store {
    folder: PathBuf,
}

impl Store {
    /// Makes the folder if it is missing.
    pub(crate) fn open(folder: &Path) -> Result<Self, Error> {
        let store = Self {
            folder: folder.to_owned(),
        };
        for path in [store.folder.clone(), store.path(KEYS)] {
            make_private_folder(&path).map_err(failed("make the folder", &path))?;
        }
        Ok(store)
    }

    /// Keeps every other process and thread out until the guard is dropped.
    pub(crate) fn lock(&self) -> Result<Lock, Error> {
        let path = self.path("lock");
        let mut options = OpenOptions::new();
        options.create(true).write(true).truncate(false);
        private(&mut options);
        let file = options.open(&path).map_err(failed("open", &path))?;
        file.lock().map_err(failed("lock", &path))?;
        Ok(Lock { _file: file })
    }

    /// What a file holds, if it is there.
    pub(crate) fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let path = self.path(name);
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed("read", &path)(error)),
        }
    }

    /// Writes a file that anybody may read, unless it says so already.
    pub(crate) fn write_public(&self, _: &Lock, name: &str, bytes: &[u8]) -> Result<(), Error> {
        if self.read(name)?.as_deref() == Some(bytes) {
            return Ok(());
        }
        self.write(name, bytes, OpenOptions::new())
    }

    /// Writes a file that only its owner may read.
    pub(crate) fn write_secret(&self, _: &Lock, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let mut options = OpenOptions::new();
        private(&mut options);
        self.write(name, bytes, options)
    }

    /// Deletes every key of leaves and of authorities below the root.
    pub(crate) fn forget_keys(&self, _: &Lock) -> Result<(), Error> {
        let folder = self.path(KEYS);
        for entry in fs::read_dir(&folder).map_err(failed("list", &folder))? {
            let path = entry.map_err(failed("list", &folder))?.path();
            if path.extension().is_some_and(|extension| extension == "pem") {
                fs::remove_file(&path).map_err(failed("delete", &path))?;
            }
        }
        Ok(())
    }

    /// Where a file lies.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    // The lock is held, so a temporary file that is already there was left by a crash.
    fn write(&self, name: &str, bytes: &[u8], mut options: OpenOptions) -> Result<(), Error> {
        let path = self.path(name);
        let temporary = self.path(&format!("{name}.tmp"));
        match fs::remove_file(&temporary) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(failed("delete", &temporary)(error));
            }
            _ => {}
        }
        let mut file = options
            .create_new(true)
            .write(true)
            .open(&temporary)
            .map_err(failed("create", &temporary))?;
        file.write_all(bytes)
            .and_then(|()| file.sync_all())
            .map_err(failed("write", &temporary))?;
        fs::rename(&temporary, &path).map_err(failed("replace", &path))
    }
}

/// Keeps every other process and thread out of the folder while it lives.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

/// The folder of keys.
pub(crate) const KEYS: &str = "keys";

fn make_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

fn private(options: &mut OpenOptions) {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    #[cfg(not(unix))]
    let _ = options;
}

fn failed(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error + use<> {
    let path = path.to_owned();
    move |source| Error::Io {
        action,
        path,
        source,
    }
}
