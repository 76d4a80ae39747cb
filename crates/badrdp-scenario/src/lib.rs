//! The scenario format: TOML in, a valid scenario out, and the catalogue that is built in.
//!
//! A [`Scenario`] is one failure story: given a server, when a fault, then what is
//! expected. [`Catalogue`] finds scenarios and profiles by name, the built-in ones and
//! those of the user's folders. [`FileError`] points at what is wrong in a file.
//!
//! A scenario that was loaded is valid: every name in it is known, every fault fits its
//! moment, every choice can be played.

pub mod catalogue;
pub mod cause;
mod choose;
mod closed_list;
pub mod cores;
pub mod error;
pub mod expect;
pub mod file;
pub mod glob;
pub mod id;
mod layered;
pub mod outcome;
pub mod profile;
pub mod resolve;
pub mod scenario;
pub mod schema;
pub mod server;
pub mod text;
mod words;

pub use catalogue::{Catalogue, CatalogueError, Source};
pub use cause::Cause;
pub use error::FileError;
pub use expect::{
    Accept, Attempts, End, Expect, ExpectedConnection, ExpectedCredentials, Never, Presented,
};
pub use id::Id;
pub use outcome::Outcome;
pub use profile::Profile;
pub use scenario::{Evidence, Scenario, Symptom};
pub use server::{Choices, Server};
