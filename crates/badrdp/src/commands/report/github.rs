//! GitHub Actions: the summary of a step, and annotations.

use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::Path;

use badrdp_runner::report::{Report, annotations, markdown};

use super::outputs::complain;
use crate::context::Context;
use crate::output;

/// Tells GitHub of a report, where this is one of its jobs. Whether that could be written.
pub(crate) fn tell(report: &Report, context: &Context) -> bool {
    let variable = |name| std::env::var_os(name).filter(|value: &OsString| !value.is_empty());
    if variable("GITHUB_ACTIONS").is_some_and(|value| value == "true") {
        // Stdout may be for programs; GitHub reads both.
        for line in annotations::render(report) {
            output::note(line);
        }
    }
    let Some(path) = variable("GITHUB_STEP_SUMMARY") else {
        return true;
    };
    let path = Path::new(&path);
    let written = append(path, report, context);
    if let Err(error) = &written {
        complain(context, path, error);
    }
    written.is_ok()
}

/// Appends to what the step has said before, as much as there is room for.
fn append(path: &Path, report: &Report, context: &Context) -> io::Result<()> {
    let mut file = OpenOptions::new().append(true).create(true).open(path)?;
    let before = file.metadata()?.len();
    let used = usize::try_from(before).unwrap_or(usize::MAX);
    // A blank line before, the end of the last one.
    let text = markdown::within(report, markdown::MAX.saturating_sub(used).saturating_sub(2));
    if text.is_empty() {
        context.warn("the summary of this step is full, the report is left out of it");
        return Ok(());
    }
    let start = if used == 0 { "" } else { "\n" };
    let written = file.write_all(format!("{start}{text}\n").as_bytes());
    if written.is_err() {
        // Half a summary would spoil what was there.
        let _ = file.set_len(before);
    }
    written
}
