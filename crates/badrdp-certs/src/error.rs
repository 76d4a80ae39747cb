//! Why a certificate could not be issued, or a lab not be opened.
//!
//! A mistake in a recipe is not here: see [`RecipeError`](crate::RecipeError).

use std::io;
use std::path::PathBuf;

/// Why a certificate could not be issued, or a lab not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A certificate could not be built.
    #[error("cannot build the certificate `{recipe}`")]
    Certificate {
        /// Which one: a recipe, or an authority of the lab.
        recipe: String,
        /// What rcgen says.
        source: rcgen::Error,
    },
    /// A name to certify is not ASCII.
    #[error("`{name}` is neither an IP address nor an ASCII host name")]
    InvalidName {
        /// The name.
        name: String,
    },
    /// A file of the lab could not be read or written.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// What was tried, as a verb.
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file of the lab does not hold what it should.
    #[error("{} does not hold {expected}; delete it to have it made anew", path.display())]
    KeyFile {
        /// Where.
        path: PathBuf,
        /// What was looked for.
        expected: String,
    },
    /// A key could not be made, or be used to sign.
    #[error("the {key} key cannot be made or used: {reason}")]
    Key {
        /// Which key.
        key: String,
        /// What the cryptographic library says.
        reason: String,
    },
    /// There is no home directory to keep the lab CA in.
    #[error("no folder for the lab CA: set BADRDP_DATA, XDG_DATA_HOME or HOME")]
    NoDataFolder,
}
