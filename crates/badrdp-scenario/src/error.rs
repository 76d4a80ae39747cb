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
    pub fn from_toml(path: &str, text: &str, error: &badrdp_toml::Error) -> Self {
        Self::new(path, text, error.span(), error.message())
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

/// The word of `allowed` that is most like `word`, if any is alike enough.
#[must_use]
pub fn nearest<S: AsRef<str>>(word: &str, allowed: &[S]) -> Option<String> {
    badrdp_toml::nearest(word, allowed.iter().map(AsRef::as_ref)).map(str::to_owned)
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
    fn a_span_past_the_end_is_no_panic() {
        let error = FileError::new("a.toml", "", 5..9, "empty");
        assert!(error.render(false).contains("a.toml"));
    }
}
