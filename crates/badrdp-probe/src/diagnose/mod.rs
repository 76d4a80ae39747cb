//! From what was seen to what it means. Pure: the same sight gives the same diagnosis.

mod behind;
mod details;
mod healthy;
mod left;
mod redirected;
mod refused;
mod session;
mod tls;
mod together;
mod words;

use badrdp_proto::negotiation::{Protocols, failure_name};
use badrdp_scenario::{Cause, Outcome};
use serde::Serialize;

pub use self::together::diagnose_all;
use self::words::{cut, plain, silent, unfinished};
use crate::foreign::Foreign;
use crate::options::Security;
use crate::seen::{Attempt, Confirm, End, Stage};

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
    fn new(cause: Cause, outcome: Outcome, headline: impl AsRef<str>) -> Self {
        Self {
            cause,
            outcome,
            headline: plain(headline.as_ref()),
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
        diagnosis.details.extend(details::details(session));
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
    for detail in &mut diagnosis.details {
        *detail = plain(detail);
    }
    diagnosis
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
