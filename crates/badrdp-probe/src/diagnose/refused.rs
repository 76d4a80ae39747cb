//! What the server says when it refuses: the account, the license, the connection.

use badrdp_proto::credssp::NtStatus;
use badrdp_proto::licensing::{ErrorCode, StateTransition};
use badrdp_scenario::{Cause, Outcome};

use super::Diagnosis;
use super::words::{error_info_name, logon_error_name};
use crate::seen::SessionSeen;

/// ERRINFO_LICENSE_INTERNAL to ERRINFO_LICENSE_BAD_CLIENT_ENCRYPTION (MS-RDPBCGR 2.2.5.1.1).
const LICENSE_CODES: std::ops::RangeInclusive<u32> = 0x100..=0x10A;

/// `errorCode` of a TSRequest (MS-CSSP 2.2.1).
pub(super) fn account(code: u32) -> Diagnosis {
    if NtStatus(code) == NtStatus::STATUS_NOT_SUPPORTED {
        let headline = format!(
            "CredSSP is refused as the probe speaks it: {}",
            NtStatus(code)
        );
        return Diagnosis::new(
            Cause::SecurityLayer,
            Outcome::AuthenticationFailed,
            headline,
        );
    }
    Diagnosis::new(
        Cause::Account,
        Outcome::AuthenticationFailed,
        format!("the account is refused: {}", NtStatus(code)),
    )
}

/// Logon Errors Info (MS-RDPBCGR 2.2.10.1.1.4.1.1).
pub(super) fn logon_errors(errors: (u32, u32)) -> Diagnosis {
    /// LOGON_MSG_SESSION_BUSY_OPTIONS, _BUMP_OPTIONS, _RECONNECT_OPTIONS, _SESSION_CONTINUE: the
    /// user has a session already, and is asked about it.
    const QUESTIONS: [u32; 4] = [0xFFFF_FFF8, 0xFFFF_FFFB, 0xFFFF_FFFC, 0xFFFF_FFFE];
    let name = logon_error_name(errors);
    if QUESTIONS.contains(&errors.0) {
        let headline = format!("works, and the logon says {name}");
        return Diagnosis::new(Cause::Session, Outcome::Connected, headline);
    }
    let headline = format!("the logon failed: {name}");
    Diagnosis::new(Cause::Denied, Outcome::AuthenticationFailed, headline)
}

/// Auto-Reconnect Status (MS-RDPBCGR 2.2.4.1).
pub(super) fn cookie_refused() -> Diagnosis {
    let headline = "works, yet the server refuses to take the session up again";
    Diagnosis::new(Cause::Denied, Outcome::Connected, headline)
}

/// What a code of Set Error Info is about.
pub(super) fn error_info_cause(code: u32) -> Cause {
    match code {
        code if LICENSE_CODES.contains(&code) => Cause::Licensing,
        // What breaks RDP by the server's account, from ERRINFO_UNKNOWNPDUTYPE2 on.
        0x10C9..=0x1FFF => Cause::Protocol,
        _ => Cause::Denied,
    }
}

/// License Error (MS-RDPBCGR 2.2.1.12.1.3).
pub(super) fn license(code: u32, transition: u32) -> Diagnosis {
    let (code, transition) = (ErrorCode(code), StateTransition(transition));
    Diagnosis::new(
        Cause::Licensing,
        Outcome::LicensingFailed,
        format!("licensing failed: {code} with {transition}"),
    )
}

/// The server's part of licensing makes no sense.
pub(super) fn licensing(text: &str) -> Diagnosis {
    let headline = format!("licensing went wrong: {text}");
    Diagnosis::new(Cause::Protocol, Outcome::ProtocolError, headline)
}

/// Set Error Info (MS-RDPBCGR 2.2.5.1).
pub(super) fn by_error_info(session: &SessionSeen, code: u32) -> Diagnosis {
    let name = error_info_name(code);
    if LICENSE_CODES.contains(&code) {
        let headline = format!("licensing failed: {name}");
        return Diagnosis::new(Cause::Licensing, Outcome::LicensingFailed, headline);
    }
    let headline = if session.was_active() {
        let active = session.active_for.as_millis();
        format!("the session was active for {active} ms, then ended by {name}")
    } else {
        format!("denied: {name}")
    };
    Diagnosis::new(error_info_cause(code), Outcome::ServerDenied, headline)
}

/// MCS Disconnect Provider Ultimatum (MS-RDPBCGR 2.2.2.3).
pub(super) fn ultimatum(session: &SessionSeen, reason: u8) -> Diagnosis {
    if let Some(code) = session.error_info {
        return by_error_info(session, code);
    }
    if let Some(errors) = session.logon_errors {
        return logon_errors(errors);
    }
    let reason = match reason {
        0 => "rn-domain-disconnected".to_owned(),
        1 => "rn-provider-initiated".to_owned(),
        2 => "rn-token-purged".to_owned(),
        3 => "rn-user-requested".to_owned(),
        4 => "rn-channel-purged".to_owned(),
        other => format!("reason {other}, which is in no standard"),
    };
    if session.was_active() {
        let active = session.active_for.as_millis();
        let headline = format!(
            "the session was active for {active} ms, then ended by MCS Disconnect Provider Ultimatum: {reason}"
        );
        return Diagnosis::new(Cause::Denied, Outcome::ServerDenied, headline);
    }
    let headline = format!(
        "denied after {} by MCS Disconnect Provider Ultimatum: {reason}",
        session.said
    );
    Diagnosis::new(Cause::Denied, Outcome::ServerDenied, headline)
}
