//! Results out of nothing, for tests.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use badrdp_scenario::{Catalogue, Cause, Scenario};

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
        log_left_out: 0,
        command: Vec::new(),
        transcript: None,
        capture: None,
        played: played(),
    }
}

/// A scenario of which `middlebox` cannot be told apart.
fn played() -> Arc<Scenario> {
    static PLAYED: OnceLock<Arc<Scenario>> = OnceLock::new();
    let parse = || {
        let text = "title = 't'\nsummary = 's'\nalike = ['middlebox']\n\
                    [server]\nprofile = 'windows-11'\n\
                    [expect]\nclient = ['connected']\nwithin = '1s'\n";
        let id = "network/x".parse().unwrap();
        let scenario = Catalogue::built_in(None).parse(&id, "x.toml", text);
        Arc::new(scenario.unwrap())
    };
    Arc::clone(PLAYED.get_or_init(parse))
}
