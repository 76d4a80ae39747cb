//! What matters whatever the verdict, and what fails a case.

use badrdp_runner::ClientEnd;
use badrdp_runner::judge::{Finding, Severity, Verdict, judge};
use badrdp_scenario::Outcome;
use badrdp_server::transcript::Request;
use badrdp_server::{CredentialsKind, Protection, SentCredentials, Transcript};

use crate::handmade::{
    EXIT, SCENARIO, active, expected, judged, record, said, scenario, transcript,
};

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
fn a_crash_that_only_the_client_can_tell_of_is_found_also_behind_a_session() {
    let crashed = Some(Outcome::Crashed);
    let judgement = said("client = ['connected']", vec![active()], EXIT, crashed);
    assert_eq!(judgement.outcome, crashed);
    assert_eq!(judgement.findings, [Finding::Crashed]);
    assert_eq!(judgement.verdict, Verdict::Fail);
    assert_eq!(judgement.reasons[0], "it crashed, as is told of it");
}
