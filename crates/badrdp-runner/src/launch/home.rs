//! A home folder that nothing was ever written to: clients remember certificates there.

use std::fs::{DirBuilder, remove_dir_all};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// The folder of one client, readable for nobody else: clients write passwords there. It goes
/// when this is dropped.
pub(crate) struct FreshHome(PathBuf);

impl FreshHome {
    pub(crate) fn new() -> io::Result<Self> {
        Self::below(&std::env::temp_dir())
    }

    /// One in this folder. A run that was killed may have left some, and where processes have
    /// the same number each time, as in a container, with the same names: these are passed over.
    fn below(folder: &Path) -> io::Result<Self> {
        const ATTEMPTS: u32 = 10_000;
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let mut last = None;
        for _ in 0..ATTEMPTS {
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let path = folder.join(format!("badrdp-home-{}-{count}", std::process::id()));
            match DirBuilder::new().mode(0o700).create(&path) {
                Ok(()) => return Ok(Self(path)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = Some(error),
                Err(error) => return Err(error),
            }
        }
        Err(last.unwrap_or_else(|| io::ErrorKind::AlreadyExists.into()))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for FreshHome {
    fn drop(&mut self) {
        let _ = remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_home_is_new_private_and_gone_afterwards() {
        let folder = tempfile::tempdir().unwrap();
        let first = FreshHome::below(folder.path()).unwrap();
        let mode = first.path().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        let path = first.path().to_owned();
        drop(first);
        assert!(!path.exists());
    }

    #[test]
    fn what_another_run_has_left_is_not_used_again() {
        let folder = tempfile::tempdir().unwrap();
        let first = FreshHome::below(folder.path()).unwrap();
        let (name, number) = first.path().to_str().unwrap().rsplit_once('-').unwrap();
        let number: u64 = number.parse().unwrap();
        let taken: Vec<_> = (1..=50)
            .map(|more| PathBuf::from(format!("{name}-{}", number + more)))
            .collect();
        for path in &taken {
            std::fs::create_dir(path).unwrap();
        }
        let next = FreshHome::below(folder.path()).unwrap();
        assert!(!taken.iter().any(|path| path == next.path()));
    }
}
