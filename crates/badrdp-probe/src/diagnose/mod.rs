//! From what was seen to what it means. Pure: the same sight gives the same diagnosis.

mod behind;
mod healthy;
mod redirected;
mod refused;
mod session;
mod tls;
mod words;

use badrdp_proto::negotiation::{Protocols, failure_name};
use badrdp_scenario::{Cause, Outcome};
use serde::Serialize;

use self::words::{cut, silent, unfinished};
use crate::foreign::Foreign;
use crate::options::Security;
use crate::seen::{Attempt, Confirm, End, SessionSeen, Stage};

/// What an attempt means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnosis {
    /// The cause, of the same closed list that scenarios are sorted by.
    pub cause: Cause,
    /// What the probe did, in the words that every client is judged with.
    pub outcome: Outcome,
    /// One line.
    pub headline: String,
    /// What else was seen.
    pub details: Vec<String>,
}

impl Diagnosis {
    fn new(cause: Cause, outcome: Outcome, headline: impl Into<String>) -> Self {
        Self {
            cause,
            outcome,
            headline: headline.into(),
            details: Vec::new(),
        }
    }
}

/// Says what one attempt means.
#[must_use]
pub fn diagnose(seen: &Attempt, asked: Security) -> Diagnosis {
    let mut diagnosis = match seen.stage {
        Stage::Connect => connect(&seen.end),
        Stage::ConnectionConfirm => confirm(seen, asked),
        Stage::TlsHandshake => tls::tls(seen),
        Stage::FirstPdu | Stage::Session | Stage::Done => behind::behind(seen),
    };
    if let Some(session) = &seen.session {
        diagnosis.details.extend(session::details(session));
    }
    if let Some(certificate) = &seen.certificate {
        diagnosis
            .details
            .push(format!("certificate: {}", certificate.subject));
        let texts = certificate
            .findings
            .iter()
            .map(|finding| finding.text.clone());
        diagnosis.details.extend(texts);
    }
    diagnosis
}

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
    if last_session.is_some_and(|seen| seen.auto_reconnect_status.is_some()) {
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

fn connect(end: &End) -> Diagnosis {
    match end {
        End::Refused => Diagnosis::new(
            Cause::Network,
            Outcome::ConnectionRefused,
            "refused: nothing listens on the port",
        ),
        End::Failed(why) => Diagnosis::new(
            Cause::Network,
            Outcome::ConnectionRefused,
            format!("cannot connect: {why}"),
        ),
        End::Reset { .. } => Diagnosis::new(
            Cause::Middlebox,
            Outcome::ConnectionReset,
            "reset while TCP was connecting",
        ),
        _ => Diagnosis::new(
            Cause::Network,
            Outcome::TimedOut,
            "no answer to the SYN: dropped on the way, or the host is gone",
        ),
    }
}

fn confirm(seen: &Attempt, asked: Security) -> Diagnosis {
    let partial = match seen.end {
        End::Closed { partial, .. } | End::Reset { partial } | End::Silent { partial } => partial,
        _ => 0,
    };
    match &seen.confirm {
        Some(Confirm::Failure(code)) => refused_security(*code),
        Some(Confirm::Foreign(foreign)) => wrong_service(foreign),
        Some(Confirm::Malformed(text)) => Diagnosis::new(
            Cause::Protocol,
            Outcome::ProtocolError,
            format!("malformed: {text}"),
        ),
        Some(Confirm::NoNegotiation) => Diagnosis::new(
            Cause::Legacy,
            Outcome::SecurityRefused,
            "an old server: its Connection Confirm knows no negotiation, it speaks Standard RDP Security only",
        ),
        Some(Confirm::Response {
            selected: Protocols::RDP,
            ..
        }) => Diagnosis::new(
            Cause::SecurityLayer,
            Outcome::SecurityRefused,
            "the server selected Standard RDP Security although TLS was offered",
        ),
        Some(Confirm::Response { selected, .. }) => not_asked_for(*selected, asked),
        None => match seen.end {
            End::Reset { .. } => cut("reset", "the Connection Request", partial),
            End::Closed { .. } => cut("closed", "the Connection Request", partial),
            End::Silent { .. } => silent("the Connection Request", partial),
            End::Unfinished => unfinished("the Connection Request", seen),
            _ => Diagnosis::new(
                Cause::Protocol,
                Outcome::ProtocolError,
                "an answer to the Connection Request that makes no sense",
            ),
        },
    }
}

fn refused_security(code: u32) -> Diagnosis {
    let name = failure_name(code).map_or_else(|| format!("code {code:#x}"), str::to_owned);
    Diagnosis::new(
        Cause::SecurityLayer,
        Outcome::SecurityRefused,
        format!("refused by RDP_NEG_FAILURE: {name}"),
    )
}

fn wrong_service(foreign: &Foreign) -> Diagnosis {
    let (cause, who) = if foreign.is_portal() {
        (
            Cause::Middlebox,
            "a portal or proxy answers in the server's place",
        )
    } else {
        (Cause::WrongService, "no RDP server")
    };
    Diagnosis::new(cause, Outcome::ProtocolError, format!("{who}: {foreign}"))
}

fn not_asked_for(selected: Protocols, asked: Security) -> Diagnosis {
    let asked = asked.protocols();
    Diagnosis::new(
        Cause::SecurityLayer,
        Outcome::SecurityRefused,
        format!("the server selected {selected}, of which the request said {asked}"),
    )
}
