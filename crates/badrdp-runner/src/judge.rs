//! Judges a client: by the wire first, by its own words second. Pure.

use badrdp_faults::faults::ListenerMode;
use badrdp_proto::Phase;
use badrdp_proto::negotiation::Protocols;
use badrdp_scenario::{Cause, End, ExpectedConnection, Never, Outcome, Scenario};
use badrdp_server::{ConnectionRecord, DeliveryState, Happening, Transcript};
use serde::Serialize;

use crate::launch::ClientEnd;

/// What is said of a client in a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
pub enum Verdict {
    /// As expected.
    Pass,
    /// A weaker answer that is tolerated.
    NonStrict,
    /// Not as expected.
    Fail,
    /// The fault was not delivered as declared: nothing is said of the client.
    HarnessError,
    /// Nothing can be said, for the reason given.
    Skipped,
}

impl Verdict {
    /// Every verdict, best first.
    pub const ALL: [Self; 5] = [
        Self::Pass,
        Self::NonStrict,
        Self::Fail,
        Self::HarnessError,
        Self::Skipped,
    ];

    /// The word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "PASS",
            Self::NonStrict => "NON-STRICT",
            Self::Fail => "FAIL",
            Self::HarnessError => "HARNESS-ERROR",
            Self::Skipped => "SKIPPED",
        }
    }
}

/// Something that matters whatever the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// It died of a signal.
    Crashed,
    /// It let go of credentials although it must not.
    CredentialsSent,
    /// It asked for Standard RDP Security although it must not.
    DowngradedToRdpSecurity,
    /// It was still waiting when its time was up.
    Hung,
}

/// What is said, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// What the client did, by both accounts.
    pub outcome: Option<Outcome>,
    /// What the client said, by its adapter's rules.
    pub said: Option<Outcome>,
    /// Why the verdict is not PASS, a sentence each.
    pub reasons: Vec<String>,
    /// What matters whatever the verdict.
    pub findings: Vec<Finding>,
}

/// Judges what a client did in a scenario.
#[must_use]
pub fn judge(
    scenario: &Scenario,
    transcript: &Transcript,
    end: ClientEnd,
    said: Option<Outcome>,
    goes_to: Option<Phase>,
) -> Judgement {
    let mut judgement = Judgement {
        verdict: Verdict::Pass,
        outcome: None,
        said,
        reasons: Vec::new(),
        findings: Vec::new(),
    };
    if let Some(reason) = mismatch(transcript) {
        return judgement.with(Verdict::HarnessError, reason);
    }
    if let Some(reason) = beyond(scenario, goes_to) {
        return judgement.with(Verdict::Skipped, reason);
    }
    let outcome = outcome(scenario, transcript, end, said, goes_to);
    judgement.outcome = outcome;
    match end {
        ClientEnd::Signal(signal) => {
            judgement.findings.push(Finding::Crashed);
            judgement
                .reasons
                .push(format!("it died of signal {signal}"));
        }
        ClientEnd::Killed => {
            judgement.findings.push(Finding::Hung);
            judgement
                .reasons
                .push("it was still waiting when its time was up".to_owned());
        }
        ClientEnd::Interrupted => {
            return judgement.with(Verdict::Skipped, "the run was interrupted".to_owned());
        }
        ClientEnd::Exit(_) | ClientEnd::NotStarted => {}
    }
    let broken = forbidden(scenario, transcript, &mut judgement);
    if !broken
        && judgement.findings.is_empty()
        && let Some(reason) = not_met(transcript, outcome, scenario)
    {
        return judgement.with(Verdict::Skipped, reason);
    }
    let expect = scenario.expect();
    let verdict = match outcome {
        _ if broken => Verdict::Fail,
        Some(outcome) if expect.client.contains(&outcome) => Verdict::Pass,
        Some(outcome) if expect.tolerate.contains(&outcome) => Verdict::NonStrict,
        Some(outcome) => {
            let wanted: Vec<_> = expect.client.iter().map(|word| word.name()).collect();
            judgement
                .reasons
                .push(format!("{outcome}, expected {}", wanted.join(" or ")));
            Verdict::Fail
        }
        None => {
            judgement
                .reasons
                .push("neither the wire nor the client tells what it did".to_owned());
            Verdict::Fail
        }
    };
    judgement.verdict = verdict;
    if let Some(reason) = contradiction(transcript, said).filter(|_| goes_to.is_none()) {
        return judgement.with(Verdict::Fail, reason);
    }
    if let Some(reason) =
        connections(&expect.connections, &transcript.connections).filter(|_| goes_to.is_none())
    {
        return judgement.with(Verdict::Fail, reason);
    }
    judgement
}

