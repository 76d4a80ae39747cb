//! What a handshake tells: why it failed, or what was odd about one that did not.

use badrdp_proto::MessageName;
use rustls::{CertificateError, Error};

use crate::foreign::Foreign;
use crate::seen::TlsFailure;

/// Why rustls goes no further; `is_bad` tells whether the certificate is at fault by itself.
pub(super) fn failure(error: Error, is_bad: bool) -> TlsFailure {
    match error {
        Error::AlertReceived(description) => TlsFailure::Alert(description.into()),
        // The only signature that rustls is left to check is the one over the handshake.
        Error::InvalidCertificate(CertificateError::BadSignature) => TlsFailure::HandshakeSignature,
        Error::InvalidCertificate(_) if is_bad => TlsFailure::Certificate,
        Error::InvalidCertificate(_) => TlsFailure::HandshakeSignature,
        Error::NoCertificatesPresented => TlsFailure::Certificate,
        Error::PeerIncompatible(why) => TlsFailure::Incompatible(format!("{why:?}")),
        Error::DecryptError => TlsFailure::Damaged(error.to_string()),
        Error::PeerMisbehaved(why) => TlsFailure::Misbehaved(format!("{why:?}")),
        other => TlsFailure::Misbehaved(other.to_string()),
    }
}

/// What was odd about the messages of a handshake that was completed.
pub(super) fn oddities(messages: &[String]) -> Vec<String> {
    let count = |name: MessageName| {
        let messages = messages.iter();
        messages.filter(|message| **message == name.name()).count()
    };
    let mut odd = Vec::new();
    if count(MessageName::Alert) > 0 {
        odd.push("an alert came, and the handshake went on".to_owned());
    }
    match count(MessageName::ServerChangeCipherSpec) {
        0 | 1 => {}
        times => odd.push(format!("ChangeCipherSpec came {times} times")),
    }
    odd
}

/// Names what `first`, all that has come, cannot be as TLS, once enough of it is here to tell.
pub(super) fn not_tls(first: &[u8]) -> Option<Foreign> {
    /// As much as a record's header and the first byte in it.
    const ENOUGH: usize = 6;
    let plausible = match first {
        [] => true,
        [kind] => (20..=23).contains(kind),
        [kind, major, ..] => (20..=23).contains(kind) && *major == 3,
    };
    (!plausible && first.len() >= ENOUGH).then(|| Foreign::name(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_signature_is_told_beside_a_bad_certificate_that_was_let_pass() {
        let signature = || Error::InvalidCertificate(CertificateError::BadSignature);
        let refused =
            || Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure);
        assert_eq!(failure(signature(), false), TlsFailure::HandshakeSignature);
        assert_eq!(failure(signature(), true), TlsFailure::HandshakeSignature);
        assert_eq!(failure(refused(), true), TlsFailure::Certificate);
    }

    #[test]
    fn what_repeats_in_a_handshake_is_odd() {
        let names = |names: &[MessageName]| -> Vec<String> {
            names.iter().map(|name| name.name().to_owned()).collect()
        };
        let honest = names(&[
            MessageName::ServerHello,
            MessageName::ServerChangeCipherSpec,
        ]);
        assert_eq!(oddities(&honest), Vec::<String>::new());
        let odd = names(&[
            MessageName::Alert,
            MessageName::ServerChangeCipherSpec,
            MessageName::ServerChangeCipherSpec,
        ]);
        assert_eq!(oddities(&odd).len(), 2);
    }

    #[test]
    fn other_protocols_are_named_once_enough_of_them_came() {
        assert_eq!(not_tls(b"\x16\x03\x03\x00\x50\x02"), None);
        assert_eq!(not_tls(b"HTTP/"), None);
        assert_eq!(not_tls(b"HTTP/1.1 403 "), Some(Foreign::Http(403)));
    }
}
