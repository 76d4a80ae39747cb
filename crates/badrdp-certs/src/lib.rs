//! Certificate recipes, and the lab CA that issues them.
//!
//! A [`Recipe`] is a TOML file that describes one certificate, its dates relative
//! to the moment of issue. The [`Catalogue`] holds those that are shipped and those
//! of the user. A [`Lab`] is one machine's certificate authority: it turns a recipe
//! into an `Identity`, which a TLS server shows.
//!
//! ```text
//! certs/expired.toml -> Recipe::parse -> Lab::issue -> Identity { chain, key }
//!                            ^               |
//!                        Catalogue     issue: what to say (rcgen)
//!                                      seal:  how it is signed (ring, or rsa for SHA-1, MD5, RSA-1024)
//! ```
//!
//! ```
//! use badrdp_certs::{Catalogue, Lab};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let lab = Lab::ephemeral()?;
//! let catalogue = Catalogue::built_in();
//! let identity = lab.issue(catalogue.get("expired")?, jiff::Timestamp::now())?;
//! assert_eq!(identity.chain.len(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! It refuses to install anything: the lab CA is only trusted by clients that are
//! pointed at [`Lab::ca_path`]. Every key is made on the machine on first need, and
//! none is ever printed.

mod authority;
mod catalogue;
mod certificate;
mod chain;
mod der;
mod error;
mod folder;
mod issue;
mod key;
mod keyring;
mod lab;
mod recipe;
mod root;
mod seal;
mod store;

pub use catalogue::{Catalogue, CatalogueError, UnknownRecipe};
pub use error::Error;
pub use lab::Lab;
pub use recipe::{
    ChainShape, Damage, Digest, ExtendedKeyUsage, IssuerName, KeyType, KeyUsage, Recipe,
    RecipeError, Shape, schema,
};
