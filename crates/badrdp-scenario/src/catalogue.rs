//! Finds scenarios and profiles by name: those built in, and those of the user's folders.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use badrdp_files::Folder;

use crate::cores;
use crate::error::{FileError, nearest};
use crate::id::{Id, IdError};
use crate::profile::Profile;
use crate::resolve::{self, Names, ProfileChoices, ProfileProblem};
use crate::scenario::Scenario;
use crate::text;

const PROFILES: &str = "profiles";

/// What the names of the folders that are built in begin with.
const SCENARIOS: &str = "scenarios/";

/// Scenarios and profiles by name. Files are read when they are asked for.
#[derive(Clone, Debug)]
pub struct Catalogue {
    scenarios: BTreeMap<Id, Source>,
    profiles: BTreeMap<String, ProfileSource>,
    certificates: Option<Vec<String>>,
}

/// Where a profile comes from, and what it says once it was read: many scenarios share one.
#[derive(Clone, Debug)]
struct ProfileSource {
    source: Source,
    read: OnceLock<ProfileChoices>,
}

/// Where a file comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// Embedded in the binary.
    BuiltIn(&'static Folder, &'static str),
    /// On disk.
    File(PathBuf),
}

/// Why something cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// A folder has nothing of ours where it would lie.
    #[error("{} has no scenarios: they lie in it as <cause>/<name>.toml, and profiles as {PROFILES}/<name>.toml", folder.display())]
    Empty {
        /// The folder.
        folder: PathBuf,
    },
    /// A file is invalid.
    #[error(transparent)]
    File(Box<FileError>),
    /// A file's name makes no id.
    #[error("{}: {source}", path.display())]
    Id {
        /// The file.
        path: PathBuf,
        /// What is wrong with its name.
        source: IdError,
    },
    /// A file or folder cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// There is no such scenario.
    #[error("no scenario is called `{id}`{}; `badrdp list` shows all", nearest.as_ref().map(|id| format!(", did you mean `{id}`?")).unwrap_or_default())]
    Unknown {
        /// What was asked for.
        id: String,
        /// What may have been meant.
        nearest: Option<String>,
    },
}

impl From<Box<FileError>> for CatalogueError {
    fn from(error: Box<FileError>) -> Self {
        Self::File(error)
    }
}

impl Catalogue {
    /// What is built in. `certificates` are the names that scenarios may use.
    #[must_use]
    pub fn built_in(certificates: Option<Vec<String>>) -> Self {
        let (mut profiles, mut scenarios) = (BTreeMap::new(), BTreeMap::new());
        for folder in badrdp_files::folders() {
            let Some(name) = folder.name().strip_prefix(SCENARIOS) else {
                continue;
            };
            let files = folder.stems().zip(folder.names());
            let files = files.map(|(stem, file)| (stem, Source::BuiltIn(folder, file)));
            if name == PROFILES {
                let profile = |(stem, source): (&str, Source)| (stem.to_owned(), source.into());
                profiles.extend(files.map(profile));
            } else if let Ok(cause) = name.parse() {
                let scenario = |(stem, source)| Some((Id::new(cause, stem).ok()?, source));
                scenarios.extend(files.filter_map(scenario));
            }
        }
        Self {
            scenarios,
            profiles,
            certificates,
        }
    }

    /// Adds the scenarios and profiles of a folder that is laid out like `scenarios/`; what
    /// has the same name replaces what was there.
    ///
    /// # Errors
    /// When the folder cannot be read, has neither, or a file's place makes no id.
    pub fn add_folder(&mut self, folder: &Path) -> Result<(), CatalogueError> {
        let mut is_empty = true;
        for entry in sorted_entries(folder)? {
            let is_profile = entry.file_name().is_some_and(|name| name == PROFILES);
            if !entry.is_dir() {
                continue;
            }
            for path in sorted_entries(&entry)? {
                if path.extension().is_none_or(|ending| ending != "toml") {
                    continue;
                }
                is_empty = false;
                let stem = path
                    .file_stem()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                if is_profile {
                    self.profiles.insert(stem, Source::File(path).into());
                } else {
                    self.scenarios.insert(id_of(&path)?, Source::File(path));
                }
            }
        }
        match is_empty {
            true => Err(CatalogueError::Empty {
                folder: folder.to_owned(),
            }),
            false => Ok(()),
        }
    }

    /// Every id, by cause and name.
    pub fn ids(&self) -> impl Iterator<Item = &Id> {
        self.scenarios.keys()
    }

