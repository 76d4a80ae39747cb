//! Verdicts: what the wire shows and what the client says, put together by hand.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::time::Duration;

use badrdp_proto::{MessageName, Phase};
use badrdp_runner::ClientEnd;
use badrdp_runner::judge::{Finding, Judgement, Severity, Verdict, judge};
use badrdp_scenario::{Catalogue, End, Outcome, Scenario};
use badrdp_server::transcript::Request;
use badrdp_server::{
    ConnectionRecord, CredentialsKind, Delivery, DeliveryState, Event, Happening, Protection,
    Recorder, Refusal, RefusalKind, SentCredentials, Transcript,
};

const SCENARIO: &str = r#"
title = "A story"
summary = "What happens."
[server]
profile = "windows-11"
[[fault]]
when = { after = "client-hello" }
reset = {}
[expect]
client = ["connection-reset"]
tolerate = ["handshake-failed"]
never = ["credentials-sent", "downgraded-to-rdp-security"]
within = "10s"
[[expect.connection]]
reaches = "tls-handshake"
ends = "server-reset"
"#;

fn scenario(text: &str) -> Scenario {
    let id = "middlebox/story".parse().unwrap();
    Catalogue::built_in(None)
        .parse(&id, "story.toml", text)
        .unwrap()
}

/// A connection that met the fault as it should.
fn record() -> ConnectionRecord {
    let mut record = Recorder::new(1, None, Duration::ZERO, 10, None).snapshot();
    record.reached = Phase::TlsHandshake;
    record.end = End::ServerReset;
    record.lasted = Some(Duration::from_millis(10));
    record.request = Some(Request {
        cookie: None,
        requested: Some(3),
        protocols: String::new(),
    });
    record.deliveries = vec![delivery(DeliveryState::Delivered)];
    record
}

fn delivery(state: DeliveryState) -> Delivery {
    Delivery {
        fault: 0,
        name: "reset",
        state,
    }
}

fn transcript() -> Transcript {
    Transcript {
        scenario: "middlebox/story".to_owned(),
        address: ([127, 0, 0, 1], 3389).into(),
        seed: 0,
        connections: Vec::new(),
        forgotten: 0,
        listener: Vec::new(),
    }
}

fn judged(connections: Vec<ConnectionRecord>, end: ClientEnd, said: Option<Outcome>) -> Judgement {
    let transcript = Transcript {
        connections,
        ..transcript()
    };
    judge(&scenario(SCENARIO), &transcript, end, said, None)
}

const EXIT: ClientEnd = ClientEnd::Exit(1);

#[test]
fn what_is_expected_passes() {
    let judgement = judged(vec![record()], EXIT, Some(Outcome::ConnectionReset));
    assert_eq!(judgement.verdict, Verdict::Pass);
    assert!(judgement.reasons.is_empty(), "{judgement:?}");
}

#[test]
fn a_client_without_words_is_judged_by_the_wire() {
    let judgement = judged(vec![record()], EXIT, None);
    assert_eq!(judgement.outcome, Some(Outcome::ConnectionReset));
    assert_eq!(judgement.verdict, Verdict::Pass);
}

#[test]
fn a_weaker_answer_is_not_strict() {
    let judgement = judged(vec![record()], EXIT, Some(Outcome::HandshakeFailed));
    assert_eq!(judgement.verdict, Verdict::NonStrict);
}

#[test]
fn another_answer_fails_and_says_what_was_expected() {
    let judgement = judged(vec![record()], EXIT, Some(Outcome::CertificateRejected));
    assert_eq!(judgement.verdict, Verdict::Fail);
    assert_eq!(
        judgement.reasons,
        ["certificate-rejected, expected connection-reset"]
    );
}

#[test]
fn a_claim_that_the_wire_denies_counts_for_nothing() {
    let judgement = judged(vec![record()], EXIT, Some(Outcome::Connected));
    assert_eq!(judgement.verdict, Verdict::Fail);
    let reasons = judgement.reasons.join("; ");
    assert!(
        reasons.contains("it says connected, yet the wire"),
        "{reasons}"
    );
}

#[test]
fn a_fault_that_was_not_delivered_is_never_blamed_on_the_client() {
    let mut record = record();
    let reason = "no RST could be sent".to_owned();
    record.deliveries = vec![delivery(DeliveryState::Mismatch { reason })];
    let judgement = judged(vec![record], EXIT, Some(Outcome::TimedOut));
    assert_eq!(judgement.verdict, Verdict::HarnessError);
}

