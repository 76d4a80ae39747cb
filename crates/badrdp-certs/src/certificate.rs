//! A certificate that is signed when somebody wants it.

use badrdp_tls::Later;

/// A certificate in DER. What it says is settled; it is signed when it is first looked at.
pub(crate) type Certificate = Later<Vec<u8>>;