    /// The scenario of exactly that id, if there is one.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Id> {
        let (id, _) = self.scenarios.get_key_value(&id.parse().ok()?)?;
        Some(id)
    }

    /// The names of the profiles.
    pub fn profile_names(&self) -> impl Iterator<Item = &str> {
        self.profiles.keys().map(String::as_str)
    }

    /// Loads a scenario.
    ///
    /// # Errors
    /// When there is none of that id, or its file is invalid.
    pub fn scenario(&self, id: &str) -> Result<Scenario, CatalogueError> {
        let Some(id) = self.find(id) else {
            let ids: Vec<_> = self.scenarios.keys().map(ToString::to_string).collect();
            let by_name = ids
                .iter()
                .find(|known| known.split('/').nth(1) == Some(id))
                .cloned();
            let nearest = by_name.or_else(|| nearest(id, &ids));
            return Err(CatalogueError::Unknown {
                id: id.to_owned(),
                nearest,
            });
        };
        self.load(id)
    }

    /// Loads scenarios, on all cores, in the order of `ids`.
    ///
    /// # Errors
    /// When there is none of an id, or its file is invalid: the first of them.
    pub fn load_all(&self, ids: &[Id]) -> Result<Vec<Scenario>, CatalogueError> {
        cores::map(ids.iter().collect(), |id| self.load(id))
    }

    /// Loads every scenario.
    ///
    /// # Errors
    /// At the first file that is invalid.
    pub fn scenarios(&self) -> Result<Vec<Scenario>, CatalogueError> {
        let ids: Vec<_> = self.ids().cloned().collect();
        self.load_all(&ids)
    }

    fn load(&self, id: &Id) -> Result<Scenario, CatalogueError> {
        let (path, text) = self.text(id)?;
        Ok(self.parse(id, &path, &text)?)
    }

    /// The text of a scenario's file.
    ///
    /// # Errors
    /// When there is none of that id, or its file cannot be read.
    pub fn text(&self, id: &Id) -> Result<(String, String), CatalogueError> {
        match self.scenarios.get(id) {
            Some(source) => source.read(),
            None => Err(CatalogueError::Unknown {
                id: id.to_string(),
                nearest: None,
            }),
        }
    }

    /// Loads a profile.
    ///
    /// # Errors
    /// When there is none of that name, or its file is invalid.
    pub fn profile(&self, name: &str) -> Result<Profile, CatalogueError> {
        match self.find_profile(name) {
            Ok(read) => Ok(Profile {
                name: name.to_owned(),
                file: read.file.clone(),
            }),
            Err(ProfileProblem::File(error)) => Err(CatalogueError::File(error)),
            Err(ProfileProblem::Unknown(known)) => Err(CatalogueError::Unknown {
                id: name.to_owned(),
                nearest: nearest(name, &known),
            }),
        }
    }

    /// Reads a scenario file that lies anywhere. Its id comes from its folder and its name
    /// where they make one, else it is taken as `protocol/<name>`.
    ///
    /// # Errors
    /// When it cannot be read or is invalid.
    pub fn check_file(&self, path: &Path) -> Result<Scenario, CatalogueError> {
        let id = id_of(path).or_else(|error| {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            format!("protocol/{stem}").parse().map_err(|_| error)
        })?;
        let (shown, text) = Source::File(path.to_owned()).read()?;
        Ok(self.parse(&id, &shown, &text)?)
    }

    /// Reads a scenario out of a string; `path` is what errors call it.
    ///
    /// # Errors
    /// When it is invalid.
    pub fn parse(&self, id: &Id, path: &str, text: &str) -> Result<Scenario, Box<FileError>> {
        let names = Names {
            profile: &|name| self.find_profile(name),
            certificates: self.certificates.as_deref(),
        };
        resolve::scenario(id, path, text, &names)
    }

    fn find_profile(&self, name: &str) -> Result<&ProfileChoices, ProfileProblem> {
        let Some(ProfileSource { source, read }) = self.profiles.get(name) else {
            return Err(ProfileProblem::Unknown(
                self.profiles.keys().cloned().collect(),
            ));
        };
        if let Some(read) = read.get() {
            return Ok(read);
        }
        let text = source.read().map_err(|error| {
            let message = error.to_string();
            ProfileProblem::File(Box::new(FileError::new(name, "", 0..0, &message)))
        });
        let (path, text) = text?;
        let file = resolve::profile(&path, &text).map_err(ProfileProblem::File)?;
        Ok(read.get_or_init(|| file.into()))
    }
}

impl From<Source> for ProfileSource {
    fn from(source: Source) -> Self {
        Self {
            source,
            read: OnceLock::new(),
        }
    }
}

impl Source {
    /// The path to show, and the text.
    fn read(&self) -> Result<(String, String), CatalogueError> {
        match self {
            Self::BuiltIn(folder, file) => {
                let text = folder.read(file).unwrap_or_default();
                Ok((format!("{}/{file}", folder.name()), text.to_owned()))
            }
            Self::File(path) => {
                let failed = |source| CatalogueError::Io {
                    path: path.clone(),
                    source,
                };
                let text = text::read(path).map_err(failed)?;
                Ok((path.display().to_string(), text))
            }
        }
    }
}

/// The id that a file's folder and name make.
fn id_of(path: &Path) -> Result<Id, CatalogueError> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = absolute
        .parent()
        .and_then(Path::file_name)
        .unwrap_or_default()
        .to_string_lossy();
    format!("{folder}/{stem}")
        .parse()
        .map_err(|source| CatalogueError::Id {
            path: path.to_owned(),
            source,
        })
}

fn sorted_entries(folder: &Path) -> Result<Vec<PathBuf>, CatalogueError> {
    let failed = |source| CatalogueError::Io {
        path: folder.to_owned(),
        source,
    };
    let mut paths = fs::read_dir(folder)
        .map_err(failed)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(failed)?;
    paths.sort();
    Ok(paths)
}
