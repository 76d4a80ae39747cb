//! What redirections mean: where they led, and what was met there.

use badrdp_scenario::{Cause, Outcome};

use super::Diagnosis;
use crate::seen::{Attempt, NotFollowed, SessionSeen, Stop};

/// A connection that ended in a redirection.
pub(super) fn one(session: &SessionSeen) -> Diagnosis {
    let told = told(session);
    let not_followed = session.redirection.as_ref();
    let not_followed = not_followed.and_then(|seen| seen.not_followed.as_ref());
    let (outcome, headline) = match not_followed {
        None => (Outcome::ConnectionClosed, told),
        Some(NotFollowed::Broken(what)) => (
            Outcome::ProtocolError,
            format!("the redirection leads nowhere: {what}"),
        ),
        Some(NotFollowed::Elsewhere(name)) => (
            Outcome::ConnectionClosed,
            format!("{told}, which was not followed: {name} is another machine"),
        ),
        Some(NotFollowed::Endless(hops)) => (
            Outcome::ConnectionClosed,
            format!("redirects for ever: {told}, after {hops} redirections that were followed"),
        ),
        Some(NotFollowed::Rdstls) => (
            Outcome::SecurityRefused,
            format!("{told}, with a password for RDSTLS, which the probe does not speak"),
        ),
        Some(NotFollowed::Unreachable(name)) => (
            Outcome::ConnectionRefused,
            format!("{told}, and {name} has no address"),
        ),
    };
    Diagnosis::new(Cause::Redirection, outcome, headline)
}

/// Attempts of which some ended in redirections that were followed: what came of the last.
pub(super) fn chain(attempts: &[Attempt], each: &[Diagnosis]) -> Option<Diagnosis> {
    let sessions = attempts.iter().filter_map(|seen| seen.session.as_ref());
    let redirected: Vec<_> = sessions
        .filter(|session| session.stop == Some(Stop::Redirected))
        .collect();
    let (last, end) = (redirected.last()?, each.last()?);
    if attempts.last()?.session.as_ref() == Some(last) {
        return Some(end.clone());
    }
    let told = told(last);
    let before = match redirected.len() {
        1 => told,
        hops => format!("redirected {hops} times, at last {told}"),
    };
    let headline = match end.outcome {
        Outcome::Connected => format!("{before}, and the target works"),
        _ => format!("{before}, and the target: {}", end.headline),
    };
    Some(Diagnosis {
        details: end.details.clone(),
        ..Diagnosis::new(Cause::Redirection, end.outcome, headline)
    })
}

/// Where the server sent the client.
fn told(session: &SessionSeen) -> String {
    let seen = session.redirection.as_ref();
    match seen.and_then(|seen| seen.target.as_deref()) {
        Some(name) if name.chars().count() > 60 => "redirected to a very long name".to_owned(),
        Some(name) => format!("redirected to {name}"),
        None => "redirected by a routing token".to_owned(),
    }
}
