//! The folder that captures are written to.

use std::fs;
use std::path::{Path, PathBuf};

use badrdp_scenario::Id;
use badrdp_server::Capture;

use crate::exit::{Exit, OrExit as _};

/// How to look at one: what Wireshark has to know is in the file.
pub(crate) const HOW_TO_OPEN: &str = "open with: wireshark FILE";

/// Makes the folder, if it is not there.
///
/// # Errors
/// When it cannot be made.
pub(crate) fn folder(path: &Path) -> anyhow::Result<PathBuf> {
    let what = format_args!("cannot write captures to {}", path.display());
    fs::create_dir_all(path).or_exit(Exit::Environment, what)?;
    Ok(path.to_owned())
}

/// The capture of a server that plays `scenario`, or several.
///
/// # Errors
/// When its file cannot be written.
pub(crate) fn of_server(folder: &Path, scenario: Option<&Id>) -> anyhow::Result<Capture> {
    let title = scenario.map_or_else(|| "several scenarios".to_owned(), Id::to_string);
    let name = scenario.map_or_else(|| "all".to_owned(), Id::to_string);
    let file = format!("{}.pcapng", name.replace('/', "_"));
    let capture = Capture::create(&folder.join(file), &title);
    capture.or_exit(Exit::Environment, "the server has no capture")
}
