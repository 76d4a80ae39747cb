//! From what was seen to what it means. Pure: the same sight gives the same diagnosis.

use std::time::Duration;

use badrdp_proto::negotiation::{Protocols, failure_name};
use badrdp_scenario::{Cause, Outcome};
use badrdp_tls::alert;
use serde::Serialize;

use crate::foreign::Foreign;
use crate::options::Security;
use crate::seen::{Answer, Attempt, Confirm, End, Stage, TlsFailure, TlsSeen};

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
        Stage::TlsHandshake => tls(seen),
        Stage::FirstPdu | Stage::Done => behind(seen),
    };
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
        _ => first.clone(),
    }
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

fn tls(seen: &Attempt) -> Diagnosis {
    let nothing = TlsSeen::default();
    let tls = seen.tls.as_ref().unwrap_or(&nothing);
    let heard = match tls.messages.last() {
        Some(last) => format!("the server's {last}"),
        None => "the ClientHello".to_owned(),
    };
    if let Some(old) = &tls.old_server {
        let version = version_name(old.version);
        return Diagnosis::new(
            Cause::Legacy,
            Outcome::HandshakeFailed,
            format!("an old server: it speaks {version} with {}", old.suite),
        );
    }
    match &tls.failure {
        Some(failure) => tls_failure(seen, tls, failure),
        None => match seen.end {
            End::Reset { partial } => cut("reset", &heard, partial),
            End::Closed { partial, .. } => cut("closed", &heard, partial),
            End::Silent { partial } => silent(&heard, partial),
            End::Unfinished => unfinished(&heard, seen),
            _ => Diagnosis::new(Cause::Protocol, Outcome::ProtocolError, "TLS went nowhere"),
        },
    }
}

fn tls_failure(seen: &Attempt, tls: &TlsSeen, failure: &TlsFailure) -> Diagnosis {
    let failed = |cause, text: String| Diagnosis::new(cause, Outcome::HandshakeFailed, text);
    match failure {
        TlsFailure::Alert(description) => failed(
            alert_cause(*description),
            format!(
                "the server sent the TLS alert {}",
                alert::describe(*description)
            ),
        ),
        TlsFailure::Certificate => bad_certificate(seen),
        TlsFailure::Damaged(why) => failed(
            Cause::Middlebox,
            format!("TLS was damaged on the way: {why}"),
        ),
        TlsFailure::HandshakeSignature => failed(
            Cause::Certificate,
            "the server cannot prove that it has the certificate's key".to_owned(),
        ),
        TlsFailure::Incompatible(why) if tls.version.is_some_and(is_unknown) => failed(
            Cause::Protocol,
            format!("the server chose a version that does not exist ({why})"),
        ),
        TlsFailure::Incompatible(why) => {
            let version = tls.version.map_or_else(|| "TLS".to_owned(), version_name);
            failed(
                Cause::Legacy,
                format!("the server chose {version}, which is too old ({why})"),
            )
        }
        TlsFailure::Misbehaved(why) => {
            failed(Cause::Protocol, format!("the server broke TLS: {why}"))
        }
        TlsFailure::NotTls(Foreign::X224(code)) if code & 0xF0 == 0xD0 => Diagnosis::new(
            Cause::Protocol,
            Outcome::ProtocolError,
            "a second Connection Confirm where TLS is due",
        ),
        TlsFailure::NotTls(foreign @ Foreign::X224(_)) => Diagnosis::new(
            Cause::SecurityLayer,
            Outcome::ProtocolError,
            format!("TLS was selected, then came {foreign}"),
        ),
        TlsFailure::NotTls(foreign @ (Foreign::Http(_) | Foreign::Text(_))) => Diagnosis::new(
            Cause::Middlebox,
            Outcome::ProtocolError,
            format!("TLS was selected, then a proxy answered: {foreign}"),
        ),
        TlsFailure::NotTls(foreign) => Diagnosis::new(
            Cause::Protocol,
            Outcome::ProtocolError,
            format!("TLS was selected, then came {foreign}"),
        ),
    }
}

/// Why a server, or somebody in its place, sends an alert where its ServerHello should be.
const fn alert_cause(description: u8) -> Cause {
    match description {
        // access_denied: no server knows who asks before CredSSP.
        49 => Cause::Middlebox,
        // internal_error: what Schannel says when it cannot use its private key.
        80 => Cause::Certificate,
        _ => Cause::SecurityLayer,
    }
}

fn bad_certificate(seen: &Attempt) -> Diagnosis {
    let certificate = seen.certificate.as_ref();
    let intercepted = certificate.is_some_and(|seen| seen.is_interception());
    let (cause, headline) = match certificate {
        Some(seen) if intercepted => (
            Cause::Middlebox,
            format!("TLS is intercepted: issued by {}", seen.issuer),
        ),
        Some(seen) => {
            let first = seen
                .findings
                .first()
                .map_or("bad", |finding| finding.text.as_str());
            (Cause::Certificate, format!("bad certificate: {first}"))
        }
        None => (
            Cause::Certificate,
            "the server sent no certificate".to_owned(),
        ),
    };
    Diagnosis::new(cause, Outcome::CertificateRejected, headline)
}

