//! A mistake in a recipe, with its place in the file.

use std::ops::Range;

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

impl From<badrdp_toml::Error> for RecipeError {
    fn from(error: badrdp_toml::Error) -> Self {
        Self::new(error.message(), error.span())
    }
}
