//! What a client left for that left by itself and said nothing of it.

use std::time::Duration;

use badrdp_proto::{MessageName, Phase};
use badrdp_scenario::{End, Outcome};
use badrdp_server::transcript::Answer;
use badrdp_server::{ConnectionRecord, Event, Happening};

use crate::handmade::{EXIT, active, expected, received, record, sent};

const STALLED: Happening = Happening::Stalled { limit: None };
const CONFIRM: Answer = Answer::Confirm { selected: Some(1) };

/// A client that left in the negotiation, so long after it had connected.
fn left(after: Duration, events: Vec<Event>, answer: Option<Answer>) -> ConnectionRecord {
    let mut record = record();
    record.reached = Phase::ConnectionInitiation;
    record.end = End::ClientClose;
    record.events = events;
    record.events.push(at(after, Happening::ClientClosed));
    record.lasted = Some(after);
    record.answer = answer;
    record
}

fn at(at: Duration, what: Happening) -> Event {
    Event { at, what }
}

fn outcome(record: ConnectionRecord) -> Option<Outcome> {
    expected("client = ['connected']", vec![record], EXIT).outcome
}

const AT_ONCE: Duration = Duration::from_millis(12);
const LATER: Duration = Duration::from_secs(5);

#[test]
fn a_client_that_leaves_a_silent_server_at_once_did_not_wait_for_it() {
    let silent = |after, answer| left(after, vec![at(Duration::ZERO, STALLED)], answer);
    let table = [
        (AT_ONCE, Some(Answer::Other), Some(Outcome::ProtocolError)),
        (AT_ONCE, Some(CONFIRM), Some(Outcome::SecurityRefused)),
        (AT_ONCE, None, None),
        (LATER, Some(Answer::Other), Some(Outcome::TimedOut)),
        (LATER, Some(CONFIRM), Some(Outcome::TimedOut)),
        (LATER, None, Some(Outcome::TimedOut)),
    ];
    for (after, answer, wanted) in table {
        let judged = outcome(silent(after, answer));
        assert_eq!(judged, wanted, "{after:?} {answer:?}");
    }
}

#[test]
fn the_silence_counts_from_its_start() {
    let late = vec![at(LATER.checked_sub(AT_ONCE).unwrap(), STALLED)];
    let record = left(LATER, late, Some(Answer::Other));
    assert_eq!(outcome(record), Some(Outcome::ProtocolError));
}

#[test]
fn a_client_waits_while_the_server_owes_an_answer() {
    let asked = || vec![received(MessageName::ConnectionRequest)];
    let mut dribbled = asked();
    let (message, len, pieces) = (MessageName::ConnectionConfirm, 7, 7);
    dribbled.push(at(
        LATER,
        Happening::Sent {
            message,
            len,
            pieces,
            unfinished: true,
        },
    ));
    for events in [asked(), dribbled] {
        let judged = |after| outcome(left(after, events.clone(), None));
        assert_eq!(judged(LATER), Some(Outcome::TimedOut));
        assert_eq!(judged(AT_ONCE), None);
    }
    // Part of a frame was enough for it.
    let mut record = left(AT_ONCE, asked(), None);
    record.sent = 2;
    assert_eq!(outcome(record), Some(Outcome::ProtocolError));
}

#[test]
fn a_client_that_has_its_answer_may_think_about_it() {
    let answered = vec![
        received(MessageName::ConnectionRequest),
        sent(MessageName::ConnectionConfirm),
    ];
    let judged = outcome(left(LATER, answered, Some(CONFIRM)));
    assert_eq!(judged, Some(Outcome::SecurityRefused));
    // A person at the question about the certificate.
    let mut record = left(LATER, vec![received(MessageName::ClientFinished)], None);
    record.reached = Phase::TlsHandshake;
    record.tls = Some(badrdp_tls::Info {
        version: "TLS 1.3",
        suite: "TLS13_AES_128_GCM_SHA256",
        server_name: None,
        client_certificate: false,
    });
    assert_eq!(outcome(record.clone()), Some(Outcome::CertificateRejected));
    record.tls = None;
    assert_eq!(outcome(record), Some(Outcome::TimedOut));
}

#[test]
fn a_session_that_is_left_when_it_falls_silent_was_one() {
    let silent = |after| {
        let mut record = active();
        record.events = vec![
            at(Duration::ZERO, STALLED),
            at(after, Happening::ClientClosed),
        ];
        outcome(record)
    };
    assert_eq!(silent(AT_ONCE), Some(Outcome::Connected));
    assert_eq!(silent(LATER), Some(Outcome::TimedOut));
}
