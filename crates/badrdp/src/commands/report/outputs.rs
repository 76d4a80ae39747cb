//! Reports that are written to files: all of them, whole or not at all.

use std::fs::{self, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use badrdp_runner::report::{REPORTS, Render, Report};
use tempfile::NamedTempFile;

use crate::context::Context;
use crate::exit::{Exit, Failure, OrExit as _};
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
/// When two reports go to the same file, or one cannot be written where it goes.
pub(crate) fn check(outputs: &[Output]) -> anyhow::Result<()> {
    for (index, Output { path, .. }) in outputs.iter().enumerate() {
        let shown = path.display();
        if outputs.iter().take(index).any(|other| other.path == *path) {
            let sentence = format_args!("two reports would go to the same file, {shown}");
            return Err(Failure::new(Exit::Usage, sentence).into());
        }
        check_path(path).or_exit(
            Exit::Environment,
            format_args!("cannot write the report {shown}"),
        )?;
    }
    Ok(())
}

/// Whether a file can be written there, as [`write`] does it.
///
/// # Errors
/// When its folder is missing or takes no files, or when it is a folder itself.
pub(crate) fn check_path(path: &Path) -> io::Result<()> {
    if !folder(path).is_dir() {
        return Err(io::Error::other("there is no such folder"));
    }
    if path.is_dir() {
        return Err(io::Error::other("it is a folder"));
    }
    if is_special(path) {
        return Ok(());
    }
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    beside(&path).map(drop)
}

/// Writes every report that can be written, and says which cannot. Whether all were. Each tells
/// the way from its own folder to `captures`.
pub(crate) fn write_all(
    outputs: &[Output],
    report: &mut Report,
    captures: Option<&Path>,
    context: &Context,
) -> bool {
    let mut all = true;
    for Output { render, path } in outputs {
        if let Some(captures) = captures {
            report.captures = way(folder(path), captures).unwrap_or_default();
        }
        let written = render(&*report)
            .map_err(io::Error::other)
            .and_then(|text| write(path, text.trim_end()));
        if let Err(error) = written {
            complain(context, path, &error);
            all = false;
        }
    }
    all
}

/// The relative path from one folder to another, with a slash behind; `None` where either is not
/// there, or its name is not UTF-8.
fn way(from: &Path, to: &Path) -> Option<String> {
    let (from, to) = (fs::canonicalize(from).ok()?, fs::canonicalize(to).ok()?);
    let common = from.components().zip(to.components());
    let common = common.take_while(|(left, right)| left == right).count();
    let up = from.components().skip(common).map(|_| "..".to_owned());
    let down = to.components().skip(common);
    let down = down.map(|part| part.as_os_str().to_str().map(str::to_owned));
    let parts = up.map(Some).chain(down).collect::<Option<Vec<_>>>()?;
    Some(parts.iter().map(|part| format!("{part}/")).collect())
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
///
/// # Errors
/// When that cannot be done; what was there before stays.
pub(crate) fn write(path: &Path, text: &str) -> io::Result<()> {
    if is_special(path) {
        let mut file = OpenOptions::new().write(true).open(path)?;
        return writeln!(file, "{text}");
    }
    // A link stays a link; what it points at is replaced.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut file = beside(&path)?;
    file.write_all(text.as_bytes())?;
    file.write_all(b"\n")?;
    file.persist(&path)?;
    Ok(())
}

fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|known| !known.is_file())
}

/// A file in the same folder, which goes away again unless it gets a name.
fn beside(path: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new()
        .prefix(".badrdp-report-")
        .permissions(Permissions::from_mode(0o666))
        .tempfile_in(folder(path))
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_the_captures_is_relative() {
        let root = tempfile::tempdir().unwrap();
        let (page, captures) = (root.path().join("out/page"), root.path().join("out/wire"));
        fs::create_dir_all(&page).unwrap();
        fs::create_dir_all(&captures).unwrap();
        assert_eq!(way(&page, &captures).as_deref(), Some("../wire/"));
        assert_eq!(way(root.path(), &captures).as_deref(), Some("out/wire/"));
        assert_eq!(way(&captures, &captures).as_deref(), Some(""));
        assert_eq!(way(&page, Path::new("/nowhere/at/all")), None);
    }
}
