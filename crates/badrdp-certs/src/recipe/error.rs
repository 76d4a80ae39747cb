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

impl From<toml::de::Error> for RecipeError {
    fn from(error: toml::de::Error) -> Self {
        // A missing field has no place; the start of the file is as good as any.
        let span = error.span().unwrap_or(0..0);
        // What serde calls a variant or a field is a word or a key to whoever writes TOML.
        let message = error
            .message()
            .trim_end()
            .replace("unknown variant", "unknown word")
            .replace("unknown field", "unknown key")
            .replace("missing field", "missing key");
        Self::new(message, span)
    }
}
