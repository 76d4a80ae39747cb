//! What a connection means that the server has spoken on behind the security layer.

use badrdp_proto::Phase;
use badrdp_proto::session::{error_info, save_session_info, status_info};
use badrdp_scenario::{Cause, Outcome};

use super::healthy::healthy;
use super::refused::{
    account, by_error_info, cookie_refused, error_info_cause, license, licensing, logon_errors,
    ultimatum,
};
use super::words::{cut, unfinished};
use super::{Diagnosis, redirected};
use crate::seen::{Attempt, End, LicenseSeen, SessionSeen, Stop};

/// Says what the session means.
pub(super) fn session(seen: &Attempt, session: &SessionSeen) -> Diagnosis {
    match &session.stop {
        Some(Stop::Left) => left(seen, session),
        Some(stop) => stopped(session, stop),
        None => ended(seen, session),
    }
}

fn stopped(session: &SessionSeen, stop: &Stop) -> Diagnosis {
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
        Stop::Left => Diagnosis::new(Cause::Healthy, Outcome::Connected, "healthy"),
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
    let goodbye = seen.tls.as_ref().is_some_and(|tls| tls.notified);
    if goodbye && matches!(seen.end, End::Silent { .. }) {
        return Diagnosis::new(
            Cause::Network,
            Outcome::TimedOut,
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

/// The probe left as it wanted; something may have been odd.
fn left(seen: &Attempt, session: &SessionSeen) -> Diagnosis {
    let works = |cause, text: String| Diagnosis::new(cause, Outcome::Connected, text);
    if let Some(errors) = session.logon_errors {
        return logon_errors(errors);
    }
    if let Some(code) = session.error_info {
        let name = error_info_name(code);
        let cause = error_info_cause(code);
        return works(cause, format!("works, yet the server said {name}"));
    }
    if let Some(encryption) = &session.encryption
        && encryption.method == "none"
    {
        let text = "works, yet nothing is encrypted: no password was sent";
        return works(Cause::SecurityLayer, text.to_owned());
    }
    if let Some(odd) = session.oddities.first() {
        return works(
            Cause::Protocol,
            format!("works, yet breaks the standard: {odd}"),
        );
    }
    if session.auto_reconnect_status.is_some() {
        return cookie_refused();
    }
    if session.redirection.is_some() {
        let text = "works, and the server told of a redirection that is not to be followed";
        return works(Cause::Redirection, text.to_owned());
    }
    let is_slow = seen.pace.dribbles() || seen.pace.is_slow(seen.connected_after);
    if session.updates == 0 && !is_slow {
        let text = "the session is active, yet nothing is ever drawn";
        return works(Cause::Session, text.to_owned());
    }
    if session.early_picture {
        let text = "works, yet the picture came before Font Map";
        return works(Cause::Session, text.to_owned());
    }
    if let Some(code) = session.status_info.first() {
        let text = format!("works, after the server said {}", status_name(*code));
        return works(Cause::Session, text);
    }
    if session.auto_detect_requests > MANY_REQUESTS {
        let count = session.auto_detect_requests;
        let text = format!("works, yet the network was measured {count} times");
        return works(Cause::Session, text);
    }
    if let Some(credssp) = &session.credssp
        && credssp.version.is_some()
        && !credssp.has_timestamp
    {
        let text = "works, yet it is old: its NTLM challenge tells no time";
        return works(Cause::Legacy, text.to_owned());
    }
    if session.license_padding > 0 {
        let padding = session.license_padding;
        let text = format!("works, yet {padding} bytes of padding follow its licensing message");
        return works(Cause::Licensing, text);
    }
    if session.devices_stalled {
        let text = "works, yet the redirection of devices began and got no further";
        return works(Cause::Session, text.to_owned());
    }
    if session.deactivations > 0 {
        let text = format!(
            "works, deactivated and active again {} times",
            session.deactivations
        );
        return works(Cause::Session, text);
    }
    healthy(seen)
}

pub(super) fn error_info_name(code: u32) -> String {
    error_info::name(code).map_or_else(
        || format!("errorInfo {code:#010x}"),
        |name| format!("ERRINFO_{name}"),
    )
}

fn status_name(code: u32) -> String {
    let mut known = status_info::STATUS_CODES.iter();
    known.find(|(known, _)| *known == code).map_or_else(
        || format!("status {code:#x}"),
        |(_, name)| format!("TS_STATUS_{name}"),
    )
}

/// More requests of auto-detection than a short visit explains.
const MANY_REQUESTS: u32 = 30;

/// What else was seen, a line each.
pub(super) fn details(session: &SessionSeen) -> Vec<String> {
    let mut lines = vec![format!("security: {}", session.security)];
    if let Some(credssp) = &session.credssp
        && let Some(version) = credssp.version
    {
        let build = credssp.build.as_deref().unwrap_or("unknown");
        lines.push(format!("CredSSP version {version}, build {build}"));
    }
    if let Some(version) = session.gcc_version {
        lines.push(format!("GCC version {version:#010x}"));
    }
    match &session.license {
        Some(LicenseSeen::Issued(product)) => lines.push(format!("license: issued for {product}")),
        Some(LicenseSeen::Valid) => lines.push("license: none needed".to_owned()),
        Some(LicenseSeen::ValidAfterExchange) => {
            lines.push("license: valid, after a full exchange".to_owned());
        }
        None => {}
    }
    if let Some(desktop) = session.desktop {
        let (width, height, depth) = (desktop.width, desktop.height, desktop.depth);
        lines.push(format!("desktop: {width}x{height}, {depth} bits per pixel"));
    }
    if session.was_active() {
        let active = session.active_for.as_millis();
        lines.push(format!(
            "active for {active} ms, {} updates",
            session.updates
        ));
    }
    for code in &session.status_info {
        let name = status_info::STATUS_CODES
            .iter()
            .find(|(known, _)| known == code);
        let name = name.map_or_else(
            || format!("{code:#x}"),
            |(_, name)| format!("TS_STATUS_{name}"),
        );
        lines.push(format!("status: {name}"));
    }
    lines.extend(session.oddities.iter().map(|odd| format!("odd: {odd}")));
    lines
}

/// The name of a Logon Errors Info.
pub(super) fn logon_error_name((kind, data): (u32, u32)) -> String {
    let find = |table: &[(u32, &str)], code: u32, prefix: &str| {
        let found = table.iter().find(|(known, _)| *known == code);
        found.map_or_else(
            || format!("{code:#x}"),
            |(_, name)| format!("{prefix}{name}"),
        )
    };
    let kind = find(save_session_info::NOTIFICATION_TYPES, kind, "LOGON_MSG_");
    let data = find(save_session_info::NOTIFICATION_DATA, data, "LOGON_");
    format!("{kind}, {data}")
}
