//! Ends that sound the same wherever they come.

use badrdp_scenario::{Cause, Outcome};

use super::Diagnosis;
use crate::seen::Attempt;

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
