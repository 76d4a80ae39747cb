//! Which certificates are sent, and in what order.

use std::sync::Arc;

use crate::authority::Authority;
use crate::{ChainShape, Error};

/// The chain of a leaf and its issuer. `stranger` makes an authority that is not part of it.
pub(crate) fn arrange(
    shape: ChainShape,
    leaf: Vec<u8>,
    issuer: Option<&Authority>,
    stranger: impl FnOnce() -> Result<Arc<Authority>, Error>,
) -> Result<Vec<Vec<u8>>, Error> {
    let (intermediates, root) = above(issuer);
    let full = [vec![leaf.clone()], intermediates].concat();
    Ok(match shape {
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
    })
}

/// The intermediates from the issuer up, and the root above them.
fn above(issuer: Option<&Authority>) -> (Vec<Vec<u8>>, Option<Vec<u8>>) {
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