#[test]
fn a_client_that_left_before_the_fault_is_skipped() {
    let mut record = record();
    record.end = End::ClientClose;
    record.reached = Phase::ConnectionInitiation;
    record.deliveries = vec![delivery(DeliveryState::NotReached)];
    let judgement = judged(vec![record], EXIT, Some(Outcome::ConnectionReset));
    assert_eq!(judgement.verdict, Verdict::Skipped);
    let reason = "it did not meet `reset`: it got to connection-initiation and left";
    assert_eq!(judgement.reasons, [reason]);
}

#[test]
fn a_hang_and_a_crash_are_findings_of_their_own() {
    let judgement = judged(vec![record()], ClientEnd::Killed, None);
    assert_eq!(judgement.outcome, Some(Outcome::Hung));
    assert_eq!(
        (judgement.verdict, judgement.findings),
        (Verdict::Fail, vec![Finding::Hung])
    );
    let judgement = judged(
        vec![record()],
        ClientEnd::Signal(11),
        Some(Outcome::ConnectionReset),
    );
    assert_eq!(judgement.outcome, Some(Outcome::Crashed));
    assert_eq!(
        (judgement.verdict, judgement.findings),
        (Verdict::Fail, vec![Finding::Crashed])
    );
}

#[test]
fn a_core_is_told_with_the_crash() {
    let judgement = judged(vec![record()], ClientEnd::CoreDumped(6), None);
    assert_eq!(judgement.outcome, Some(Outcome::Crashed));
    assert_eq!(judgement.findings, [Finding::Crashed]);
    assert_eq!(judgement.reasons[0], "it died of signal 6 and left a core");
}

#[test]
fn a_grave_finding_fails_a_case_whatever_was_expected() {
    let good = || {
        let text = SCENARIO.replace("[\"connection-reset\"]", "[\"crashed\"]");
        let transcript = Transcript {
            connections: vec![record()],
            ..transcript()
        };
        judge(
            &scenario(&text),
            &transcript,
            ClientEnd::Signal(11),
            None,
            None,
        )
    };
    assert_eq!(good().verdict, Verdict::Pass);
    assert_eq!(good().severity(), Some(Severity::Critical));
    let judgement = good().failing_on(Severity::Critical);
    assert_eq!(judgement.verdict, Verdict::Fail);
    assert_eq!(judgement.reasons.last().unwrap(), "`crashed` is critical");
    // One that is less grave does not, unless asked to.
    let mut judgement = good();
    judgement.findings = vec![Finding::RetryStorm];
    assert_eq!(
        judgement.clone().failing_on(Severity::Critical).verdict,
        Verdict::Pass
    );
    assert_eq!(
        judgement.clone().failing_on(Severity::Minor).verdict,
        Verdict::Fail
    );
    // Where the harness failed, nothing is said of the client.
    judgement.verdict = Verdict::HarnessError;
    assert_eq!(
        judgement.failing_on(Severity::Info).verdict,
        Verdict::HarnessError
    );
}

#[test]
fn credentials_in_the_clear_are_found_unless_they_are_expected() {
    let leaked = || {
        let mut record = record();
        record.credentials.push(SentCredentials {
            kind: CredentialsKind::ClientInfo,
            over: Protection::Clear,
        });
        vec![record]
    };
    let client = "client = ['connection-reset']";
    let judgement = expected(client, leaked(), EXIT);
    assert_eq!(judgement.findings, [Finding::CredentialsInTheClear]);
    assert_eq!(
        judgement.failing_on(Severity::Critical).verdict,
        Verdict::Fail
    );
    let allowed = format!("{client}\n[[expect.connection]]\ncredentials = 'in-the-clear'");
    let judgement = expected(&allowed, leaked(), EXIT);
    assert_eq!(
        (judgement.verdict, judgement.findings),
        (Verdict::Pass, Vec::new())
    );
}

#[test]
fn falling_back_is_good_to_know_where_nobody_forbids_it() {
    let mut second = record();
    second.number = 2;
    second.request = Some(Request {
        cookie: None,
        requested: Some(1),
        protocols: String::new(),
    });
    let judgement = expected(
        "client = ['reconnected', 'connection-reset']",
        vec![record(), second],
        EXIT,
    );
    assert_eq!(judgement.verdict, Verdict::Pass);
    assert_eq!(judgement.findings, [Finding::FellBack]);
    assert!(judgement.reasons.is_empty());
    assert_eq!(judgement.severity(), Some(Severity::Info));
}

#[test]
fn the_rule_of_a_right_outcome_is_told() {
    let accept = "client = ['timed-out']\n[[expect.accept]]\noutcome = 'connection-reset'\nspec = 'RFC 9293 3.5.3'";
    let judgement = expected(accept, vec![record()], EXIT);
    assert_eq!(judgement.verdict, Verdict::Pass);
    assert_eq!(judgement.rule.as_deref(), Some("RFC 9293 3.5.3"));
    let mut closed = record();
    closed.end = End::ServerClose;
    let judgement = expected(accept, vec![closed], EXIT);
    assert_eq!(judgement.rule, None);
    let reason = "connection-closed, expected timed-out or connection-reset (RFC 9293 3.5.3)";
    assert_eq!(judgement.reasons, [reason]);
}

