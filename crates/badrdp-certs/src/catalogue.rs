//! All recipes by name: those that are shipped, and those of the user.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::{Recipe, RecipeError};

/// The folder of the recipes that are shipped.
const BUILT_IN: &str = "certs";

/// All recipes by name.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    recipes: BTreeMap<String, Entry>,
}

/// A recipe, read when it is first asked for: most commands need one, or none.
#[derive(Clone, Debug)]
struct Entry {
    name: String,
    recipe: OnceLock<Recipe>,
}

impl Catalogue {
    /// The recipes that are shipped.
    #[must_use]
    pub fn built_in() -> Self {
        let folder = badrdp_files::folder(BUILT_IN).into_iter();
        let names = folder.flat_map(badrdp_files::Folder::stems);
        let recipes = names.map(|name| (name.to_owned(), Entry::shipped(name)));
        Self {
            recipes: recipes.collect(),
        }
    }

    /// Adds the recipes of a folder. One with the name of another takes its place.
    ///
    /// # Errors
    ///
    /// When the folder or a recipe in it cannot be read, or a recipe is invalid: the first one
    /// in alphabetical order.
    pub fn with_folder(mut self, folder: &Path) -> Result<Self, CatalogueError> {
        let unread = |path: &Path| {
            let path = path.to_owned();
            move |source| CatalogueError::Io { path, source }
        };
        let paths: io::Result<Vec<_>> = fs::read_dir(folder)
            .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect());
        let mut paths = paths.map_err(unread(folder))?;
        // Which mistake is told first must not depend on the file system.
        paths.sort();
        for path in paths {
            let Some(name) = recipe_name(&path) else {
                continue;
            };
            let text = read(&path).map_err(unread(&path))?;
            let recipe = Recipe::parse(&name, &text).map_err(|error| CatalogueError::Invalid {
                path,
                text,
                error,
            })?;
            self.recipes.insert(name, Entry::read(recipe));
        }
        Ok(self)
    }

    /// The recipe of that name.
    ///
    /// # Errors
    ///
    /// When there is none; names the one that is most like it.
    ///
    /// # Panics
    ///
    /// When it is a shipped one and invalid, which the tests of this crate exclude.
    pub fn get(&self, name: &str) -> Result<&Recipe, UnknownRecipe> {
        self.recipes
            .get(name)
            .map(Entry::recipe)
            .ok_or_else(|| UnknownRecipe {
                name: name.to_owned(),
                nearest: badrdp_toml::nearest(name, self.names()).map(str::to_owned),
            })
    }

    /// Every name, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.recipes.keys().map(String::as_str)
    }

    /// Every recipe, in alphabetical order of names.
    ///
    /// # Panics
    ///
    /// When a shipped recipe is invalid, which the tests of this crate exclude.
    pub fn iter(&self) -> impl Iterator<Item = &Recipe> {
        self.recipes.values().map(Entry::recipe)
    }
}

impl Entry {
    fn shipped(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            recipe: OnceLock::new(),
        }
    }

    fn read(recipe: Recipe) -> Self {
        Self {
            name: recipe.name.clone(),
            recipe: recipe.into(),
        }
    }

    fn recipe(&self) -> &Recipe {
        self.recipe.get_or_init(|| {
            let text = badrdp_files::file(BUILT_IN, &format!("{}.toml", self.name));
            Recipe::parse(&self.name, text.unwrap_or_default()).unwrap_or_else(|error| {
                panic!("the shipped recipe {} is invalid: {error}", self.name)
            })
        })
    }
}

/// A folder of recipes that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogueError {
    /// A recipe is invalid.
    #[error("{}: {error}", path.display())]
    Invalid {
        /// Its file.
        path: PathBuf,
        /// What is in it, to show the place.
        text: String,
        /// What is wrong, and where.
        error: RecipeError,
    },
    /// A file or the folder could not be read.
    #[error("cannot read {}", path.display())]
    Io {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// There is no recipe of that name.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("no certificate is called `{name}`{}", suggestion(nearest.as_deref()))]
pub struct UnknownRecipe {
    /// What was asked for.
    pub name: String,
    /// The name that is most like it, if one is.
    pub nearest: Option<String>,
}

fn suggestion(nearest: Option<&str>) -> String {
    nearest
        .map(|name| format!("; did you mean `{name}`?"))
        .unwrap_or_default()
}

/// The text of a recipe; no recipe is near 1 MiB.
fn read(path: &Path) -> io::Result<String> {
    const MOST: u64 = 1 << 20;
    let mut text = String::new();
    let count = File::open(path)?.take(MOST + 1).read_to_string(&mut text)?;
    match u64::try_from(count) {
        Ok(..=MOST) => Ok(text),
        _ => Err(io::Error::other("the file is larger than 1 MiB")),
    }
}

fn recipe_name(path: &Path) -> Option<String> {
    let is_recipe = path
        .extension()
        .is_some_and(|extension| extension == "toml");
    is_recipe
        .then(|| path.file_stem()?.to_str().map(str::to_owned))
        .flatten()
}
