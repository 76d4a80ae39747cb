//! Reads TOML files: any serde type, with the place of a mistake and the word that was meant.
//!
//! The parser is that of the `toml` crate. What makes values of its tree is our own: that of
//! the crate has serde compile each type once for every kind of value that it might be made of,
//! which was a twentieth of the whole program. Here it is compiled once.

mod access;
mod error;
mod locate;
mod nearest;
mod node;

use std::marker::PhantomData;

use serde::Deserialize;
use toml::de::{DeTable, DeValue};
pub use toml::{Spanned, value::Datetime};

pub use self::error::Error;
pub use self::locate::{Step, locate};
pub use self::nearest::nearest;
use self::node::Node;

/// The keys at the top of a file; none where the text is no TOML.
#[must_use]
pub fn keys(text: &str) -> Vec<String> {
    let document = DeTable::parse(text).map(Spanned::into_inner);
    let table = document.unwrap_or_default();
    table.keys().map(|key| key.get_ref().to_string()).collect()
}

/// Reads a file.
///
/// # Errors
/// When the text is no TOML, or not that of a `T`; says where.
pub fn from_str<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, Error> {
    let document = DeTable::parse(text)?;
    let span = document.span();
    Node::new(DeValue::Table(document.into_inner()), span).read(PhantomData)
}
