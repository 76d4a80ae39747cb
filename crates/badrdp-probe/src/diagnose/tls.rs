//! What a TLS handshake that failed means.

use badrdp_scenario::{Cause, Outcome};
use badrdp_tls::alert;

use super::Diagnosis;
use super::words::{cut, is_unknown, silent, unfinished, version_name};
use crate::foreign::Foreign;
use crate::seen::{Attempt, End, TlsFailure, TlsSeen};

pub(super) fn tls(seen: &Attempt) -> Diagnosis {
    let nothing = TlsSeen::default();
    let tls = seen.tls.as_ref().unwrap_or(&nothing);
    let heard = match tls.messages.last() {
        Some(last) => format!("the server's {last}"),
        None => "the ClientHello".to_owned(),
    };
    if let Some(old) = &tls.old_server {
        let version = version_name(old.version);
        return Diagnosis::new(
            Cause::Legacy,
            Outcome::HandshakeFailed,
            format!("an old server: it speaks {version} with {}", old.suite),
        );
    }
    match &tls.failure {
        Some(failure) => tls_failure(seen, tls, failure),
        None => match seen.end {
            End::Reset { partial } => cut("reset", &heard, partial),
            End::Closed { partial, .. } => cut("closed", &heard, partial),
            End::Silent { partial } => silent(&heard, partial),
            End::Unfinished => unfinished(&heard, seen),
            _ => Diagnosis::new(Cause::Protocol, Outcome::ProtocolError, "TLS went nowhere"),
        },
    }
}

fn tls_failure(seen: &Attempt, tls: &TlsSeen, failure: &TlsFailure) -> Diagnosis {
    let failed = |cause, text: String| Diagnosis::new(cause, Outcome::HandshakeFailed, text);
    match failure {
        TlsFailure::Alert(description) => failed(
            alert_cause(*description),
            format!(
                "the server sent the TLS alert {}",
                alert::describe(*description)
            ),
        ),
        TlsFailure::Certificate => bad_certificate(seen),
        TlsFailure::Damaged(why) => failed(
            Cause::Middlebox,
            format!("TLS was damaged on the way: {why}"),
        ),
        TlsFailure::HandshakeSignature => failed(
            Cause::Certificate,
            "the server cannot prove that it has the certificate's key".to_owned(),
        ),
        TlsFailure::Incompatible(why) if tls.version.is_some_and(is_unknown) => failed(
            Cause::Protocol,
            format!("the server chose a version that does not exist ({why})"),
        ),
        TlsFailure::Incompatible(why) => {
            let version = tls.version.map_or_else(|| "TLS".to_owned(), version_name);
            failed(
                Cause::Legacy,
                format!("the server chose {version}, which is too old ({why})"),
            )
        }
        TlsFailure::Misbehaved(why) => {
            failed(Cause::Protocol, format!("the server broke TLS: {why}"))
        }
        TlsFailure::NotTls(Foreign::X224(code)) if code & 0xF0 == 0xD0 => Diagnosis::new(
            Cause::Protocol,
            Outcome::ProtocolError,
            "a second Connection Confirm where TLS is due",
        ),
        TlsFailure::NotTls(foreign @ Foreign::X224(_)) => Diagnosis::new(
            Cause::SecurityLayer,
            Outcome::ProtocolError,
            format!("TLS was selected, then came {foreign}"),
        ),
        TlsFailure::NotTls(foreign @ (Foreign::Http(_) | Foreign::Text(_))) => Diagnosis::new(
            Cause::Middlebox,
            Outcome::ProtocolError,
            format!("TLS was selected, then a proxy answered: {foreign}"),
        ),
        TlsFailure::NotTls(Foreign::Ssl2) => failed(
            Cause::Legacy,
            "an old server: it answers in SSL 2.0".to_owned(),
        ),
        TlsFailure::NotTls(foreign) => Diagnosis::new(
            Cause::Protocol,
            Outcome::ProtocolError,
            format!("TLS was selected, then came {foreign}"),
        ),
    }
}

/// Why a server, or somebody in its place, sends an alert where its ServerHello should be.
const fn alert_cause(description: u8) -> Cause {
    match description {
        // access_denied: no server knows who asks before CredSSP.
        49 => Cause::Middlebox,
        // internal_error: what Schannel says when it cannot use its private key.
        80 => Cause::Certificate,
        _ => Cause::SecurityLayer,
    }
}

fn bad_certificate(seen: &Attempt) -> Diagnosis {
    let certificate = seen.certificate.as_ref();
    let intercepted = certificate.is_some_and(|seen| seen.is_interception());
    let (cause, headline) = match certificate {
        Some(seen) if intercepted => (
            Cause::Middlebox,
            format!("TLS is intercepted: issued by {}", seen.issuer),
        ),
        Some(seen) => {
            let first = seen
                .findings
                .first()
                .map_or("bad", |finding| finding.text.as_str());
            (Cause::Certificate, format!("bad certificate: {first}"))
        }
        None => (
            Cause::Certificate,
            "the server sent no certificate".to_owned(),
        ),
    };
    Diagnosis::new(cause, Outcome::CertificateRejected, headline)
}
