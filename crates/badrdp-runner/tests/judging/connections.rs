//! What each connection has to be, and how many there may be.

use std::time::Duration;

use badrdp_runner::ClientEnd;
use badrdp_runner::judge::Verdict;
use badrdp_scenario::{End, Outcome};
use badrdp_server::{CredentialsKind, Protection, SentCredentials};

use crate::handmade::{EXIT, active, expected, judged, record};

#[test]
fn each_connection_has_to_be_as_expected() {
    let mut record = record();
    record.end = End::ServerClose;
    let judgement = judged(vec![record], EXIT, Some(Outcome::ConnectionReset));
    assert_eq!(judgement.verdict, Verdict::Fail);
    assert_eq!(
        judgement.reasons,
        ["connection 1 ended by server-close, expected server-reset"]
    );
    let judgement = judged(Vec::new(), EXIT, Some(Outcome::ConnectionReset));
    assert_eq!(judgement.reasons, ["there was no connection 1"]);
}

#[test]
fn attempts_are_counted_in_any_span() {
    let at = |second| {
        let mut record = record();
        record.started = Duration::from_secs(second);
        record
    };
    let connections = || vec![at(0), at(4), at(8), at(9)];
    for (attempts, wanted) in [
        ("{ at_most = 4 }", None),
        (
            "{ at_most = 3 }",
            Some("it connected 4 times, expected at most 3"),
        ),
        ("{ at_most = 3, within = '5s' }", None),
        (
            "{ at_most = 2, within = '5s' }",
            Some("it connected 3 times within 5s, expected at most 2"),
        ),
    ] {
        let expect = format!("client = ['connection-reset']\nattempts = {attempts}");
        let judgement = expected(&expect, connections(), EXIT);
        assert_eq!(judgement.reasons.first().map(String::as_str), wanted);
    }
}

#[test]
fn a_connection_has_to_hold_to_present_and_to_carry_what_is_said() {
    let mut record = active();
    record.credentials = vec![SentCredentials {
        kind: CredentialsKind::ClientInfo,
        over: Protection::Tls,
    }];
    for (wanted, reason) in [
        ("holds = '10s'", None),
        (
            "holds = '11s'",
            Some("connection 1 was active for 10000 ms, expected for 11s"),
        ),
        ("credentials = 'any'", None),
        ("credentials = 'over-tls'", None),
        (
            "credentials = 'none'",
            Some("connection 1 carried credentials over TLS, expected `none`"),
        ),
        (
            "credentials = 'over-standard-rdp-security'",
            Some(
                "connection 1 carried credentials over TLS, expected `over-standard-rdp-security`",
            ),
        ),
        (
            "presents = ['auto-reconnect-cookie']",
            Some("connection 1 did not present `auto-reconnect-cookie`"),
        ),
        // The runner ended the client, so how the connection ended says nothing.
        ("ends = 'client-reset'", None),
    ] {
        let expect = format!("client = ['connected']\n[[expect.connection]]\n{wanted}");
        let judgement = expected(&expect, vec![record.clone()], ClientEnd::Ended);
        assert_eq!(judgement.reasons.first().map(String::as_str), reason);
    }
}
