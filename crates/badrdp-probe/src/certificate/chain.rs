//! The path from the server's certificate to a trusted root, by webpki (RFC 5280 6).

use std::time::Duration;

use jiff::Timestamp;
use rustls::pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, Error, KeyUsage, anchor_from_trusted_cert};

/// Looks for a path from `leaf` over `rest` to one of `roots` that holds at the time `now`.
///
/// # Errors
/// Why there is none. webpki tells one reason, not all of them.
pub(super) fn check(
    leaf: &CertificateDer<'_>,
    rest: &[CertificateDer<'_>],
    roots: &[Vec<u8>],
    now: Timestamp,
) -> Result<(), Error> {
    let roots: Vec<CertificateDer<'_>> = roots
        .iter()
        .map(|root| CertificateDer::from(root.as_slice()))
        .collect();
    let anchors: Vec<TrustAnchor<'_>> = roots
        .iter()
        .filter_map(|root| anchor_from_trusted_cert(root).ok())
        .collect();
    let since_epoch = u64::try_from(now.as_second()).unwrap_or(0);
    let time = UnixTime::since_unix_epoch(Duration::from_secs(since_epoch));
    let leaf = EndEntityCert::try_from(leaf)?;
    leaf.verify_for_usage(
        ALL_VERIFICATION_ALGS,
        &anchors,
        rest,
        time,
        KeyUsage::server_auth(),
        None,
        None,
    )?;
    Ok(())
}

/// What webpki found, in words.
pub(super) fn explain(error: &Error) -> String {
    let words = match error {
        Error::CaUsedAsEndEntity => "a CA certificate in the place of a server's",
        Error::CertExpired { .. } => "a certificate of its chain has expired",
        Error::CertNotValidYet { .. } => "a certificate of its chain is not valid yet",
        Error::InvalidSignatureForPublicKey => "its issuer's signature is wrong",
        Error::NameConstraintViolation => "its CA may not vouch for that name",
        Error::RequiredEkuNotFoundContext(_) => {
            "its extended key usage does not allow server authentication"
        }
        Error::UnknownIssuer => "no trusted root vouches for it",
        Error::UnsupportedCertVersion => "a certificate of its chain is not of X.509 version 3",
        Error::UnsupportedCriticalExtension => "has a critical extension that is unknown",
        other => return format!("not acceptable: {other}"),
    };
    words.to_owned()
}
