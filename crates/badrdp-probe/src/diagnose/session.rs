//! What a connection means that the server has spoken on behind the security layer.

use badrdp_proto::Phase;
use badrdp_scenario::{Cause, Outcome};

use super::left::left;
use super::refused::{
    account, by_error_info, cookie_refused, license, licensing, logon_errors, ultimatum,
};
use super::words::{cut, unfinished};
use super::{Diagnosis, redirected};
use crate::seen::{Attempt, End, SessionSeen, Stop};

/// Says what the session means.
pub(super) fn session(seen: &Attempt, session: &SessionSeen) -> Diagnosis {
    match &session.stop {
        Some(stop) => stopped(seen, session, stop),
        None => ended(seen, session),
    }
}

fn stopped(seen: &Attempt, session: &SessionSeen, stop: &Stop) -> Diagnosis {
    match stop {
        Stop::ErrorCode(code) => account(*code),
        Stop::PublicKey => Diagnosis::new(
            Cause::Middlebox,
            Outcome::ProtocolError,
            "intercepted: CredSSP was done with another key than that of the certificate",
        ),
        Stop::Credssp(text) => {
            let old = session
                .credssp
                .as_ref()
                .and_then(|seen| seen.version)
                .is_some_and(|version| version < 5);
            if old {
                Diagnosis::new(Cause::Legacy, Outcome::SecurityRefused, text.as_str())
            } else {
                Diagnosis::new(Cause::Account, Outcome::AuthenticationFailed, text.as_str())
            }
        }
        Stop::OldNtlm => Diagnosis::new(
            Cause::Legacy,
            Outcome::SecurityRefused,
            "an old server: its NTLM does without extended session security",
        ),
        Stop::Certificate(text) => Diagnosis::new(
            Cause::Certificate,
            Outcome::CertificateRejected,
            text.as_str(),
        ),
        Stop::Refused(text) => Diagnosis::new(Cause::Denied, Outcome::ServerDenied, text.as_str()),
        Stop::Session(text) => {
            Diagnosis::new(Cause::Session, Outcome::ProtocolError, text.as_str())
        }
        Stop::EarlyAuthorization(result) => Diagnosis::new(
            Cause::Account,
            Outcome::ServerDenied,
            match result {
                5 => "the user may not log on: AUTHZ_ACCESS_DENIED".to_owned(),
                other => format!("the user may not log on: authorization result {other:#x}"),
            },
        ),
        Stop::LicenseError { code, transition } => license(*code, *transition),
        Stop::Licensing(text) => licensing(text),
        Stop::Ultimatum(reason) => ultimatum(session, *reason),
        Stop::Redirected => redirected::one(session),
        Stop::HeartbeatsStopped => Diagnosis::new(
            Cause::Session,
            Outcome::TimedOut,
            format!(
                "the session was active, then the server's heartbeats stopped after {}",
                session.heartbeat.map_or(0, |seen| seen.count)
            ),
        ),
        Stop::Malformed { message, what } => Diagnosis::new(
            if message == "Server Redirection" {
                Cause::Redirection
            } else {
                Cause::Protocol
            },
            Outcome::ProtocolError,
            format!("{message} breaks the standard: {what}"),
        ),
        Stop::Left => left(seen, session),
    }
}

/// The flow ended, or nothing came any more.
fn ended(seen: &Attempt, session: &SessionSeen) -> Diagnosis {
    if let Some(code) = session.error_info {
        return by_error_info(session, code);
    }
    if let Some(errors) = session.logon_errors {
        return logon_errors(errors);
    }
    if session.auto_reconnect_status.is_some() {
        return cookie_refused();
    }
    if session.phase() == Phase::Active || session.deactivations > 0 {
        return lost(seen, session);
    }
    let (said, waiting_for) = (session.said, session.waiting_for);
    match &seen.end {
        End::Closed {
            partial: 0,
            notified: true,
        } => closed_in_order(session),
        End::Closed {
            partial,
            notified: true,
        } => Diagnosis::new(
            Cause::Protocol,
            Outcome::ProtocolError,
            format!(
                "{waiting_for} was cut short after {partial} bytes, then the server ended in order"
            ),
        ),
        End::Closed { partial, .. } => cut("closed", said, *partial),
        End::Reset { partial } => cut("reset", said, *partial),
        End::Unfinished => unfinished(said, seen),
        End::Silent { .. } if !session.oddities.is_empty() => Diagnosis::new(
            Cause::Protocol,
            Outcome::TimedOut,
            format!("silent after {said}, and {}", session.oddities.join(", ")),
        ),
        End::Silent { partial: 0 } => Diagnosis::new(
            Cause::Handshake,
            Outcome::TimedOut,
            format!("silent after {said}: no {waiting_for}"),
        ),
        End::Silent { partial } => Diagnosis::new(
            Cause::Handshake,
            Outcome::TimedOut,
            format!("silent after {said}, {partial} bytes into {waiting_for}"),
        ),
        _ => Diagnosis::new(
            Cause::Protocol,
            Outcome::ProtocolError,
            format!("what came after {said} makes no sense"),
        ),
    }
}

/// TLS said goodbye without a word of RDP.
fn closed_in_order(session: &SessionSeen) -> Diagnosis {
    let said = session.said;
    if session.phase() == Phase::Credssp {
        return Diagnosis::new(
            Cause::Account,
            Outcome::AuthenticationFailed,
            format!(
                "the server ended in order after {said}: it refuses the account, and its version of CredSSP does not say why"
            ),
        );
    }
    Diagnosis::new(
        Cause::Denied,
        Outcome::ConnectionClosed,
        format!("the server ended in order after {said}, without saying why"),
    )
}

/// The session was active, and is gone.
fn lost(seen: &Attempt, session: &SessionSeen) -> Diagnosis {
    let active = session.active_for.as_millis();
    let before = match session.deactivations {
        0 => format!("active for {active} ms"),
        _ if session.phase() == Phase::Active => {
            format!("active for {active} ms, deactivated and active again")
        }
        _ => format!("active for {active} ms, then deactivated"),
    };
    if let End::Closed {
        partial: partial @ 1..,
        notified: true,
    } = seen.end
    {
        return Diagnosis::new(
            Cause::Protocol,
            Outcome::ProtocolError,
            format!(
                "the session was {before}, then a PDU was cut short after {partial} bytes, and the server ended in order"
            ),
        );
    }
    let goodbye = seen.tls.as_ref().is_some_and(|tls| tls.notified);
    if goodbye && matches!(seen.end, End::Silent { .. }) {
        return Diagnosis::new(
            Cause::Network,
            Outcome::ConnectionClosed,
            format!("the session was {before}, then TLS said goodbye, and nothing was closed"),
        );
    }
    let (outcome, how) = match seen.end {
        End::Reset { .. } => (Outcome::ConnectionReset, "reset"),
        End::Closed { notified: true, .. } => (
            Outcome::ConnectionClosed,
            "closed in order, without saying why",
        ),
        End::Closed { .. } => (Outcome::ConnectionClosed, "closed"),
        End::Silent { partial: 1.. } => (Outcome::TimedOut, "silent in the middle of a PDU"),
        _ => (Outcome::TimedOut, "silent"),
    };
    Diagnosis::new(
        Cause::Session,
        outcome,
        format!("the session was {before}, then {how}"),
    )
}
