//! Scenario ids: the cause, a slash and the name of the file; or a cell of a sweep.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::cause::{Cause, UnknownCause};

/// The id of a scenario: `certificate/expired`. Scenarios that a sweep makes have no file and
/// are called after their cell: `sweep/windows-11/connect-response/truncate`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(into = "String")]
pub struct Id {
    cause: Cause,
    name: String,
    /// The profile that was swept, for a scenario that a sweep made.
    swept: Option<String>,
}

/// Text that is no id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// The folder is no cause.
    #[error(transparent)]
    Cause(#[from] UnknownCause),
    /// The name is not kebab case.
    #[error(
        "`{0}` is no scenario name: it takes lower-case letters, digits and single hyphens, at most 60"
    )]
    Name(String),
    /// No slash.
    #[error("`{0}` is no scenario id, which looks like `certificate/expired`")]
    Shape(String),
}

impl Id {
    /// The id of a file called `name`, without its ending, in the folder of `cause`.
    ///
    /// # Errors
    /// When the name is not kebab case.
    pub fn new(cause: Cause, name: &str) -> Result<Self, IdError> {
        if !is_kebab(name) {
            return Err(IdError::Name(name.to_owned()));
        }
        Ok(Self {
            cause,
            name: name.to_owned(),
            swept: None,
        })
    }

    /// The id of a cell of a sweep over a profile.
    #[must_use]
    pub fn of_cell(cause: Cause, profile: &str, cell: &str) -> Self {
        Self {
            cause,
            name: cell.to_owned(),
            swept: Some(profile.to_owned()),
        }
    }

    /// The profile and the cell, for a scenario that a sweep made.
    #[must_use]
    pub fn cell(&self) -> Option<(&str, &str)> {
        self.swept.as_deref().map(|profile| (profile, &*self.name))
    }

    /// The folder.
    #[must_use]
    pub const fn cause(&self) -> Cause {
        self.cause
    }

    /// The file's name without its ending.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Six letters and digits that stand for the id where there is no room, such as in the
    /// cookie of a Connection Request, of which some clients keep nine characters.
    #[must_use]
    pub fn short_alias(&self) -> String {
        const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
        let mut hash = self
            .to_string()
            .bytes()
            .fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
            });
        hash ^= hash >> 32;
        (0..6)
            .filter_map(|index| usize::try_from(hash >> (5 * index) & 31).ok())
            .filter_map(|index| ALPHABET.get(index).copied().map(char::from))
            .collect()
    }
}

impl FromStr for Id {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let (cause, name) = text
            .split_once('/')
            .ok_or_else(|| IdError::Shape(text.to_owned()))?;
        Self::new(cause.parse()?, name)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.swept {
            Some(profile) => write!(f, "sweep/{profile}/{}", self.name),
            None => write!(f, "{}/{}", self.cause, self.name),
        }
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.to_string()
    }
}

fn is_kebab(name: &str) -> bool {
    name.len() <= 60
        && name.split('-').all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_back() {
        let id: Id = "certificate/expired".parse().unwrap();
        assert_eq!((id.cause(), id.name()), (Cause::Certificate, "expired"));
        assert_eq!(id.to_string(), "certificate/expired");
    }

    #[test]
    fn a_cell_of_a_sweep_is_called_after_it() {
        let id = Id::of_cell(Cause::Protocol, "windows-11", "connect-response/drop");
        assert_eq!(id.to_string(), "sweep/windows-11/connect-response/drop");
        assert_eq!(id.cell(), Some(("windows-11", "connect-response/drop")));
        assert_eq!(id.cause(), Cause::Protocol);
    }

    #[test]
    fn other_text_says_what_is_wrong() {
        for (text, expected) in [
            ("expired", "looks like"),
            ("certificates/expired", "no cause is called `certificates`"),
            ("certificate/Expired", "lower-case"),
            ("certificate/", "lower-case"),
            ("certificate/../x", "lower-case"),
        ] {
            let error = text.parse::<Id>().unwrap_err().to_string();
            assert!(error.contains(expected), "{text}: {error}");
        }
    }

    #[test]
    fn a_short_alias_fits_a_cookie() {
        let id: Id = "middlebox/reset-after-client-hello".parse().unwrap();
        assert_eq!(id.short_alias().len(), 6);
        assert_eq!(id.short_alias(), id.short_alias());
    }
}
