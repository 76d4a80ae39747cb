//! What every command shares: the catalogues, the lab, the certificates issued so far.
//!
//! Everything is made when it is first asked for, so that a command pays only for what it uses.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use badrdp_certs::Lab;
use badrdp_scenario::{Catalogue, FileError, Id, Scenario, cores};
use badrdp_server::Armed;
use badrdp_tls::Identity;
use jiff::Timestamp;
use rustls::KeyLog;

use crate::cli::Global;
use crate::exit::{Exit, OrExit as _};
use crate::output;
use crate::pem;
use crate::select::Selector;

/// What every command shares.
pub struct Context {
    global: Global,
    certificates: OnceLock<badrdp_certs::Catalogue>,
    catalogue: OnceLock<Catalogue>,
    lab: OnceLock<Lab>,
    /// By recipe and addresses.
    identities: Mutex<HashMap<(String, Vec<String>), Identity>>,
}

impl Context {
    /// Opens nothing yet.
    #[must_use]
    pub fn new(global: Global) -> Self {
        Self {
            global,
            certificates: OnceLock::new(),
            catalogue: OnceLock::new(),
            lab: OnceLock::new(),
            identities: Mutex::default(),
        }
    }

    /// The options that every command has.
    #[must_use]
    pub const fn global(&self) -> &Global {
        &self.global
    }

    /// The certificate recipes, built-in ones and those of `--certs`.
    ///
    /// # Errors
    /// When a folder cannot be read or a recipe in it is invalid.
    pub fn certificates(&self) -> anyhow::Result<&badrdp_certs::Catalogue> {
        once(&self.certificates, || {
            let built_in = badrdp_certs::Catalogue::built_in();
            let mut folders = self.global.certs.iter();
            folders.try_fold(built_in, |catalogue, folder| {
                catalogue.with_folder(folder).map_err(recipes_error)
            })
        })
    }

    /// The scenarios and profiles, built-in ones and those of `--scenarios`.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn catalogue(&self) -> anyhow::Result<&Catalogue> {
        once(&self.catalogue, || {
            let names = self.certificates()?.names().map(str::to_owned).collect();
            let mut catalogue = Catalogue::built_in(Some(names));
            for folder in &self.global.scenarios {
                catalogue.add_folder(folder)?;
            }
            Ok(catalogue)
        })
    }

    /// The file of a scenario; `None` for one that is built in.
    #[must_use]
    pub fn file_of(&self, id: &Id) -> Option<PathBuf> {
        let folders = self.global.scenarios.iter().rev();
        folders
            .map(|folder| folder.join(format!("{id}.toml")))
            .find(|path| path.is_file())
    }

    /// The lab of this user, made if there is none.
    ///
    /// # Errors
    /// When its folder cannot be read or written.
    pub fn lab(&self) -> anyhow::Result<&Lab> {
        once(&self.lab, || {
            let open = || match &self.global.data {
                Some(folder) => Lab::open(folder),
                None => Lab::open(&Lab::default_dir()?),
            };
            open().or_exit(Exit::Environment, "cannot open the lab")
        })
    }

    /// The lab's root certificate in DER, where a lab is there; a client makes none.
    #[must_use]
    pub fn known_roots(&self) -> Vec<Vec<u8>> {
        let folder = match &self.global.data {
            Some(folder) => folder.clone(),
            None => Lab::default_dir().unwrap_or_default(),
        };
        let text = std::fs::read_to_string(folder.join("ca.pem")).unwrap_or_default();
        pem::certificates(&text)
    }

    /// The scenarios that match one of `ids` (ids and globs), one of `causes` and one of
    /// `tags`, where an empty list matches everything. In the order of `ids`, each once, and
    /// never none.
    ///
    /// # Errors
    /// When an id, a glob or a tag matches nothing, when nothing is left, or when a file that
    /// has to be read is invalid.
    pub fn select(
        &self,
        ids: &[String],
        causes: &[badrdp_scenario::Cause],
        tags: &[String],
    ) -> anyhow::Result<Vec<Scenario>> {
        let selector = Selector { ids, causes, tags };
        selector.select(self.catalogue()?)
    }

    /// Makes a scenario ready to be served at `addresses`, which go into the certificate.
    /// `seed` replaces the scenario's own.
    ///
    /// # Errors
    /// When a certificate cannot be issued, or TLS cannot be played with it.
    pub fn arm(
        &self,
        scenario: &Arc<Scenario>,
        seed: Option<u64>,
        addresses: &[String],
        key_log: Option<Arc<dyn KeyLog>>,
    ) -> anyhow::Result<Armed> {
        let identity = |name: &str| self.identity(name, addresses);
        Ok(Armed::new(Arc::clone(scenario), seed, key_log, identity)?)
    }

    /// The certificate of a recipe for a server at `addresses`, issued once per process.
    ///
    /// # Errors
    /// When there is no such recipe, or the lab cannot issue it.
    pub fn identity(&self, name: &str, addresses: &[String]) -> anyhow::Result<Identity> {
        let key = (name.to_owned(), addresses.to_vec());
        let identities = || {
            self.identities
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        if let Some(identity) = identities().get(&key) {
            return Ok(identity.clone());
        }
        let recipe = self.certificates()?.get(name)?;
        let identity = self.lab()?.issue_for(recipe, Timestamp::now(), addresses)?;
        identities().insert(key, identity.clone());
        Ok(identity)
    }

    /// A warning on stderr, unless `-q`.
    pub fn warn(&self, sentence: impl std::fmt::Display) {
        if self.global.quiet == 0 {
            output::warning(sentence);
        }
    }

    /// A remark on stderr, unless `-q`.
    pub fn note(&self, line: impl std::fmt::Display) {
        if self.global.quiet == 0 {
            output::note(line);
        }
    }

    /// The runtime of commands that wait for something.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn runtime(&self) -> anyhow::Result<tokio::runtime::Runtime> {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(cores::count())
            .enable_all()
            .build()
            .or_exit(Exit::Environment, "cannot start threads")
    }
}

/// A mistake in a recipe, with its place in the file.
pub(crate) fn recipe_error(path: &str, text: &str, error: &badrdp_certs::RecipeError) -> FileError {
    FileError::new(path, text, error.span(), error.message())
}

fn recipes_error(error: badrdp_certs::CatalogueError) -> anyhow::Error {
    match error {
        badrdp_certs::CatalogueError::Invalid { path, text, error } => {
            recipe_error(&path.display().to_string(), &text, &error).into()
        }
        error => error.into(),
    }
}

/// What the cell holds, made now if nothing is in it.
fn once<T>(cell: &OnceLock<T>, make: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<&T> {
    match cell.get() {
        Some(made) => Ok(made),
        None => {
            let made = make()?;
            Ok(cell.get_or_init(|| made))
        }
    }
}
