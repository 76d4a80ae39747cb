//! `check`: whether files are valid. Every file is looked at before it ends.

use std::fs;
use std::path::{Path, PathBuf};

use badrdp_certs::Recipe;
use badrdp_runner::{Adapter, Known};
use badrdp_scenario::{CatalogueError, FileError, resolve, text};
use serde::Serialize;

use crate::cli::{Format, FormatOption};
use crate::context::{Context, recipe_error};
use crate::exit::{Exit, Failure};
use crate::output;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files, or folders of files; names in them are looked up among the built-in ones and in
    /// --scenarios and --certs
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    format: FormatOption,
}

/// What became of one file.
#[derive(Serialize)]
struct Verdict {
    file: String,
    kind: Kind,
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Problem>,
}

/// What a file describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Certificate,
    Client,
    Known,
    Profile,
    Scenario,
}

/// What is wrong with a file.
#[derive(Serialize)]
#[serde(untagged)]
enum Problem {
    /// At a place in it.
    Place(Box<FileError>),
    /// With all of it.
    Whole { message: String },
}

impl Args {
    pub(crate) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        let mut files = Vec::new();
        for path in &self.files {
            collect(path, &mut files);
        }
        if files.is_empty() {
            let sentence = "nothing to check: no file here ends in .toml";
            return Err(Failure::new(Exit::NothingSelected, sentence).into());
        }
        let verdicts = files.iter().map(|path| check(path, context));
        let verdicts = verdicts.collect::<anyhow::Result<Vec<_>>>()?;
        match self.format.format {
            Format::Json => output::print_json(&verdicts)?,
            Format::Text => output::print(&verdicts.iter().map(Verdict::text).collect::<String>())?,
        }
        let invalid = verdicts.iter().filter(|verdict| !verdict.ok).count();
        if invalid == 0 {
            return Ok(Exit::AsExpected);
        }
        context.note(format_args!(
            "{invalid} of {} invalid",
            output::count(verdicts.len(), "file")
        ));
        Ok(Exit::InvalidFile)
    }
}

impl Verdict {
    fn new(path: &Path, kind: Kind, result: Result<(), Problem>) -> Self {
        Self {
            file: path.display().to_string(),
            kind,
            ok: result.is_ok(),
            error: result.err(),
        }
    }

    fn text(&self) -> String {
        match &self.error {
            None => format!("{}: ok\n", self.file),
            Some(Problem::Place(error)) => format!("{}\n", error.render(true)),
            Some(Problem::Whole { message }) => format!("error: {message}\n"),
        }
    }
}

/// The file, or every `.toml` below the folder. What cannot be listed is taken for a file, so
/// that it is reported like one.
fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(path) else {
        files.push(path.to_owned());
        return;
    };
    let mut entries: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() || entry.extension().is_some_and(|ending| ending == "toml") {
            collect(&entry, files);
        }
    }
}

fn check(path: &Path, context: &Context) -> anyhow::Result<Verdict> {
    let text = match text::read(path) {
        Ok(text) => text,
        Err(error) => {
            let kind = kind_of(path, "");
            return Ok(Verdict::new(path, kind, Err(unreadable(path, &error))));
        }
    };
    let shown = path.display().to_string();
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let kind = kind_of(path, &text);
    let result = match kind {
        Kind::Certificate => Recipe::parse(&name, &text)
            .map(drop)
            .map_err(|error| Problem::Place(Box::new(recipe_error(&shown, &text, &error)))),
        Kind::Client => Adapter::parse(&name, &shown, &text)
            .map(drop)
            .map_err(Problem::Place),
        Kind::Known => known(&shown, &text, context)?.map_err(Problem::Place),
        Kind::Profile => {
            let certificates: Vec<_> = context.certificates()?.names().map(str::to_owned).collect();
            resolve::check_profile(&shown, &text, &certificates).map_err(Problem::Place)
        }
        Kind::Scenario => match context.catalogue()?.check_file(path) {
            Ok(_) => Ok(()),
            Err(CatalogueError::File(error)) => Err(Problem::Place(error)),
            Err(error) => Err(Problem::Whole {
                message: error.to_string(),
            }),
        },
    };
    Ok(Verdict::new(path, kind, result))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    let message = format!("cannot read {}: {error}", path.display());
    Problem::Whole { message }
}

/// By the folder, else by what only files of that kind have.
fn kind_of(path: &Path, text: &str) -> Kind {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = absolute.parent().and_then(Path::file_name);
    if folder.is_some_and(|folder| folder == "certs") {
        return Kind::Certificate;
    }
    if folder.is_some_and(|folder| folder == "profiles") {
        return Kind::Profile;
    }
    let keys = badrdp_toml::keys(text);
    let has = |key: &str| keys.iter().any(|one| one == key);
    if has("not_before") || has("not_after") {
        Kind::Certificate
    } else if has("known") {
        Kind::Known
    } else if has("command") || has("builtin") {
        Kind::Client
    } else if has("security") && !has("server") {
        Kind::Profile
    } else {
        Kind::Scenario
    }
}

/// A list of known failures. Clients may be those of files and commands, which nobody knows
/// here, so only the scenarios are looked up.
fn known(path: &str, text: &str, context: &Context) -> anyhow::Result<Result<(), Box<FileError>>> {
    let ids: Vec<_> = context
        .catalogue()?
        .ids()
        .map(ToString::to_string)
        .collect();
    let known = Known::parse(path, text);
    Ok(known.and_then(|known| known.check_scenarios(&ids)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_decides_before_the_content() {
        let kind = |path: &str, text| kind_of(Path::new(path), text);
        assert_eq!(kind("certs/x.toml", ""), Kind::Certificate);
        assert_eq!(kind("profiles/x.toml", "not_before = 1"), Kind::Profile);
        assert_eq!(kind("x.toml", "not_before = '-1d'"), Kind::Certificate);
        assert_eq!(kind("x.toml", "security = ['tls']"), Kind::Profile);
        assert_eq!(kind("x.toml", "[[known]]"), Kind::Known);
        assert_eq!(kind("x.toml", "command = ['x']"), Kind::Client);
        assert_eq!(kind("x.toml", "broken ="), Kind::Scenario);
    }
}