#[test]
fn credentials_for_a_bad_server_fail_whatever_the_outcome() {
    let mut record = record();
    record.credentials.push(SentCredentials {
        kind: CredentialsKind::Credssp,
        over: Protection::Tls,
    });
    let judgement = judged(vec![record], EXIT, Some(Outcome::ConnectionReset));
    assert_eq!(judgement.verdict, Verdict::Fail);
    assert_eq!(judgement.findings, [Finding::CredentialsSent]);
}

#[test]
fn a_downgrade_fails_whatever_the_outcome() {
    let mut second = record();
    second.number = 2;
    second.request = Some(Request {
        cookie: None,
        requested: Some(0),
        protocols: String::new(),
    });
    let judgement = judged(vec![record(), second], EXIT, Some(Outcome::ConnectionReset));
    assert_eq!(judgement.verdict, Verdict::Fail);
    assert_eq!(judgement.findings, [Finding::DowngradedToRdpSecurity]);
}

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
fn an_interrupted_run_says_nothing_of_the_client() {
    let judgement = judged(vec![record()], ClientEnd::Interrupted, None);
    assert_eq!(judgement.verdict, Verdict::Skipped);
}

#[test]
fn a_client_that_loses_a_connection_and_comes_back_has_reconnected() {
    let mut second = record();
    second.number = 2;
    second.completed = true;
    second.end = End::ServerClose;
    let judgement = judged(vec![record(), second], EXIT, None);
    assert_eq!(judgement.outcome, Some(Outcome::Reconnected));
}

/// A record of a session that was active for ten seconds.
fn active() -> ConnectionRecord {
    let mut record = record();
    record.reached = Phase::Active;
    record.completed = true;
    record.active_for = Some(Duration::from_secs(10));
    record.end = End::ClientClose;
    record
}

/// Judges by `[expect]` alone, with the scenario's fault delivered.
fn expected(expect: &str, connections: Vec<ConnectionRecord>, end: ClientEnd) -> Judgement {
    let (given, _) = SCENARIO.split_once("[expect]").unwrap();
    let text = format!("{given}[expect]\nwithin = '10s'\n{expect}");
    let transcript = Transcript {
        connections,
        ..transcript()
    };
    judge(&scenario(&text), &transcript, end, None, None)
}

fn event(what: Happening) -> Event {
    let at = Duration::ZERO;
    Event { at, what }
}

fn sent(message: MessageName) -> Event {
    let (len, pieces) = (10, 1);
    event(Happening::Sent {
        message,
        len,
        pieces,
    })
}

#[test]
fn a_healthy_session_that_the_runner_ends_is_connected() {
    for end in [ClientEnd::Ended, ClientEnd::Killed] {
        let judgement = expected("client = ['connected']", vec![active()], end);
        assert_eq!(judgement.verdict, Verdict::Pass, "{judgement:?}");
        assert!(judgement.findings.is_empty(), "{judgement:?}");
    }
}

#[test]
fn a_client_that_hangs_on_after_its_session_was_lost_hangs() {
    let mut reset = active();
    reset.end = End::ServerReset;
    let mut silent = active();
    silent.events = vec![event(Happening::Stalled { limit: None })];
    for record in [reset, silent] {
        let expect = "client = ['connection-reset', 'timed-out']";
        let judgement = expected(expect, vec![record], ClientEnd::Killed);
        assert_eq!(judgement.findings, [Finding::Hung]);
        assert_eq!(judgement.verdict, Verdict::Fail);
    }
}

#[test]
fn the_end_of_an_active_session_counts_and_not_that_it_was_active() {
    let cut = |change: fn(&mut ConnectionRecord)| {
        let mut record = active();
        change(&mut record);
        expected("client = ['connected']", vec![record], EXIT).outcome
    };
    let refusal = |kind| Some(Refusal { kind, code: None });
    let table = [
        (
            cut(|record| record.end = End::ServerReset),
            Outcome::ConnectionReset,
        ),
        (
            cut(|record| record.end = End::ServerClose),
            Outcome::ConnectionClosed,
        ),
        (
            cut(|record| record.client_alert = Some("bad_record_mac (20)".to_owned())),
            Outcome::ProtocolError,
        ),
        (
            cut(|record| record.events = vec![event(Happening::Stalled { limit: None })]),
            Outcome::TimedOut,
        ),
    ];
    for (outcome, wanted) in table {
        assert_eq!(outcome, Some(wanted));
    }
    let mut denied = active();
    denied.end = End::ServerClose;
    denied.refusal = refusal(RefusalKind::Connection);
    let judgement = expected("client = ['server-denied']", vec![denied], EXIT);
    assert_eq!(judgement.verdict, Verdict::Pass, "{judgement:?}");
}

