//! A user's mistake in a file: where it is, what is allowed, what may have been meant.

use std::fmt;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde::Serialize;

/// Something is wrong in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileError {
    /// The file, as the user knows it.
    pub path: String,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// What is wrong, in one sentence.
    pub message: String,
    /// The words that would have been right, if there is a list.
    pub allowed: Vec<String>,
    /// The one that was most likely meant.
    pub nearest: Option<String>,
    #[serde(skip)]
    span: Range<usize>,
    #[serde(skip)]
    text: String,
}

impl FileError {
    /// An error at `span` of `text`; the allowed words are taken out of `message` where it
    /// ends in ``expected one of `a`, `b` ``.
    #[must_use]
    pub fn new(path: &str, text: &str, span: Range<usize>, message: &str) -> Self {
        let start = floor(text, span.start);
        let end = floor(text, span.end.max(start));
        let before = text.get(..start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let (message, allowed) = split_allowed(message);
        let wrong = quoted(&message).into_iter().next();
        let nearest = wrong.and_then(|word| nearest(&word, &allowed));
        Self {
            path: path.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
            message,
            allowed,
            nearest,
            span: start..end,
            text: text.to_owned(),
        }
    }

    /// What the TOML reader found.
    #[must_use]
    pub fn from_toml(path: &str, text: &str, error: &toml::de::Error) -> Self {
        let message = in_words_of_toml(error.message());
        Self::new(path, text, error.span().unwrap_or(0..0), &message)
    }

    /// With a picture of the place, coloured if `colour`.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        let renderer = if colour {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let annotation = AnnotationKind::Primary.span(self.span.clone());
        let snippet =
            Snippet::source(&self.text)
                .path(&self.path)
                .annotation(match &self.nearest {
                    Some(nearest) => annotation.label(format!("did you mean `{nearest}`?")),
                    None => annotation,
                });
        let mut group = Level::ERROR.primary_title(&self.message).element(snippet);
        let allowed = format!("allowed: {}", self.allowed.join(", "));
        if !self.allowed.is_empty() {
            group = group.element(Level::HELP.message(&allowed));
        }
        renderer.render(&[group])
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            line,
            column,
            message,
            ..
        } = self;
        write!(f, "{path}:{line}:{column}: {message}")?;
        if let Some(nearest) = &self.nearest {
            write!(f, "; did you mean `{nearest}`?")?;
        }
        if !self.allowed.is_empty() {
            write!(f, " (allowed: {})", self.allowed.join(", "))?;
        }
        Ok(())
    }
}

impl std::error::Error for FileError {}

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

/// The word of `allowed` that is most like `word`, if any is alike enough.
#[must_use]
pub fn nearest<S: AsRef<str>>(word: &str, allowed: &[S]) -> Option<String> {
    const ALIKE: f64 = 0.7;
    allowed
        .iter()
        .map(|candidate| {
            (
                strsim::jaro_winkler(word, candidate.as_ref()),
                candidate.as_ref(),
            )
        })
        .filter(|(score, _)| *score >= ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate.to_owned())
}

/// Cuts ``, expected one of `a`, `b` `` or ``, expected `a` or `b` `` off a message.
fn split_allowed(message: &str) -> (String, Vec<String>) {
    match message.split_once(", expected ") {
        Some((head, tail)) if !quoted(tail).is_empty() => (head.to_owned(), quoted(tail)),
        _ => (message.trim_end().to_owned(), Vec::new()),
    }
}

/// The words between backticks.
fn quoted(text: &str) -> Vec<String> {
    text.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// The nearest boundary between characters at or below `index`.
fn floor(text: &str, index: usize) -> usize {
    (0..=index.min(text.len()))
        .rev()
        .find(|index| text.is_char_boundary(*index))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_counts_characters_from_one() {
        let error = FileError::new("a.toml", "x = 1\nü = y", 9..11, "what is this");
        assert_eq!((error.line, error.column), (2, 3));
        assert_eq!(error.to_string(), "a.toml:2:3: what is this");
    }

    #[test]
    fn the_allowed_words_and_the_nearest_are_told() {
        let message = "unknown field `rest`, expected one of `close`, `reset`, `stall`";
        let error = FileError::new("a.toml", "rest = {}", 0..4, message);
        assert_eq!(error.message, "unknown field `rest`");
        assert_eq!(error.allowed, ["close", "reset", "stall"]);
        assert_eq!(error.nearest.as_deref(), Some("reset"));
    }

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

    #[test]
    fn a_span_past_the_end_is_no_panic() {
        let error = FileError::new("a.toml", "", 5..9, "empty");
        assert!(error.render(false).contains("a.toml"));
    }
}
