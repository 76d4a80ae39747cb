//! How a process of badrdp ends: the exit codes, which are an API, and errors that know theirs.

use std::fmt;

use badrdp_certs::UnknownRecipe;
use badrdp_scenario::{CatalogueError, FileError};
use badrdp_server::{ArmError, StartError};

macro_rules! exits {
    ($($variant:ident $code:literal $doc:literal;)*) => {
        /// How a process of badrdp ends. In the order of the codes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Exit {
            $(#[doc = $doc] $variant,)*
        }

        impl Exit {
            /// Every way to end.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// What the parent process sees.
            #[must_use]
            pub const fn code(self) -> u8 {
                match self { $(Self::$variant => $code,)* }
            }

            /// What it means.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $doc,)* }
            }
        }
    };
}

exits! {
    AsExpected 0 "Everything went as expected.";
    ExpectationFailed 1 "An expectation failed.";
    Usage 2 "The command line is wrong.";
    InvalidFile 3 "A file is invalid.";
    NothingSelected 4 "Nothing is selected, or nothing is called so.";
    Environment 5 "The environment is not fit: a port is busy, a client or a folder is missing.";
    Harness 6 "The harness failed: a fault was not delivered as declared.";
    Deadline 7 "The deadline passed before everything was run; what was run is as expected.";
    Interrupted 130 "Ended by Ctrl-C.";
    Terminated 143 "Ended by SIGTERM.";
}

/// The table of the exit codes, as `--help` shows it.
#[must_use]
pub fn table() -> String {
    let rows = Exit::ALL
        .iter()
        .map(|exit| format!("  {:>3}  {}\n", exit.code(), exit.meaning()));
    rows.collect()
}

/// A mistake or a mishap in one sentence, with the exit code that belongs to it.
#[derive(Debug, thiserror::Error)]
#[error("{sentence}")]
pub struct Failure {
    exit: Exit,
    sentence: String,
}

impl Failure {
    /// `sentence` is lower case and has no full stop.
    pub fn new(exit: Exit, sentence: impl fmt::Display) -> Self {
        let sentence = sentence.to_string();
        Self { exit, sentence }
    }
}

/// Gives an error the exit code that belongs to it.
pub trait OrExit<T> {
    /// The error as a [`Failure`] that ends with `exit`, in a sentence that begins with
    /// `what`.
    ///
    /// # Errors
    /// Where `self` was one.
    fn or_exit(self, exit: Exit, what: impl fmt::Display) -> anyhow::Result<T>;
}

impl<T, E: Into<anyhow::Error>> OrExit<T> for Result<T, E> {
    fn or_exit(self, exit: Exit, what: impl fmt::Display) -> anyhow::Result<T> {
        self.map_err(|error| {
            let sentence = format!("{what}: {}", sentence(&error.into()));
            Failure::new(exit, sentence).into()
        })
    }
}

/// Which exit code belongs to an error of any crate; `None` where nothing is to be said
/// because whoever read the output has left.
#[must_use]
pub fn of(error: &anyhow::Error) -> Option<Exit> {
    error
        .chain()
        .find_map(|cause| {
            if let Some(error) = cause.downcast_ref::<std::io::Error>() {
                return (error.kind() == std::io::ErrorKind::BrokenPipe).then_some(None);
            }
            exit_of(cause).map(Some)
        })
        .unwrap_or(Some(Exit::Environment))
}

fn exit_of(cause: &(dyn std::error::Error + 'static)) -> Option<Exit> {
    if let Some(failure) = cause.downcast_ref::<Failure>() {
        return Some(failure.exit);
    }
    if let Some(error) = cause.downcast_ref::<CatalogueError>() {
        return Some(match error {
            CatalogueError::File(_) | CatalogueError::Id { .. } => Exit::InvalidFile,
            CatalogueError::Io { .. } => Exit::Environment,
            CatalogueError::Empty { .. } | CatalogueError::Unknown { .. } => Exit::NothingSelected,
        });
    }
    if let Some(error) = cause.downcast_ref::<StartError>() {
        return Some(match error {
            StartError::Bind { .. } => Exit::Environment,
            StartError::Listener { .. } => Exit::Harness,
        });
    }
    let invalid = cause.is::<FileError>()
        || cause.is::<Box<FileError>>()
        || cause.is::<UnknownRecipe>()
        || matches!(cause.downcast_ref(), Some(ArmError::Tls { .. }));
    invalid.then_some(Exit::InvalidFile)
}

/// The place in a file that an error points at, if it is one of a file.
#[must_use]
pub fn file_error(error: &anyhow::Error) -> Option<&FileError> {
    error.chain().find_map(|cause| {
        let of_catalogue = match cause.downcast_ref() {
            Some(CatalogueError::File(error)) => Some(&**error),
            _ => None,
        };
        let boxed = cause.downcast_ref::<Box<FileError>>().map(|error| &**error);
        cause.downcast_ref().or(boxed).or(of_catalogue)
    })
}

/// An error and what caused it in one sentence, each said once.
#[must_use]
pub fn sentence(error: &anyhow::Error) -> String {
    let mut sentence = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !sentence.contains(&cause) {
            sentence.push_str(": ");
            sentence.push_str(&cause);
        }
    }
    sentence
}
