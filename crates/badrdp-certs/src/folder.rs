//! Where a user's lab is kept.

use std::ffi::OsString;
use std::path::PathBuf;

/// `BADRDP_DATA`, or `badrdp` in the data folder of the [desktop standard], which says that a
/// relative `XDG_DATA_HOME` is to be ignored.
///
/// [desktop standard]: https://specifications.freedesktop.org/basedir-spec/latest/
pub(crate) fn default_dir(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let path = |name| {
        variable(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    path("BADRDP_DATA").or_else(|| {
        path("XDG_DATA_HOME")
            .filter(|data| data.is_absolute())
            .or_else(|| path("HOME").map(|home| home.join(".local/share")))
            .map(|data| data.join("badrdp"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dir(variables: &[(&str, &str)]) -> Option<PathBuf> {
        default_dir(|name| {
            variables
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| value.into())
        })
    }

    #[test]
    fn default_dir_prefers_its_own_variable_then_the_desktop_standard() {
        let (own, xdg, home) = (
            ("BADRDP_DATA", "/d"),
            ("XDG_DATA_HOME", "/x"),
            ("HOME", "/h"),
        );
        assert_eq!(dir(&[own, xdg, home]), Some("/d".into()));
        assert_eq!(
            dir(&[("BADRDP_DATA", ""), xdg, home]),
            Some("/x/badrdp".into())
        );
        assert_eq!(
            dir(&[("XDG_DATA_HOME", "x"), home]),
            Some("/h/.local/share/badrdp".into())
        );
        assert_eq!(dir(&[]), None);
    }
}
