//! Certificates in PEM.

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

/// The certificates in a PEM text, in DER; whatever else is in it is passed over.
pub(crate) fn certificates(text: &str) -> Vec<Vec<u8>> {
    CertificateDer::pem_slice_iter(text.as_bytes())
        .filter_map(Result::ok)
        .map(|certificate| certificate.to_vec())
        .collect()
}
