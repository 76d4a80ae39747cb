//! What the server saw of a case, in lines that several kinds of report share.

use super::model::{Case, Connection, Delivery, Severity};
use super::text::time;

/// What the client did: its end, its words, then a line for each connection.
pub(super) fn seen(case: &Case) -> Vec<String> {
    const MOST: usize = 12;
    let did = match &case.outcome {
        Some(outcome) => outcome,
        None => "nothing tells what it did",
    };
    let mut lines = vec![format!("{did}; {} after {}", case.end, time(case.took_ms))];
    if let Some(said) = &case.said {
        lines.push(format!("the client says {said}"));
    }
    if let Some(named) = &case.named {
        lines.push(format!("the client names the cause {named}"));
    }
    lines.extend(case.listener.iter().map(delivery));
    lines.extend(case.connections.iter().take(MOST).map(connection));
    let more = case.connections.len().saturating_sub(MOST);
    let more = u64::try_from(more).unwrap_or(u64::MAX) + case.forgotten_connections;
    if more > 0 {
        lines.push(format!("and {more} more connections"));
    }
    if case.connections.is_empty() {
        lines.push("no connection".to_owned());
    }
    lines
}

/// The findings, a line each.
pub(super) fn findings(case: &Case) -> Vec<String> {
    let line = |finding: &str, severity: Severity| {
        format!("{} ({})", finding.replace('-', " "), severity.name())
    };
    let findings = case.findings.iter();
    findings
        .map(|found| line(&found.finding, found.severity))
        .collect()
}

/// The tries of a case that was run more than once, in one line.
pub(super) fn tries(case: &Case) -> Option<String> {
    let words: Vec<_> = case
        .tries
        .iter()
        .map(|tried| tried.verdict.name())
        .collect();
    (words.len() > 1).then(|| format!("{} tries: {}", words.len(), words.join(", ")))
}

fn connection(connection: &Connection) -> String {
    let mut phrases = vec![format!(
        "connection {} reached {}",
        connection.number, connection.reached
    )];
    let said =
        |what: &str, value: &Option<String>| value.as_ref().map(|value| format!("{what} {value}"));
    phrases.extend(said("asked for", &connection.requested));
    phrases.extend(said("got", &connection.tls));
    phrases.extend(said("sent the alert", &connection.client_alert));
    if !connection.credentials.is_empty() {
        phrases.push(format!("sent {}", connection.credentials.join(" and ")));
    }
    phrases.extend(said("was refused:", &connection.refusal));
    phrases.extend(said("broke the protocol:", &connection.misbehaved));
    let lasted = connection
        .lasted_ms
        .map(|ms| format!(" after {}", time(ms)));
    phrases.push(format!(
        "ended by {}{}",
        connection.end,
        lasted.unwrap_or_default()
    ));
    let faults: Vec<_> = connection.deliveries.iter().map(delivery).collect();
    if !faults.is_empty() {
        phrases.push(faults.join(", "));
    }
    phrases.join(", ")
}

fn delivery(delivery: &Delivery) -> String {
    let state = delivery.state.replace('-', " ");
    let reason = delivery.reason.as_ref().map(|reason| format!(": {reason}"));
    format!(
        "fault {} ({}) {state}{}",
        delivery.fault + 1,
        delivery.name,
        reason.unwrap_or_default()
    )
}
