//! Verdicts: what the wire shows and what the client says, put together by hand.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::time::Duration;

use badrdp_proto::Phase;
use badrdp_runner::ClientEnd;
use badrdp_runner::judge::{Finding, Judgement, Verdict, judge};
use badrdp_scenario::{Catalogue, End, Outcome, Scenario};
use badrdp_server::transcript::Request;
use badrdp_server::{ConnectionRecord, Delivery, DeliveryState, Recorder, Transcript};

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

fn judged(connections: Vec<ConnectionRecord>, end: ClientEnd, said: Option<Outcome>) -> Judgement {
    let transcript = Transcript {
        scenario: "middlebox/story".to_owned(),
        address: ([127, 0, 0, 1], 3389).into(),
        seed: 0,
        connections,
        forgotten: 0,
        listener: Vec::new(),
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
fn credentials_for_a_bad_server_fail_whatever_the_outcome() {
    let mut record = record();
    record.credentials_sent = true;
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
