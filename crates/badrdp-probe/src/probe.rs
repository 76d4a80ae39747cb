//! Probes a server: as many attempts as it takes, then a report.

use std::time::{Duration, Instant};

use crate::attempt::{Trip, attempt, inquire_old};
use crate::diagnose::{diagnose, diagnose_all};
use crate::options::Options;
use crate::redirect::Destination;
use crate::report::Report;
use crate::seen::{Attempt, End, SessionSeen, Stage, TlsFailure};

/// A pause before coming back: real servers reset clients that come back at once.
const PAUSE: Duration = Duration::from_millis(100);

/// Walks the server, and where it redirects to, and says what it met.
pub async fn probe(options: &Options) -> Report {
    let start = Instant::now();
    let mut trip = Trip {
        to: Destination::first(options),
        cookie: None,
        redirection: None,
    };
    let mut attempts = Vec::new();
    go(options, &mut trip, &mut attempts).await;
    ask_old(options, &trip.to, &mut attempts).await;
    for _ in 0..options.retries {
        let silenced = attempts.len() == 1 && attempts.iter().any(was_silenced);
        if !silenced && !attempts.last().is_some_and(worth_another) {
            break;
        }
        tokio::time::sleep(PAUSE).await;
        go(options, &mut trip, &mut attempts).await;
    }
    let diagnosis = diagnose_all(&attempts, options.security);
    let steps = attempts
        .iter()
        .map(|seen| diagnose(seen, options.security).headline)
        .collect();
    Report {
        address: options.address,
        diagnosis,
        attempts,
        steps,
        took: start.elapsed(),
    }
}

/// One attempt, and those that its redirections lead to.
async fn go(options: &Options, trip: &mut Trip, attempts: &mut Vec<Attempt>) {
    loop {
        attempts.push(attempt(options, trip).await);
        let Some(redirection) = trip.redirection.take() else {
            return;
        };
        match trip.to.redirected(&redirection, options).await {
            Ok(next) => {
                trip.to = next;
                trip.cookie = None;
            }
            Err(why) => {
                let session = attempts.last_mut().and_then(|seen| seen.session.as_mut());
                if let Some(seen) = session.and_then(|session| session.redirection.as_mut()) {
                    seen.not_followed = Some(why);
                }
                return;
            }
        }
    }
}

/// A flow that was cut may work the next time; a server that is silent may too, yet a second
/// silence tells nothing that the first one did not.
fn worth_another(seen: &Attempt) -> bool {
    let told = |session: &SessionSeen| {
        session.error_info.is_some() || session.logon_errors.is_some() || session.stop.is_some()
    };
    if seen.session.as_ref().is_some_and(told) {
        return false;
    }
    let was_active = seen.session.as_ref().is_some_and(SessionSeen::was_active);
    match seen.end {
        // A session that was damaged on its way is worth another as well.
        End::Unusable => was_active,
        End::Closed {
            notified: false, ..
        }
        | End::Reset { .. } => {
            seen.confirm.is_none() || seen.tls.is_some() || seen.session.is_some()
        }
        _ => false,
    }
}

/// A session that fell silent is one that a client reconnects.
fn was_silenced(seen: &Attempt) -> bool {
    let active = seen.session.as_ref().is_some_and(SessionSeen::was_active);
    // One that TLS ended in order is over.
    let is_over = seen.tls.as_ref().is_some_and(|tls| tls.notified);
    active && !is_over && matches!(seen.end, End::Silent { .. })
}

/// A server that failed a modern ClientHello may only be old.
async fn ask_old(options: &Options, to: &Destination, attempts: &mut [Attempt]) {
    let Some(seen) = attempts.last_mut() else {
        return;
    };
    let failed = match (&seen.tls, &seen.end) {
        (Some(tls), End::Reset { partial: 0 } | End::Closed { partial: 0, .. }) => {
            tls.messages.is_empty()
        }
        (Some(tls), _) => matches!(tls.failure, Some(TlsFailure::Alert(40 | 70 | 71 | 86))),
        (None, _) => false,
    };
    if seen.stage == Stage::TlsHandshake
        && failed
        && let Some(old) = inquire_old(options, to).await
        && let Some(tls) = &mut seen.tls
    {
        tls.old_server = Some(old);
    }
}
