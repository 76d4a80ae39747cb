//! A certificate, described in TOML.
//!
//! [`raw`] is what the file says, [`Recipe`] what it means. A recipe that has been
//! parsed can be issued: contradictions (a SHA-1 signature by an Ed25519 key,
//! extensions in a version 1 certificate) are refused here, with the place in the file.

mod contradictions;
mod convert;
mod error;
mod model;
mod raw;
mod when;
mod words;

pub use error::RecipeError;
pub use model::Recipe;
pub use raw::schema;
pub use words::{
    ChainShape, Damage, Digest, ExtendedKeyUsage, IssuerName, KeyType, KeyUsage, Shape,
};

pub(crate) use model::{Extension, Name, Version};
pub(crate) use when::When;
