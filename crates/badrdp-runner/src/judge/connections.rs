//! What each connection has to be, and how many there may be.

use std::time::Duration;

use badrdp_proto::MessageName;
use badrdp_scenario::expect::Attempts;
use badrdp_scenario::{End, ExpectedConnection, ExpectedCredentials, Presented};
use badrdp_server::{ConnectionRecord, Protection};

use super::seen;
use crate::launch::ClientEnd;

/// More connections than there may be.
pub(super) fn attempts(
    allowed: Option<Attempts>,
    connections: &[ConnectionRecord],
) -> Option<String> {
    let Attempts { at_most, within } = allowed?;
    let count = most_within(connections, within.map(|period| period.duration()));
    let most = usize::try_from(at_most.get()).unwrap_or(usize::MAX);
    let span = within.map_or_else(String::new, |period| format!(" within {period}"));
    (count > most).then(|| format!("it connected {count} times{span}, expected at most {at_most}"))
}

/// The most connections that started within any `span`; all of them without one.
pub(super) fn most_within(connections: &[ConnectionRecord], span: Option<Duration>) -> usize {
    let Some(span) = span else {
        return connections.len();
    };
    // They stand in the order in which they were accepted. A storm has tens of thousands, so each
    // is looked at once: `first` is the oldest that is still within the span.
    let (mut first, mut most) = (0, 0);
    for (index, record) in connections.iter().enumerate() {
        while let Some(oldest) = connections.get(first)
            && record.started.saturating_sub(oldest.started) > span
        {
            first += 1;
        }
        most = most.max(index + 1 - first);
    }
    most
}

/// The first connection that is not as expected, and how.
pub(super) fn connections(
    expected: &[ExpectedConnection],
    connections: &[ConnectionRecord],
    end: ClientEnd,
) -> Option<String> {
    let mut previous = None;
    for (index, expected) in expected.iter().enumerate() {
        let number = index + 1;
        let Some(record) = connections.get(index) else {
            return Some(format!("there was no connection {number}"));
        };
        // What the runner ended shows nothing about how the client ends.
        let ended = end == ClientEnd::Ended && number == connections.len();
        let wrong = wrong_phase(expected, record)
            .or_else(|| wrong_end(expected, record).filter(|_| !ended))
            .or_else(|| wrong_start(expected, record, previous))
            .or_else(|| wrong_hold(expected, record))
            .or_else(|| wrong_credentials(expected.credentials?, record))
            .or_else(|| not_presented(expected, record));
        if let Some(wrong) = wrong {
            return Some(format!("connection {number} {wrong}"));
        }
        previous = Some(record);
    }
    None
}

fn wrong_phase(expected: &ExpectedConnection, record: &ConnectionRecord) -> Option<String> {
    let phase = expected.reaches.filter(|phase| record.reached < *phase)?;
    Some(format!("got to {}, expected {phase}", record.reached))
}

fn wrong_end(expected: &ExpectedConnection, record: &ConnectionRecord) -> Option<String> {
    let end: End = expected.ends.filter(|end| record.end != *end)?;
    Some(format!("ended by {}, expected {end}", record.end))
}

fn wrong_start(
    expected: &ExpectedConnection,
    record: &ConnectionRecord,
    previous: Option<&ConnectionRecord>,
) -> Option<String> {
    let (within, before) = (expected.starts_within?, previous?);
    let ended = before.started + before.lasted.unwrap_or_default();
    let pause = record.started.saturating_sub(ended);
    (pause > within.duration())
        .then(|| format!("came {pause:?} after the one before, expected within {within}"))
}

fn wrong_hold(expected: &ExpectedConnection, record: &ConnectionRecord) -> Option<String> {
    let holds = expected.holds?;
    match record.active_for {
        None => Some(format!("never became active, expected for {holds}")),
        Some(active) if active < holds.duration() => Some(format!(
            "was active for {} ms, expected for {holds}",
            active.as_millis()
        )),
        Some(_) => None,
    }
}

fn wrong_credentials(expected: ExpectedCredentials, record: &ConnectionRecord) -> Option<String> {
    let sent = |over: Protection| record.credentials.iter().any(|one| one.over == over);
    let as_expected = match expected {
        ExpectedCredentials::Any => record.credentials_sent(),
        ExpectedCredentials::InTheClear => sent(Protection::Clear),
        ExpectedCredentials::None => !record.credentials_sent(),
        ExpectedCredentials::OverStandardRdpSecurity => sent(Protection::StandardRdpSecurity),
        ExpectedCredentials::OverTls => {
            let mut all = record.credentials.iter();
            record.credentials_sent() && all.all(|one| one.over == Protection::Tls)
        }
    };
    let carried = match record.credentials.as_slice() {
        [] => "no credentials",
        _ if sent(Protection::Clear) => "credentials in the clear",
        _ if sent(Protection::StandardRdpSecurity) => "credentials over standard RDP security",
        _ => "credentials over TLS",
    };
    (!as_expected).then(|| format!("carried {carried}, expected `{expected}`"))
}

fn not_presented(expected: &ExpectedConnection, record: &ConnectionRecord) -> Option<String> {
    let presented = |what: &Presented| match what {
        Presented::AutoReconnectCookie => record.auto_reconnect_cookie_presented,
        Presented::License => seen::received(record, MessageName::LicenseInformation),
    };
    let missing = expected.presents.iter().find(|what| !presented(what))?;
    Some(format!("did not present `{missing}`"))
}
