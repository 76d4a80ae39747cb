//! What no client may do against the server of a scenario.

use std::time::Duration;

use badrdp_proto::negotiation::Protocols;
use badrdp_scenario::{ExpectedCredentials, Never, Scenario};
use badrdp_server::{ConnectionRecord, Protection};

use super::connections::most_within;
use super::finding::Finding;
use super::verdict::Judgement;

/// More connections than this in [`STORM_SPAN`] are a retry storm. Clients that work through
/// the security protocols one by one open at most six.
const STORM: usize = 10;
const STORM_SPAN: Duration = Duration::from_secs(5);

/// Notes what `never` forbids and the client did; whether there is any.
pub(super) fn forbidden(
    scenario: &Scenario,
    connections: &[ConnectionRecord],
    judgement: &mut Judgement,
) -> bool {
    let mut broken = false;
    for never in &scenario.expect().never {
        if happened(*never, connections) {
            let (finding, text) = words(*never);
            judgement.found(finding, format!("{text}, which it must not"));
            broken = true;
        }
    }
    broken
}

/// A retry storm is a finding also where nobody forbids it.
pub(super) fn retry_storm(connections: &[ConnectionRecord], judgement: &mut Judgement) {
    if is_storm(connections) && !judgement.findings.contains(&Finding::RetryStorm) {
        let (finding, text) = words(Never::RetryStorm);
        judgement.found(finding, text.to_owned());
    }
}

/// So are credentials in the clear, except on a connection of which the scenario expects that.
pub(super) fn in_the_clear(
    scenario: &Scenario,
    connections: &[ConnectionRecord],
    judgement: &mut Judgement,
) {
    let finding = Finding::CredentialsInTheClear;
    let expected = |index: usize| {
        let mut expected = scenario.expect().connections.iter().skip(index);
        let credentials = expected.next().and_then(|expected| expected.credentials);
        matches!(
            credentials,
            Some(ExpectedCredentials::Any | ExpectedCredentials::InTheClear)
        )
    };
    let mut leaks = connections
        .iter()
        .enumerate()
        .filter(|(index, record)| leaked(record) && !expected(*index));
    if leaks.next().is_some() && !judgement.findings.contains(&finding) {
        let (finding, text) = words(Never::CredentialsInTheClear);
        judgement.found(finding, text.to_owned());
    }
}

/// And coming back for weaker security, where nobody forbids it: that is how clients work
/// through the security protocols.
pub(super) fn fallback(connections: &[ConnectionRecord], judgement: &mut Judgement) {
    let told = [Finding::Downgraded, Finding::DowngradedToRdpSecurity];
    if happened(Never::Downgraded, connections)
        && !judgement
            .findings
            .iter()
            .any(|finding| told.contains(finding))
    {
        judgement.findings.push(Finding::FellBack);
    }
}

fn leaked(record: &ConnectionRecord) -> bool {
    let mut credentials = record.credentials.iter();
    credentials.any(|sent| sent.over == Protection::Clear)
}

fn happened(never: Never, connections: &[ConnectionRecord]) -> bool {
    let any = |test: fn(&ConnectionRecord) -> bool| connections.iter().any(test);
    match never {
        Never::AutoReconnectCookiePresented => any(|record| record.auto_reconnect_cookie_presented),
        Never::CredentialsInTheClear => any(leaked),
        Never::CredentialsSent => any(ConnectionRecord::credentials_sent),
        Never::Downgraded => downgraded(connections, |now, strongest| now < strongest),
        Never::DowngradedToRdpSecurity => {
            downgraded(connections, |now, strongest| now < strongest && now == 0)
        }
        Never::RetryStorm => is_storm(connections),
    }
}

const fn words(never: Never) -> (Finding, &'static str) {
    match never {
        Never::AutoReconnectCookiePresented => (
            Finding::AutoReconnectCookiePresented,
            "it presented its auto-reconnect cookie",
        ),
        Never::CredentialsInTheClear => (
            Finding::CredentialsInTheClear,
            "it sent credentials that nothing encrypts",
        ),
        Never::CredentialsSent => (Finding::CredentialsSent, "it sent credentials"),
        Never::Downgraded => (
            Finding::Downgraded,
            "it came back and asked for weaker security than before",
        ),
        Never::DowngradedToRdpSecurity => (
            Finding::DowngradedToRdpSecurity,
            "it came back and asked for Standard RDP Security",
        ),
        Never::RetryStorm => (
            Finding::RetryStorm,
            "it opened more than ten connections within five seconds",
        ),
    }
}

fn is_storm(connections: &[ConnectionRecord]) -> bool {
    most_within(connections, Some(STORM_SPAN)) > STORM
}

/// Whether a client asked for something that is `weaker` than the strongest before.
fn downgraded(connections: &[ConnectionRecord], weaker: fn(u8, u8) -> bool) -> bool {
    let mut strongest = 0;
    for request in connections
        .iter()
        .filter_map(|record| record.request.as_ref())
    {
        let now = strength(Protocols(request.requested.unwrap_or(0)));
        if weaker(now, strongest) {
            return true;
        }
        strongest = strongest.max(now);
    }
    false
}

/// The strongest that a client asks for: 2 proves the user before the session is set up, 1 is
/// TLS alone, 0 Standard RDP Security.
fn strength(requested: Protocols) -> u8 {
    let before_session =
        Protocols::HYBRID | Protocols::HYBRID_EX | Protocols::RDSTLS | Protocols::RDSAAD;
    if requested.0 & before_session.0 != 0 {
        2
    } else {
        u8::from(requested.is_enhanced())
    }
}
