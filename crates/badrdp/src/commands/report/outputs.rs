//! Reports that are written to files: all of them, whole or not at all.

use std::fs::{self, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use badrdp_runner::report::{REPORTS, Render, Report};

use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::output;

/// A report that is wanted: `KIND=FILE`.
#[derive(Clone, Debug)]
pub(crate) struct Output {
    pub(crate) render: Render,
    pub(crate) path: PathBuf,
}

/// How a report is made, by the word for its kind.
pub(crate) fn kind(word: &str) -> Result<Render, String> {
    let known = REPORTS.iter().find(|(known, _)| *known == word);
    known.map(|(_, render)| *render).ok_or_else(|| {
        let kinds: Vec<_> = REPORTS.iter().map(|(kind, _)| *kind).collect();
        format!(
            "no report is called `{word}`, expected one of `{}`",
            kinds.join("`, `")
        )
    })
}

/// The kinds in a sentence: `json, junit or text`.
pub(crate) fn kinds() -> String {
    let kinds: Vec<_> = REPORTS.iter().map(|(kind, _)| *kind).collect();
    match kinds.split_last() {
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// The help of an option that takes `KIND=FILE`.
pub(crate) fn help(what: &str) -> String {
    format!("{what}; KIND is {}; may be given more than once", kinds())
}

/// Takes `KIND=FILE`.
pub(crate) fn parse(text: &str) -> Result<Output, String> {
    let Some((word, path)) = text.split_once('=').filter(|(_, path)| !path.is_empty()) else {
        return Err("a report is written as KIND=FILE, such as json=out.json".to_owned());
    };
    let (render, path) = (kind(word)?, path.into());
    Ok(Output { render, path })
}

/// Finds out before a long run what would be in the way after it.
///
/// # Errors
/// When two reports go to the same file, or a folder is missing.
pub(crate) fn check(outputs: &[Output]) -> anyhow::Result<()> {
    for (index, Output { path, .. }) in outputs.iter().enumerate() {
        let shown = path.display();
        if outputs.iter().take(index).any(|other| other.path == *path) {
            let sentence = format_args!("two reports would go to the same file, {shown}");
            return Err(Failure::new(Exit::Usage, sentence).into());
        }
        if !folder(path).is_dir() {
            let sentence = format_args!("cannot write the report {shown}: there is no such folder");
            return Err(Failure::new(Exit::Environment, sentence).into());
        }
        if path.is_dir() {
            let sentence = format_args!("cannot write the report {shown}: it is a folder");
            return Err(Failure::new(Exit::Environment, sentence).into());
        }
    }
    Ok(())
}

/// Writes every report that can be written, and says which cannot. Whether all were.
pub(crate) fn write_all(outputs: &[Output], report: &Report, context: &Context) -> bool {
    let mut all = true;
    for Output { render, path } in outputs {
        let written = render(report)
            .map_err(io::Error::other)
            .and_then(|text| write(path, text.trim_end()));
        if let Err(error) = written {
            complain(context, path, &error);
            all = false;
        }
    }
    all
}

/// Says that a report could not be written.
pub(crate) fn complain(context: &Context, path: &Path, error: &io::Error) {
    if context.global().quiet < 2 {
        let path = path.display();
        output::error(format_args!("cannot write the report {path}: {error}"));
    }
}

/// Writes a whole file beside `path` and gives it that name, so that no half file is ever
/// there. What is no ordinary file, such as a pipe, is written as it is.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let is_special = fs::metadata(path).is_ok_and(|known| !known.is_file());
    if is_special {
        let mut file = OpenOptions::new().write(true).open(path)?;
        return writeln!(file, "{text}");
    }
    // A link stays a link; what it points at is replaced.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut file = tempfile::Builder::new()
        .prefix(".badrdp-report-")
        .permissions(Permissions::from_mode(0o666))
        .tempfile_in(folder(&path))?;
    file.write_all(text.as_bytes())?;
    file.write_all(b"\n")?;
    file.persist(&path)?;
    Ok(())
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
