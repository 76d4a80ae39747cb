//! One lab for all tests, because keys take long to make.

use std::sync::OnceLock;

use badrdp_certs::{Catalogue, Lab};
use badrdp_tls::Identity;
use jiff::Timestamp;
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer;

/// The lab that all tests share.
pub(crate) fn lab() -> &'static Lab {
    static LAB: OnceLock<Lab> = OnceLock::new();
    LAB.get_or_init(|| Lab::ephemeral().unwrap())
}

/// The recipes that are shipped.
pub(crate) fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(Catalogue::built_in)
}

/// A shipped recipe, issued by the shared lab now.
pub(crate) fn issue(recipe: &str) -> Identity {
    lab()
        .issue(catalogue().get(recipe).unwrap(), Timestamp::now())
        .unwrap()
}

/// Hands the parsed leaf of a recipe to a closure.
pub(crate) fn with_leaf<T>(recipe: &str, look: impl FnOnce(&X509Certificate<'_>) -> T) -> T {
    let identity = issue(recipe);
    let leaf = &identity.chain[0];
    let (rest, parsed) = X509Certificate::from_der(leaf).unwrap();
    assert!(rest.is_empty());
    look(&parsed)
}
