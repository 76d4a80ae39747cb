//! What a connection that failed behind the security layer means.

use badrdp_proto::Phase;
use badrdp_scenario::{Cause, Outcome};
use badrdp_tls::alert;

use super::words::{cut, silent, unfinished};
use super::{Diagnosis, session};
use crate::seen::{Attempt, End, SessionSeen, Stage, TlsFailure};

/// Behind the security layer.
pub(super) fn behind(seen: &Attempt) -> Diagnosis {
    let heard = match &seen.tls {
        Some(_) => "the TLS handshake",
        None => "the Connection Confirm",
    };
    let failure = seen.tls.as_ref().and_then(|tls| tls.failure.as_ref());
    if let (Some(session), None, Stage::Session | Stage::Done) =
        (&seen.session, failure, seen.stage)
    {
        return session::session(seen, session);
    }
    match &seen.end {
        End::Reset { partial } => cut("reset", heard, *partial),
        End::Closed {
            partial,
            notified: false,
        } => cut("closed", heard, *partial),
        End::Closed {
            notified: true,
            partial: 1..,
        } => Diagnosis::new(
            Cause::Protocol,
            Outcome::ProtocolError,
            "an answer was cut short, then the server ended in order",
        ),
        End::Closed { notified: true, .. } => Diagnosis::new(
            Cause::Middlebox,
            Outcome::ConnectionClosed,
            "TLS was established, then ended in order before anything was said",
        ),
        End::Silent { partial } => silent(heard, *partial),
        End::Unfinished => unfinished(heard, seen),
        _ => match failure {
            Some(TlsFailure::Alert(description)) => {
                let text = alert::describe(*description);
                let refused = matches!(description, 42..=49 | 116);
                let session = seen.session.as_ref();
                let logging_on = session
                    .is_some_and(|seen| seen.phase() == Phase::Credssp && seen.credssp.is_some());
                let cause = if logging_on && matches!(description, 49 | 80) {
                    Cause::Account
                } else if matches!(description, 10 | 21) {
                    Cause::Protocol
                } else if refused {
                    Cause::SecurityLayer
                } else {
                    Cause::Middlebox
                };
                let headline = format!("TLS was established, then came the alert {text}");
                let outcome = match cause {
                    Cause::Account => Outcome::AuthenticationFailed,
                    _ => Outcome::HandshakeFailed,
                };
                Diagnosis::new(cause, outcome, headline)
            }
            Some(TlsFailure::Damaged(why)) => Diagnosis::new(
                Cause::Middlebox,
                Outcome::ProtocolError,
                format!("a record inside TLS was damaged: {why}"),
            ),
            Some(TlsFailure::Incompatible(why) | TlsFailure::Misbehaved(why))
                if seen.session.as_ref().is_some_and(SessionSeen::was_active) =>
            {
                Diagnosis::new(
                    Cause::Network,
                    Outcome::ProtocolError,
                    format!("the session was active, then bytes came that are none of it: {why}"),
                )
            }
            _ => Diagnosis::new(
                Cause::Protocol,
                Outcome::ProtocolError,
                "what followed the security layer makes no sense",
            ),
        },
    }
}
