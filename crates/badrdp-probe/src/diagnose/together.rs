//! What several attempts at the same server mean together.

use badrdp_scenario::{Cause, Outcome};

use super::{Diagnosis, diagnose, redirected};
use crate::options::Security;
use crate::seen::{Attempt, Confirm, SessionSeen};

/// Says what several attempts at the same server mean together.
#[must_use]
pub fn diagnose_all(attempts: &[Attempt], asked: Security) -> Diagnosis {
    let each: Vec<_> = attempts.iter().map(|seen| diagnose(seen, asked)).collect();
    let Some(first) = each.first() else {
        return Diagnosis::new(Cause::Network, Outcome::TimedOut, "nothing was tried");
    };
    if let Some(diagnosis) = redirected::chain(attempts, &each) {
        return diagnosis;
    }
    let sessions = attempts.iter().map(|seen| seen.session.as_ref());
    let active = |session: &SessionSeen| session.was_active();
    let was_active: Vec<_> = sessions.map(|seen| seen.is_some_and(active)).collect();
    if let [true, others @ ..] = was_active.as_slice()
        && !others.is_empty()
        && others.iter().all(|active| !active)
    {
        let last = each.last().unwrap_or(first);
        // A server that answers, and has changed, is reached; one that is gone is not.
        let cause = if is_gone(last) {
            Cause::Network
        } else {
            Cause::Session
        };
        let headline = format!(
            "{}, and coming back failed: {}",
            first.headline, last.headline
        );
        return Diagnosis {
            details: first.details.clone(),
            ..Diagnosis::new(cause, last.outcome, headline)
        };
    }
    let last_session = attempts.last().and_then(|seen| seen.session.as_ref());
    if attempts.len() > 1 && last_session.is_some_and(|seen| seen.auto_reconnect_status.is_some()) {
        let headline = format!(
            "{}; then the auto-reconnect cookie was refused",
            first.headline
        );
        return Diagnosis::new(Cause::Denied, Outcome::Reconnected, headline);
    }
    let desktops: Vec<_> = attempts
        .iter()
        .filter_map(|seen| seen.session.as_ref()?.desktop)
        .map(|seen| (seen.width, seen.height))
        .collect();
    if let [first_size, .., last_size] = desktops.as_slice()
        && first_size != last_size
    {
        let headline = format!("{}; then the desktop had another size", first.headline);
        return Diagnosis::new(Cause::Session, Outcome::Reconnected, headline);
    }
    let securities: Vec<_> = attempts
        .iter()
        .filter(|seen| {
            let session = seen.session.as_ref();
            session.is_some_and(SessionSeen::was_active)
        })
        .filter_map(|seen| seen.confirm.as_ref())
        .collect();
    if let [
        Confirm::Response { selected, .. },
        ..,
        Confirm::Response { selected: last, .. },
    ] = securities.as_slice()
        && selected != last
    {
        let headline = format!(
            "{}; then it came back with {last} instead of {selected}",
            first.headline
        );
        return Diagnosis::new(Cause::Session, Outcome::Reconnected, headline);
    }
    match each.last() {
        Some(last) if each.len() > 1 && last.outcome == Outcome::Connected => {
            let failed = each.len() - 1;
            let plural = if failed == 1 { "attempt" } else { "attempts" };
            let headline = format!(
                "unstable: {failed} {plural} failed, the next one worked ({})",
                first.headline
            );
            Diagnosis {
                details: last.details.clone(),
                ..Diagnosis::new(Cause::Network, Outcome::Reconnected, headline)
            }
        }
        // A server that answers differently the second time tells more than a flow that was cut.
        Some(last) if is_gone(first) && !is_gone(last) => {
            let headline = format!("{}; then, once more: {}", first.headline, last.headline);
            Diagnosis {
                details: last.details.clone(),
                ..Diagnosis::new(last.cause, last.outcome, headline)
            }
        }
        _ => first.clone(),
    }
}

/// Whether nobody is there, or somebody in between cuts the flow.
const fn is_gone(diagnosis: &Diagnosis) -> bool {
    matches!(
        diagnosis.cause,
        Cause::Middlebox | Cause::Network | Cause::Handshake
    )
}