impl Judgement {
    fn with(mut self, verdict: Verdict, reason: String) -> Self {
        self.verdict = verdict;
        self.reasons.push(reason);
        self
    }
}

/// A fault that was not delivered as declared.
fn mismatch(transcript: &Transcript) -> Option<String> {
    transcript
        .listener
        .iter()
        .chain(
            transcript
                .connections
                .iter()
                .flat_map(|record| &record.deliveries),
        )
        .find_map(|delivery| match &delivery.state {
            DeliveryState::Mismatch { reason } => Some(format!(
                "`{}` was not delivered as declared: {reason}",
                delivery.name
            )),
            DeliveryState::Delivered | DeliveryState::NotReached => None,
        })
}

/// A client that means to go only so far says nothing about what lies beyond.
fn beyond(scenario: &Scenario, goes_to: Option<Phase>) -> Option<String> {
    let goes_to = goes_to?;
    let expected = scenario.expect().connections.first()?.reaches?;
    let healthy = scenario.cause() == Cause::Healthy;
    (expected > goes_to && !healthy).then(|| format!("it goes no further than {goes_to}"))
}

/// A client that never met the fault says nothing about it.
fn not_met(
    transcript: &Transcript,
    outcome: Option<Outcome>,
    scenario: &Scenario,
) -> Option<String> {
    let first = transcript.connections.first()?;
    let not_reached: Vec<_> = first
        .deliveries
        .iter()
        .filter(|delivery| delivery.state == DeliveryState::NotReached)
        .collect();
    let expected = outcome.is_some_and(|outcome| scenario.expect().client.contains(&outcome));
    let all = not_reached.len() == first.deliveries.len();
    let missed = not_reached.first().filter(|_| all || !expected)?;
    Some(format!(
        "it did not meet `{}`: it got to {} and left",
        missed.name, first.reached
    ))
}

/// What the client did: the wire where that is sure, its own words where they add to it.
fn outcome(
    scenario: &Scenario,
    transcript: &Transcript,
    end: ClientEnd,
    said: Option<Outcome>,
    goes_to: Option<Phase>,
) -> Option<Outcome> {
    match end {
        ClientEnd::Killed => return Some(Outcome::Hung),
        ClientEnd::Signal(_) => return Some(Outcome::Crashed),
        ClientEnd::Exit(_) | ClientEnd::Interrupted | ClientEnd::NotStarted => {}
    }
    let Some(last) = transcript.connections.last() else {
        return listener_outcome(scenario).or(said);
    };
    if last.completed {
        let came_back = transcript.connections.iter().rev().skip(1).any(was_lost);
        // A client that says what stopped it has stopped: the server lets nobody further.
        return Some(match said {
            Some(Outcome::Reconnected) => Outcome::Reconnected,
            Some(said @ (Outcome::CertificateWarned | Outcome::SecurityRefused)) => said,
            _ if came_back && goes_to.is_none() => Outcome::Reconnected,
            _ => Outcome::Connected,
        });
    }
    let sure = |said: &Outcome| !matches!(said, Outcome::Connected | Outcome::Reconnected);
    said.filter(|said| goes_to.is_some() || sure(said))
        .or_else(|| Some(wire_outcome(last)))
}

fn listener_outcome(scenario: &Scenario) -> Option<Outcome> {
    scenario
        .faults
        .iter()
        .find_map(|fault| match fault.listener()? {
            ListenerMode::Refuse => Some(Outcome::ConnectionRefused),
            ListenerMode::AcceptNever | ListenerMode::BlackHole | ListenerMode::NeverRead => {
                Some(Outcome::TimedOut)
            }
        })
}

/// Whether a client lost a connection, rather than leaving it.
fn was_lost(record: &ConnectionRecord) -> bool {
    let lost = matches!(record.end, End::ServerClose | End::ServerReset)
        || record
            .events
            .iter()
            .any(|event| matches!(event.what, Happening::Stalled { .. }));
    lost && !record.completed && !record.security_refused
}

