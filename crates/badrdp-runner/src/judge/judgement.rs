//! Puts a judgement together.

use badrdp_proto::Phase;
use badrdp_scenario::{Outcome, Scenario};
use badrdp_server::Transcript;

use super::connections::{attempts, connections};
use super::doubts::{beyond, contradiction, mismatch, not_met};
use super::finding::Finding;
use super::forbidden::{fallback, forbidden, in_the_clear, retry_storm};
use super::outcome::outcome;
use super::verdict::{Judgement, Verdict};
use crate::launch::ClientEnd;

/// Judges what a client did in a scenario.
#[must_use]
pub fn judge(
    scenario: &Scenario,
    transcript: &Transcript,
    end: ClientEnd,
    said: Option<Outcome>,
    goes_to: Option<Phase>,
) -> Judgement {
    let mut judgement = Judgement {
        verdict: Verdict::Pass,
        outcome: None,
        said,
        rule: None,
        reasons: Vec::new(),
        findings: Vec::new(),
    };
    if let Some(reason) = mismatch(transcript) {
        return judgement.with(Verdict::HarnessError, reason);
    }
    if let Some(reason) = beyond(scenario, goes_to) {
        return judgement.with(Verdict::Skipped, reason);
    }
    let outcome = outcome(scenario, transcript, end, said, goes_to);
    judgement.outcome = outcome;
    if end == ClientEnd::Interrupted {
        return judgement.with(Verdict::Skipped, "the run was interrupted".to_owned());
    }
    if let ClientEnd::Signal(signal) = end {
        judgement.found(Finding::Crashed, format!("it died of signal {signal}"));
    } else if let ClientEnd::CoreDumped(signal) = end {
        let reason = format!("it died of signal {signal} and left a core");
        judgement.found(Finding::Crashed, reason);
    } else if outcome == Some(Outcome::Crashed) {
        let reason = "it crashed, as is told of it".to_owned();
        judgement.found(Finding::Crashed, reason);
    } else if outcome == Some(Outcome::Hung) {
        let reason = "it was still waiting when its time was up".to_owned();
        judgement.found(Finding::Hung, reason);
    }
    let broken = forbidden(scenario, &transcript.connections, &mut judgement);
    in_the_clear(scenario, &transcript.connections, &mut judgement);
    if !broken
        && judgement.findings.is_empty()
        && let Some(reason) = not_met(scenario, transcript, outcome)
    {
        return judgement.with(Verdict::Skipped, reason);
    }
    judgement.verdict = verdict(scenario, outcome, &mut judgement.reasons, broken);
    judgement.rule = outcome.and_then(|outcome| scenario.expect().rule(outcome).map(str::to_owned));
    if goes_to.is_some() {
        return judgement;
    }
    retry_storm(&transcript.connections, &mut judgement);
    fallback(&transcript.connections, &mut judgement);
    let expect = scenario.expect();
    let records = &transcript.connections;
    let wrong = contradiction(transcript, said)
        .or_else(|| attempts(expect.attempts, records))
        .or_else(|| connections(&expect.connections, records, end));
    match wrong {
        Some(reason) => judgement.with(Verdict::Fail, reason),
        None => judgement,
    }
}

fn verdict(
    scenario: &Scenario,
    outcome: Option<Outcome>,
    reasons: &mut Vec<String>,
    broken: bool,
) -> Verdict {
    let expect = scenario.expect();
    match outcome {
        _ if broken => Verdict::Fail,
        Some(outcome) if expect.accepts(outcome) => Verdict::Pass,
        Some(outcome) if expect.tolerate.contains(&outcome) => Verdict::NonStrict,
        Some(outcome) => {
            reasons.push(format!("{outcome}, expected {}", expect.right_in_words()));
            Verdict::Fail
        }
        None => {
            reasons.push("neither the wire nor the client tells what it did".to_owned());
            Verdict::Fail
        }
    }
}