/// Behind the security layer.
fn behind(seen: &Attempt) -> Diagnosis {
    let heard = match &seen.tls {
        Some(_) => "the TLS handshake",
        None => "the Connection Confirm",
    };
    match (&seen.end, &seen.answer) {
        (End::Answered, Some(answer)) => answered(seen, *answer),
        (End::Reset { partial }, _) => cut("reset", heard, *partial),
        (
            End::Closed {
                partial,
                notified: false,
            },
            _,
        ) => cut("closed", heard, *partial),
        (
            End::Closed {
                notified: true,
                partial: 1..,
            },
            _,
        ) => Diagnosis::new(
            Cause::Protocol,
            Outcome::ProtocolError,
            "an answer was cut short, then the server ended in order",
        ),
        (End::Closed { notified: true, .. }, _) => Diagnosis::new(
            Cause::Middlebox,
            Outcome::ConnectionClosed,
            "TLS was established, then ended in order before anything was said",
        ),
        (End::Silent { partial }, _) => silent(heard, *partial),
        (End::Unfinished, _) => unfinished(heard, seen),
        _ => match seen.tls.as_ref().and_then(|tls| tls.failure.as_ref()) {
            Some(TlsFailure::Alert(description)) => {
                let text = alert::describe(*description);
                let refused = matches!(description, 42..=49 | 116);
                let cause = if refused {
                    Cause::SecurityLayer
                } else {
                    Cause::Middlebox
                };
                let headline = format!("TLS was established, then came the alert {text}");
                Diagnosis::new(cause, Outcome::HandshakeFailed, headline)
            }
            Some(TlsFailure::Damaged(why)) => Diagnosis::new(
                Cause::Middlebox,
                Outcome::ProtocolError,
                format!("a record inside TLS was damaged: {why}"),
            ),
            _ => Diagnosis::new(
                Cause::Protocol,
                Outcome::ProtocolError,
                "what followed the security layer makes no sense",
            ),
        },
    }
}

fn answered(seen: &Attempt, answer: Answer) -> Diagnosis {
    let mut diagnosis = healthy(seen);
    diagnosis.details.insert(0, said(answer));
    diagnosis
}

/// Nothing failed; the certificate, the flags or the pace may still tell something.
fn healthy(seen: &Attempt) -> Diagnosis {
    /// Every bit of `flags` that a server is known to send; 0x20 is in no standard.
    const KNOWN_FLAGS: u8 = 0x3F;
    let connected = |cause, text: String| Diagnosis::new(cause, Outcome::Connected, text);
    if let Some(Confirm::Response { flags, .. }) = seen.confirm
        && flags & !KNOWN_FLAGS != 0
    {
        return connected(
            Cause::Protocol,
            format!("works, with unknown flags {flags:#04x}"),
        );
    }
    if let Some(finding) = seen
        .certificate
        .as_ref()
        .and_then(|seen| seen.findings.first())
    {
        return connected(
            Cause::Certificate,
            format!("works, yet the certificate is at fault: {}", finding.text),
        );
    }
    if let Some(text) = slow(seen) {
        return connected(Cause::Network, text);
    }
    connected(Cause::Healthy, "healthy as far as this goes".to_owned())
}

/// What the pace tells: a wait that no handshake explains, or bytes that dribble.
fn slow(seen: &Attempt) -> Option<String> {
    /// A slow machine needs this long for a handshake; the round trip comes on top.
    const USUAL: Duration = Duration::from_millis(150);
    /// A server that writes whole messages needs fewer reads.
    const SMALL_READS: u32 = 12;
    let usual = USUAL + 4 * seen.connected_after.unwrap_or_default();
    let pace = &seen.pace;
    if pace.small_reads > SMALL_READS {
        return Some(format!(
            "works, yet bytes dribble in: {} reads of a few bytes",
            pace.small_reads
        ));
    }
    (pace.longest_wait > usual).then(|| {
        format!(
            "works, yet slowly: {} ms until an answer came",
            pace.longest_wait.as_millis()
        )
    })
}

fn said(answer: Answer) -> String {
    match answer {
        Answer::ConnectResponse(0) => "MCS Connect Response: rt-successful".to_owned(),
        Answer::ConnectResponse(result) => format!("MCS Connect Response: result {result}"),
        Answer::DisconnectProviderUltimatum(reason) => {
            format!("MCS Disconnect Provider Ultimatum: reason {reason}")
        }
        Answer::TsError(code) => format!("TSRequest with errorCode {code:#010x}"),
        Answer::TsRequest => "TSRequest with a challenge".to_owned(),
        Answer::Unrecognized => "an answer that is no PDU of this phase".to_owned(),
    }
}

fn cut(how: &str, after: &str, partial: usize) -> Diagnosis {
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

fn unfinished(after: &str, seen: &Attempt) -> Diagnosis {
    let (reads, after_ms) = (seen.pace.reads, seen.pace.total_wait.as_millis());
    Diagnosis::new(
        Cause::Handshake,
        Outcome::TimedOut,
        format!(
            "unfinished: bytes came in {reads} reads after {after}, and after {after_ms} ms there was no end"
        ),
    )
}

fn silent(after: &str, partial: usize) -> Diagnosis {
    let headline = match partial {
        0 => format!("silent after {after}"),
        _ => format!("silent after {after}, {partial} bytes into an answer"),
    };
    Diagnosis::new(Cause::Handshake, Outcome::TimedOut, headline)
}

fn is_unknown(version: u16) -> bool {
    badrdp_tls::Version::from_code(version).is_none()
}

fn version_name(code: u16) -> String {
    badrdp_tls::Version::from_code(code).map_or_else(
        || format!("version {code:#06x}"),
        |version| version.to_string(),
    )
}
