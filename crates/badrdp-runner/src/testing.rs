//! Results out of nothing, for tests.

use std::time::Duration;

use badrdp_scenario::Cause;

use crate::judge::{Judgement, Verdict};
use crate::launch::ClientEnd;
use crate::run::CaseResult;

/// A case with this verdict, about which nothing else is known.
pub(crate) fn case(scenario: &str, client: &str, verdict: Verdict) -> CaseResult {
    let mut judgement = Judgement::without(verdict, String::new());
    judgement.reasons.clear();
    CaseResult {
        scenario: scenario.to_owned(),
        cause: Cause::Network,
        alike: Vec::new(),
        client: client.to_owned(),
        judgement,
        end: ClientEnd::Exit(0),
        took: Duration::ZERO,
        tries: Vec::new(),
        known: None,
        named: None,
        headline: None,
        seed: 0,
        repeat: String::new(),
        log: String::new(),
        command: Vec::new(),
        transcript: None,
    }
}
