//! Ends and codes that sound the same wherever they come.

use badrdp_proto::session::{error_info, save_session_info, status_info};
use badrdp_scenario::{Cause, Outcome};

use super::Diagnosis;
use crate::seen::Attempt;

/// Text that a server may have had a hand in, fit for a terminal and for one line of a log: each
/// control character is shown as U+FFFD.
pub(super) fn plain(text: &str) -> String {
    let plain = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    text.chars().map(plain).collect()
}

pub(super) fn cut(how: &str, after: &str, partial: usize) -> Diagnosis {
    let outcome = if how == "reset" {
        Outcome::ConnectionReset
    } else {
        Outcome::ConnectionClosed
    };
    let headline = match partial {
        0 => format!("{how} after {after}"),
        _ => format!("{how} after {after}, {partial} bytes into an answer"),
    };
    Diagnosis::new(Cause::Middlebox, outcome, headline)
}

pub(super) fn unfinished(after: &str, seen: &Attempt) -> Diagnosis {
    let (reads, after_ms) = (seen.pace.reads, seen.pace.total_wait.as_millis());
    Diagnosis::new(
        Cause::Handshake,
        Outcome::TimedOut,
        format!(
            "unfinished: bytes came in {reads} reads after {after}, and after {after_ms} ms there was no end"
        ),
    )
}

pub(super) fn silent(after: &str, partial: usize) -> Diagnosis {
    let headline = match partial {
        0 => format!("silent after {after}"),
        _ => format!("silent after {after}, {partial} bytes into an answer"),
    };
    Diagnosis::new(Cause::Handshake, Outcome::TimedOut, headline)
}

pub(super) fn is_unknown(version: u16) -> bool {
    badrdp_tls::Version::from_code(version).is_none()
}

pub(super) fn version_name(code: u16) -> String {
    badrdp_tls::Version::from_code(code).map_or_else(
        || format!("version {code:#06x}"),
        |version| version.to_string(),
    )
}

/// The name of a code of Set Error Info.
pub(super) fn error_info_name(code: u32) -> String {
    error_info::name(code).map_or_else(
        || format!("errorInfo {code:#010x}"),
        |name| format!("ERRINFO_{name}"),
    )
}

/// The name of a code of Server Status Info.
pub(super) fn status_name(code: u32) -> String {
    let mut known = status_info::STATUS_CODES.iter();
    known.find(|(known, _)| *known == code).map_or_else(
        || format!("status {code:#x}"),
        |(_, name)| format!("TS_STATUS_{name}"),
    )
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
