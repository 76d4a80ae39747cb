//! The keys of a lab below its root: each made on first need, then kept.
//!
//! Leaves of one key type share one key, because RSA keys take long to make and nobody
//! is protected by them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::key::Key;
use crate::store::{KEYS, Store};
use crate::{Error, IssuerName, KeyType};

/// The keys of a lab below its root.
#[derive(Debug)]
pub(crate) struct KeyRing {
    store: Option<Store>,
    slots: Mutex<HashMap<KeyName, Slot>>,
}

/// A key that is being made keeps those waiting for it, and nobody else.
type Slot = Arc<Mutex<Option<Arc<Key>>>>;

/// Which key of the lab.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum KeyName {
    /// Of an authority other than the root.
    Authority(IssuerName),
    /// Of every leaf with this type of key.
    Leaf(KeyType),
    /// Of no certificate: for servers that hold the wrong key.
    Wrong(KeyType),
}

impl KeyRing {
    /// Keeps keys on disk, or only in memory.
    pub(crate) fn new(store: Option<Store>) -> Self {
        Self {
            store,
            slots: Mutex::default(),
        }
    }

    /// The key of that name, made now if nobody needed it before.
    pub(crate) fn key(&self, name: KeyName) -> Result<Arc<Key>, Error> {
        let slot = Arc::clone(unpoisoned(&self.slots).entry(name).or_default());
        let mut slot = unpoisoned(&slot);
        if let Some(key) = &*slot {
            return Ok(Arc::clone(key));
        }
        let key = Arc::new(self.load_or_make(name)?);
        *slot = Some(Arc::clone(&key));
        Ok(key)
    }

    fn load_or_make(&self, name: KeyName) -> Result<Key, Error> {
        let Some(store) = &self.store else {
            return Key::generate(name.kind());
        };
        let lock = store.lock()?;
        let file = name.file();
        if let Some(text) = store.read(&file)? {
            return Key::from_pem(name.kind(), &text).ok_or_else(|| Error::KeyFile {
                path: store.path(&file),
                expected: format!("an {} key", name.kind().as_str()),
            });
        }
        let key = Key::generate(name.kind())?;
        store.write_secret(&lock, &file, key.to_pem()?.as_bytes())?;
        Ok(key)
    }
}

impl KeyName {
    const fn kind(self) -> KeyType {
        match self {
            // RSA, because SHA-1 and MD5 signatures are met with it, and old clients know no other.
            Self::Authority(_) => KeyType::Rsa2048,
            Self::Leaf(kind) | Self::Wrong(kind) => kind,
        }
    }

    fn file(self) -> String {
        let stem = match self {
            Self::Authority(name) => name.as_str().to_owned(),
            Self::Leaf(kind) => kind.as_str().to_owned(),
            Self::Wrong(kind) => format!("{}-wrong", kind.as_str()),
        };
        format!("{KEYS}/{stem}.pem")
    }
}

/// A panic elsewhere leaves nothing half done in these locks.
pub(crate) fn unpoisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
