//! Where nothing can be said of a client, and where its words do not fit the wire.

use badrdp_proto::{MessageName, Phase};
use badrdp_scenario::{Cause, Outcome, Scenario};
use badrdp_server::{ConnectionRecord, DeliveryState, RefusalKind, Transcript};

use super::seen;

/// A fault that was not delivered as declared.
pub(super) fn mismatch(transcript: &Transcript) -> Option<String> {
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
pub(super) fn beyond(scenario: &Scenario, goes_to: Option<Phase>) -> Option<String> {
    let goes_to = goes_to?;
    let expected = scenario.expect().connections.first()?.reaches?;
    let healthy = scenario.cause() == Cause::Healthy;
    (expected > goes_to && !healthy).then(|| format!("it goes no further than {goes_to}"))
}

/// A client that never met the fault says nothing about it.
pub(super) fn not_met(
    scenario: &Scenario,
    transcript: &Transcript,
    outcome: Option<Outcome>,
) -> Option<String> {
    let first = transcript.connections.first()?;
    // Clients that come back may meet on a later connection what they missed on the first.
    let met = |fault: usize| {
        let deliveries = transcript
            .connections
            .iter()
            .flat_map(|record| &record.deliveries);
        deliveries
            .filter(|delivery| delivery.fault == fault)
            .any(|delivery| delivery.state == DeliveryState::Delivered)
    };
    let not_reached: Vec<_> = first
        .deliveries
        .iter()
        .filter(|delivery| delivery.state == DeliveryState::NotReached && !met(delivery.fault))
        .collect();
    let expected = outcome.is_some_and(|outcome| scenario.expect().accepts(outcome));
    let all = not_reached.len() == first.deliveries.len();
    let missed = not_reached.first().filter(|_| all || !expected)?;
    Some(format!(
        "it did not meet `{}`: it got to {} and left",
        missed.name, first.reached
    ))
}

/// What the client said against what the wire shows.
pub(super) fn contradiction(transcript: &Transcript, said: Option<Outcome>) -> Option<String> {
    let said = said?;
    let connections = &transcript.connections;
    let reached = connections.iter().map(|record| record.reached).max();
    let shown = match reached {
        Some(reached) => format!("that it got to {reached}"),
        None => "no connection".to_owned(),
    };
    let reached = reached.unwrap_or(Phase::Tcp);
    let let_in = connections.iter().any(seen::is_let_in);
    let last_complete = connections.last().is_some_and(seen::is_complete);
    let wrong = match said {
        Outcome::AuthenticationFailed => {
            !refused(connections, RefusalKind::Authentication)
                && !connections.iter().any(asked_for_credentials)
        }
        // The last connection counts: a server may have changed its certificate.
        Outcome::CertificateRejected if last_complete => true,
        Outcome::CertificateRejected | Outcome::CertificateWarned => reached < Phase::TlsHandshake,
        Outcome::Connected | Outcome::Reconnected => !let_in,
        Outcome::ConnectionRefused => reached > Phase::Tcp && !connections.iter().any(redirected),
        Outcome::LicensingFailed => reached < Phase::Licensing,
        Outcome::ServerDenied => !connections.iter().any(was_told_of_denial),
        _ => false,
    };
    wrong.then(|| format!("it says {said}, yet the wire shows {shown}"))
}

/// Whether the server has sent the client elsewhere.
fn redirected(record: &ConnectionRecord) -> bool {
    seen::sent(record, MessageName::ServerRedirection)
}

fn refused(connections: &[ConnectionRecord], kind: RefusalKind) -> bool {
    connections
        .iter()
        .filter_map(|record| record.refusal)
        .any(|refusal| refusal.kind == kind)
}

/// Whether the client got to where servers judge credentials.
fn asked_for_credentials(record: &ConnectionRecord) -> bool {
    record.credentials_sent()
        || record.reached >= Phase::SecureSettingsExchange
        || seen::received(record, MessageName::TsRequest)
}

/// Whether the server said anything that can be read as a denial.
fn was_told_of_denial(record: &ConnectionRecord) -> bool {
    const DENIALS: [MessageName; 5] = [
        MessageName::ConnectResponse, // by its result
        MessageName::DisconnectProviderUltimatum,
        MessageName::EarlyUserAuthorizationResult,
        MessageName::SetErrorInfo,
        MessageName::TsRequestReply,
    ];
    // Of a long session not every event is kept.
    record.refusal.is_some()
        || record.security_refused()
        || record.dropped_events > 0
        || DENIALS.iter().any(|message| seen::sent(record, *message))
}