#[test]
fn what_the_server_said_last_tells_what_it_refused() {
    use MessageName::{DisconnectProviderUltimatum, LicenseError, SetErrorInfo, TsRequestReply};
    for (last, wanted) in [
        (TsRequestReply, Outcome::AuthenticationFailed),
        (LicenseError, Outcome::LicensingFailed),
        (SetErrorInfo, Outcome::ServerDenied),
    ] {
        let mut record = record();
        record.reached = Phase::Licensing;
        record.end = End::ServerClose;
        record.events = vec![sent(last), sent(DisconnectProviderUltimatum)];
        let judgement = expected("client = ['connected']", vec![record], EXIT);
        assert_eq!(judgement.outcome, Some(wanted));
    }
}

#[test]
fn a_client_that_spoke_behind_tls_did_not_reject_the_certificate() {
    let mut record = record();
    record.reached = Phase::BasicSettingsExchange;
    record.end = End::ClientClose;
    record.events = vec![event(Happening::Received {
        message: MessageName::ConnectInitial,
        len: 400,
        note: None,
    })];
    let judgement = expected("client = ['protocol-error']", vec![record], EXIT);
    assert_eq!(judgement.outcome, Some(Outcome::ProtocolError));
}

#[test]
fn a_second_active_session_is_a_reconnect_unless_the_server_sent_the_client_there() {
    let mut second = active();
    second.number = 2;
    let both = vec![active(), second.clone()];
    let judgement = expected("client = ['reconnected']", both, ClientEnd::Ended);
    assert_eq!(judgement.verdict, Verdict::Pass, "{judgement:?}");
    let mut first = active();
    first.events = vec![sent(MessageName::ServerRedirection)];
    let both = vec![first, second];
    let judgement = expected("client = ['connected']", both, ClientEnd::Ended);
    assert_eq!(judgement.verdict, Verdict::Pass, "{judgement:?}");
}

#[test]
fn each_word_of_never_is_a_finding() {
    let asks_for = |number, requested| {
        let mut record = record();
        record.number = number;
        record.request = Some(Request {
            requested: Some(requested),
            ..Request::default()
        });
        record
    };
    let mut clear = record();
    clear.credentials = vec![SentCredentials {
        kind: CredentialsKind::ClientInfo,
        over: Protection::Clear,
    }];
    let mut cookie = record();
    cookie.auto_reconnect_cookie_presented = true;
    let storm = (1..12).map(|number| asks_for(number, 3)).collect();
    for (never, connections, finding) in [
        (
            "credentials-in-the-clear",
            vec![clear],
            Finding::CredentialsInTheClear,
        ),
        (
            "auto-reconnect-cookie-presented",
            vec![cookie],
            Finding::AutoReconnectCookiePresented,
        ),
        (
            "downgraded",
            vec![asks_for(1, 3), asks_for(2, 1)],
            Finding::Downgraded,
        ),
        (
            "downgraded-to-rdp-security",
            vec![asks_for(1, 1), asks_for(2, 0)],
            Finding::DowngradedToRdpSecurity,
        ),
        ("retry-storm", storm, Finding::RetryStorm),
    ] {
        let expect = format!("client = ['connection-reset']\nnever = ['{never}']");
        let judgement = expected(&expect, connections, EXIT);
        assert_eq!(judgement.findings, [finding], "{never}");
        assert_eq!(judgement.verdict, Verdict::Fail, "{never}");
        let judgement = expected(&expect, vec![asks_for(1, 1), asks_for(2, 1)], EXIT);
        assert_eq!(judgement.verdict, Verdict::Pass, "{never}: {judgement:?}");
    }
}

#[test]
fn a_retry_storm_is_a_finding_also_where_nobody_forbids_it() {
    let judgement = expected("client = ['connection-reset']", vec![record(); 11], EXIT);
    assert_eq!(judgement.findings, [Finding::RetryStorm]);
    assert_eq!(judgement.verdict, Verdict::Pass);
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

#[test]
fn words_that_the_wire_denies_are_contradictions() {
    for said in [
        Outcome::LicensingFailed,
        Outcome::ServerDenied,
        Outcome::AuthenticationFailed,
    ] {
        let judgement = judged(vec![record()], EXIT, Some(said));
        let reasons = judgement.reasons.join("; ");
        assert!(
            reasons.contains(&format!("it says {said}, yet the wire")),
            "{reasons}"
        );
    }
}
