//! Which certificates are sent, and in what order.

use std::sync::Arc;

use badrdp_tls::Chain;

use crate::authority::Authority;
use crate::certificate::Certificate;
use crate::{ChainShape, Error};

/// The chain of a leaf and its issuer. `stranger` makes an authority that is not part of it.
pub(crate) fn arrange(
    shape: ChainShape,
    leaf: Certificate,
    issuer: Option<&Authority>,
    stranger: impl FnOnce() -> Result<Arc<Authority>, Error>,
) -> Result<Chain, Error> {
    let (intermediates, root) = above(issuer);
    let full = [vec![leaf.clone()], intermediates].concat();
    let certificates: Vec<Certificate> = match shape {
        ChainShape::Empty => Vec::new(),
        ChainShape::Extra => {
            let unrelated = stranger()?.certificate.clone();
            full.into_iter()
                .chain(root)
                .chain([unrelated, leaf])
                .collect()
        }
        ChainShape::Full => full,
        ChainShape::LeafOnly => vec![leaf],
        ChainShape::Reversed => full.into_iter().rev().collect(),
        ChainShape::WithRoot => full.into_iter().chain(root).collect(),
    };
    Ok(Chain::new(move || {
        certificates
            .iter()
            .map(|certificate| certificate.to_vec())
            .collect()
    }))
}

/// The intermediates from the issuer up, and the root above them.
fn above(issuer: Option<&Authority>) -> (Vec<Certificate>, Option<Certificate>) {
    let mut intermediates = Vec::new();
    let mut next = issuer;
    while let Some(authority) = next {
        let Some(parent) = authority.parent.as_deref() else {
            return (intermediates, Some(authority.certificate.clone()));
        };
        intermediates.push(authority.certificate.clone());
        next = Some(parent);
    }
    (intermediates, None)
}
