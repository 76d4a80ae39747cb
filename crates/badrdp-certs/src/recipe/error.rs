//! A mistake in a recipe, with its place in the file.

use std::ops::Range;

use crate::catalogue::nearest;

/// A mistake in a recipe.
///
/// The span counts bytes of the recipe's text, so that the caller can show file, line
/// and column.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{message}")]
pub struct RecipeError {
    message: String,
    span: Range<usize>,
}

impl RecipeError {
    pub(super) fn new(message: impl Into<String>, span: Range<usize>) -> Self {
        Self {
            message: message.into(),
            span,
        }
    }

    /// What is wrong, with the allowed words where a word is wrong.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where, in bytes of the recipe's text.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }
}

impl From<toml::de::Error> for RecipeError {
    fn from(error: toml::de::Error) -> Self {
        // A missing field has no place; the start of the file is as good as any.
        let span = error.span().unwrap_or(0..0);
        Self::new(with_nearest(error.message()), span)
    }
}

/// Turns serde's "unknown variant" into a user's word and adds the nearest allowed one.
fn with_nearest(message: &str) -> String {
    let message = message
        .trim_end()
        .replace("unknown variant", "unknown word");
    let mut quoted = message.split('`').skip(1).step_by(2);
    let suggestion = match quoted.next() {
        Some(unknown) if message.starts_with("unknown ") => nearest(unknown, quoted),
        _ => None,
    };
    match suggestion {
        Some(word) => format!("{message}; did you mean `{word}`?"),
        None => message,
    }
}