/// What a connection shows by itself.
fn wire_outcome(record: &ConnectionRecord) -> Outcome {
    /// What clients say of certificates: bad_certificate to certificate_unknown, unknown_ca
    /// (RFC 8446 6.2).
    const ABOUT_CERTIFICATES: [&str; 6] = ["(42)", "(43)", "(44)", "(45)", "(46)", "(48)"];
    if let Some(alert) = &record.client_alert {
        return if ABOUT_CERTIFICATES
            .iter()
            .any(|number| alert.ends_with(number))
        {
            Outcome::CertificateRejected
        } else {
            Outcome::HandshakeFailed
        };
    }
    let stalled = record
        .events
        .iter()
        .any(|event| matches!(event.what, Happening::Stalled { limit: None }));
    if record.security_refused {
        return Outcome::SecurityRefused;
    }
    match record.end {
        End::ServerReset => Outcome::ConnectionReset,
        End::ServerClose => Outcome::ConnectionClosed,
        End::Open => Outcome::Hung,
        End::ClientClose | End::ClientReset if stalled => Outcome::TimedOut,
        // It had the certificate and left without a word.
        End::ClientClose | End::ClientReset if record.tls.is_some() => Outcome::CertificateRejected,
        End::ClientClose | End::ClientReset if record.reached >= Phase::TlsHandshake => {
            Outcome::HandshakeFailed
        }
        End::ClientClose | End::ClientReset => Outcome::SecurityRefused,
    }
}

fn forbidden(scenario: &Scenario, transcript: &Transcript, judgement: &mut Judgement) -> bool {
    let mut broken = false;
    for never in &scenario.expect().never {
        let (happened, finding, text) = match never {
            Never::CredentialsSent => (
                transcript
                    .connections
                    .iter()
                    .any(|record| record.credentials_sent),
                Finding::CredentialsSent,
                "it sent credentials, which it must not",
            ),
            Never::DowngradedToRdpSecurity => (
                downgraded(&transcript.connections),
                Finding::DowngradedToRdpSecurity,
                "it came back and asked for Standard RDP Security, which it must not",
            ),
        };
        if happened {
            judgement.findings.push(finding);
            judgement.reasons.push(text.to_owned());
            broken = true;
        }
    }
    broken
}

/// Whether a client asked for TLS first and for Standard RDP Security later.
fn downgraded(connections: &[ConnectionRecord]) -> bool {
    let mut asked_for_more = false;
    for request in connections
        .iter()
        .filter_map(|record| record.request.as_ref())
    {
        let requested = Protocols(request.requested.unwrap_or(0));
        if asked_for_more && !requested.is_enhanced() {
            return true;
        }
        asked_for_more |= requested.is_enhanced();
    }
    false
}

/// What the client said against what the wire shows.
fn contradiction(transcript: &Transcript, said: Option<Outcome>) -> Option<String> {
    let said = said?;
    let connections = &transcript.connections;
    let reached = connections.iter().map(|record| record.reached).max()?;
    let completed = connections.iter().any(|record| record.completed);
    let wrong = match said {
        Outcome::Connected | Outcome::Reconnected => !completed,
        Outcome::ConnectionRefused => reached > Phase::Tcp,
        Outcome::CertificateRejected if completed => true,
        said if is_about_certificates(said) => reached < Phase::TlsHandshake,
        _ => false,
    };
    wrong.then(|| format!("it says {said}, yet the wire shows that it got to {reached}"))
}

const fn is_about_certificates(outcome: Outcome) -> bool {
    matches!(
        outcome,
        Outcome::CertificateRejected | Outcome::CertificateWarned
    )
}

fn connections(
    expected: &[ExpectedConnection],
    connections: &[ConnectionRecord],
) -> Option<String> {
    let mut previous: Option<&ConnectionRecord> = None;
    for (index, expected) in expected.iter().enumerate() {
        let number = index + 1;
        let Some(record) = connections.get(index) else {
            return Some(format!("there was no connection {number}"));
        };
        if let Some(phase) = expected.reaches.filter(|phase| record.reached < *phase) {
            let reached = record.reached;
            return Some(format!(
                "connection {number} got to {reached}, expected {phase}"
            ));
        }
        if let Some(end) = expected.ends.filter(|end| record.end != *end) {
            let (real, wanted) = (record.end.name(), end.name());
            return Some(format!(
                "connection {number} ended by {real}, expected {wanted}"
            ));
        }
        if let (Some(within), Some(before)) = (expected.starts_within, previous) {
            let pause = record
                .started
                .saturating_sub(before.started + before.lasted.unwrap_or_default());
            if pause > within.duration() {
                return Some(format!(
                    "connection {number} came {pause:?} after the one before, expected within {within}"
                ));
            }
        }
        previous = Some(record);
    }
    None
}
