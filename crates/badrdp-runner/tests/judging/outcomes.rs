//! What a client did, by the wire and by its own words.

use std::time::Duration;

use badrdp_proto::{MessageName, Phase};
use badrdp_runner::ClientEnd;
use badrdp_runner::judge::{Finding, Verdict};
use badrdp_scenario::{End, Outcome};
use badrdp_server::{ConnectionRecord, Happening, Refusal, RefusalKind};

use crate::handmade::{
    EXIT, active, behind_a_damaged_font_map, event, expected, judged, received, record, said, sent,
};

#[test]
fn a_client_without_words_is_judged_by_the_wire() {
    let judgement = judged(vec![record()], EXIT, None);
    assert_eq!(judgement.outcome, Some(Outcome::ConnectionReset));
    assert_eq!(judgement.verdict, Verdict::Pass);
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
            cut(|record| {
                record.events = vec![event(Happening::Stalled { limit: None })];
                record.lasted = Some(Duration::from_secs(5));
            }),
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
fn a_client_may_get_over_a_damaged_font_map_and_say_so() {
    let connected = Some(Outcome::Connected);
    let judged = |record| said("client = ['connected']", vec![record], EXIT, connected);
    let judgement = judged(behind_a_damaged_font_map());
    assert_eq!(judgement.verdict, Verdict::Pass, "{judgement:?}");
    assert_eq!(judgement.outcome, connected);
    // Where the server does not go on, or the connection came to a bad end, there is no session.
    let mut record = behind_a_damaged_font_map();
    record.events.pop();
    let judgement = judged(record);
    assert_eq!(judgement.verdict, Verdict::Fail);
    let mut record = behind_a_damaged_font_map();
    record.end = End::ServerReset;
    assert_eq!(judged(record).outcome, Some(Outcome::ConnectionReset));
}

#[test]
fn what_a_client_does_in_a_session_shows_that_it_has_one() {
    let expect = "client = ['connected']";
    for message in [MessageName::FastPathInput, MessageName::SuppressOutput] {
        let mut record = behind_a_damaged_font_map();
        record.end = End::Open;
        record.events.push(received(message));
        for end in [ClientEnd::Ended, ClientEnd::Killed] {
            let judgement = expected(expect, vec![record.clone()], end);
            assert_eq!(judgement.verdict, Verdict::Pass, "{judgement:?}");
            assert!(judgement.findings.is_empty(), "{judgement:?}");
        }
    }
    // One that only waits may wait for the Font Map.
    let mut record = behind_a_damaged_font_map();
    record.end = End::Open;
    let judgement = expected(expect, vec![record], ClientEnd::Killed);
    assert_eq!(judgement.findings, [Finding::Hung]);
}
