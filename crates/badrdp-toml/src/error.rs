//! A mistake, in words of whoever writes TOML.

use std::fmt::Display;
use std::ops::Range;

/// A mistake in a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    message: String,
    span: Option<Range<usize>>,
}

impl Error {
    /// What is wrong, in one sentence.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where, in bytes of the text.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone().unwrap_or(0..0)
    }

    /// The same, at this place unless it has one: the innermost is the most exact.
    pub(crate) fn or_at(mut self, span: &Range<usize>) -> Self {
        self.span.get_or_insert_with(|| span.clone());
        self
    }
}

impl From<toml::de::Error> for Error {
    fn from(error: toml::de::Error) -> Self {
        Self {
            message: error.message().trim_end().to_owned(),
            span: error.span(),
        }
    }
}

impl serde::de::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        Self {
            message: in_words_of_toml(&message.to_string()),
            span: None,
        }
    }
}

/// A sentence of serde for whoever writes TOML, and knows nothing of variants, maps and `u16`.
fn in_words_of_toml(message: &str) -> String {
    /// How a sentence begins.
    const WORDS: [(&str, &str); 5] = [
        ("unknown variant", "unknown word"),
        ("unknown field", "unknown key"),
        ("missing field", "missing key"),
        ("invalid type: sequence", "invalid type: array"),
        ("invalid type: map", "invalid type: table"),
    ];
    /// What was expected, at the end of a sentence.
    const EXPECTED: [(&str, &str); 11] = [
        ("a boolean", "`true` or `false`"),
        ("a map", "a table"),
        ("a nonzero u16", "a number from 1 to 65535"),
        ("a nonzero u32", "a number from 1 to 4294967295"),
        ("a nonzero u8", "a number from 1 to 255"),
        ("a sequence", "an array"),
        ("i64", "a number"),
        ("u16", "a number from 0 to 65535"),
        ("u32", "a number from 0 to 4294967295"),
        ("u64", "a number from 0 on"),
        ("u8", "a number from 0 to 255"),
    ];
    let mut message = message.to_owned();
    for (of_serde, of_toml) in WORDS {
        if let Some(rest) = message.strip_prefix(of_serde) {
            message = format!("{of_toml}{rest}");
        }
    }
    let Some((head, expected)) = message.rsplit_once(", expected ") else {
        return message;
    };
    let mut known = EXPECTED.iter();
    match known.find(|(of_serde, _)| *of_serde == expected) {
        Some((_, of_toml)) => format!("{head}, expected {of_toml}"),
        None if expected.starts_with("struct ") => format!("{head}, expected a table"),
        None => message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serde_speaks_as_whoever_writes_toml() {
        for (of_serde, of_toml) in [
            (
                "unknown variant `a`, expected `b` or `c`",
                "unknown word `a`, expected `b` or `c`",
            ),
            (
                "invalid value: integer `0`, expected a nonzero u32",
                "invalid value: integer `0`, expected a number from 1 to 4294967295",
            ),
            (
                "invalid type: map, expected a sequence",
                "invalid type: table, expected an array",
            ),
            (
                "invalid type: string \"yes\", expected struct TlsTable",
                "invalid type: string \"yes\", expected a table",
            ),
        ] {
            assert_eq!(in_words_of_toml(of_serde), of_toml);
        }
    }
}
