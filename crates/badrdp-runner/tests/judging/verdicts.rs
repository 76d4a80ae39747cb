//! What the verdict is, and which rule it names.

use badrdp_proto::Phase;
use badrdp_runner::ClientEnd;
use badrdp_runner::judge::Verdict;
use badrdp_scenario::{End, Outcome};
use badrdp_server::DeliveryState;

use crate::handmade::{EXIT, delivery, expected, judged, record, said};

#[test]
fn what_is_expected_passes() {
    let judgement = judged(vec![record()], EXIT, Some(Outcome::ConnectionReset));
    assert_eq!(judgement.verdict, Verdict::Pass);
    assert!(judgement.reasons.is_empty(), "{judgement:?}");
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
fn an_interrupted_run_says_nothing_of_the_client() {
    let judgement = judged(vec![record()], ClientEnd::Interrupted, None);
    assert_eq!(judgement.verdict, Verdict::Skipped);
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

#[test]
fn a_client_that_never_connected_got_nowhere() {
    for outcome in [Outcome::Connected, Outcome::CertificateRejected] {
        let said = said(
            "client = ['connected', 'certificate-rejected']",
            Vec::new(),
            EXIT,
            Some(outcome),
        );
        assert_eq!(said.verdict, Verdict::Fail);
        let reason = format!("it says {outcome}, yet the wire shows no connection");
        assert_eq!(said.reasons, [reason]);
    }
    let refused = Some(Outcome::ConnectionRefused);
    let said = said("client = ['connection-refused']", Vec::new(), EXIT, refused);
    assert_eq!(said.verdict, Verdict::Pass);
}
