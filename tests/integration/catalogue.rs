//! Every shipped scenario is a test: it is served, the probe meets it, and what was declared,
//! delivered, seen and judged has to agree.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use badrdp_runner::{Adapters, Options, SuiteResult, Verdict, run};
use badrdp_scenario::{Catalogue, Cause, Id, Scenario};
use badrdp_server::DeliveryState;

use crate::clients::{catalogue, options};

/// How long the probe waits for an answer. Faults that come later are proved with paused time.
const PATIENCE: Duration = Duration::from_secs(4);

async fn meet(scenarios: Vec<Arc<Scenario>>, jobs: usize) -> SuiteResult {
    let options = Options {
        patience: PATIENCE,
        ..options(jobs)
    };
    run(
        scenarios,
        vec![Adapters::find("probe").unwrap()],
        options,
        |_| {},
    )
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_scenario_is_delivered_named_and_judged_as_it_says() {
    let catalogue = catalogue();
    let scenarios: Vec<_> = catalogue
        .scenarios()
        .unwrap()
        .into_iter()
        .map(Arc::new)
        .collect();
    let suite = meet(scenarios.clone(), 32).await;
    assert_eq!(suite.results.len(), scenarios.len());
    let wrong = mistakes(&catalogue, &suite);
    // Beside a hundred other tests, slow answers say something about the machine. What fails is
    // met once more with less beside it, and that counts.
    let again = |scenario: &Arc<Scenario>| wrong.iter().any(|(id, _)| *id == scenario.id);
    let again: Vec<_> = scenarios.into_iter().filter(again).collect();
    let wrong: Vec<_> = mistakes(&catalogue, &meet(again, 4).await)
        .into_iter()
        .map(|(id, what)| format!("{id}: {what}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The scenarios that were not delivered, named and judged as they say, and how.
fn mistakes(catalogue: &Catalogue, suite: &SuiteResult) -> Vec<(Id, String)> {
    let mut wrong = Vec::new();
    for result in &suite.results {
        let scenario = catalogue.scenario(&result.scenario).unwrap();
        let id = scenario.id.clone();
        let judgement = &result.judgement;
        if matches!(judgement.verdict, Verdict::Fail | Verdict::HarnessError) {
            wrong.push((id, format!("{:?}", judgement.reasons)));
            continue;
        }
        let first = result
            .transcript
            .iter()
            .flat_map(|transcript| &transcript.connections)
            .next();
        let met = first.is_none_or(|record| {
            record
                .deliveries
                .iter()
                .all(|delivery| delivery.state == DeliveryState::Delivered)
        });
        let named = result.named.is_some_and(|cause| names(cause, &scenario));
        if met && !named {
            let what = format!("named {:?}, {:?}", result.named, result.headline);
            wrong.push((id, what));
        }
    }
    wrong
}

/// Whether a cause names a scenario. How fast answers come tells healthy from network, and
/// beside a hundred other tests that says something about the machine: here the two are one.
/// `selftest` tells them apart, and so do the probe's own tests.
fn names(cause: Cause, scenario: &Scenario) -> bool {
    let by_pace = [Cause::Healthy, Cause::Network];
    scenario.is_named_by(cause)
        || (by_pace.contains(&cause) && by_pace.iter().any(|cause| scenario.is_named_by(*cause)))
}

#[test]
fn every_cause_of_the_mission_has_scenarios() {
    let causes: BTreeSet<Cause> = catalogue().ids().map(|id| id.cause()).collect();
    for cause in [
        Cause::Certificate,
        Cause::Handshake,
        Cause::Healthy,
        Cause::Legacy,
        Cause::Middlebox,
        Cause::Network,
        Cause::Protocol,
        Cause::SecurityLayer,
        Cause::WrongService,
    ] {
        assert!(causes.contains(&cause), "{cause}");
    }
}

/// The starred rows of the fault taxonomy, by their ids.
const STARRED: &[&str] = &[
    "act.rst",
    "arc.refuse-n",
    "caps.stall",
    "cert.expired",
    "cert.key-mismatch",
    "cert.name-mismatch",
    "cert.not-yet-valid",
    "cert.self-signed",
    "cert.sha1",
    "cert.untrusted-root",
    "err.none-rst",
    "err.server-denied",
    "err.server-denied-rst",
    "info.rst",
    "lic.err.no-server",
    "neg.fail.hybrid-required",
    "neg.fail.no-cert",
    "neg.fail.ssl-not-allowed",
    "neg.no-negdata",
    "neg.select-rdp",
    "nla.early-auth-denied",
    "nla.err.logon-failure",
    "nla.pubkey-mismatch",
    "nla.rst-after-authenticate",
    "nla.version-old",
    "std.xp-profile",
    "tcp.accept-close",
    "tcp.accept-rst",
    "tcp.accept-silent",
    "tcp.blackhole-mid",
    "tcp.flap",
    "tcp.freeze-resume",
    "tcp.rst-after-bytes",
    "tcp.rst-on-pattern",
    "tcp.server-timeout-60",
    "tls.alert.handshake-failure",
    "tls.interception",
    "tls.max-version.1.0",
    "tls.plaintext-after-select",
    "tls.rst-after-finished",
    "tls.rst-on-hello",
    "tls.slow",
    "tls.stall-hello",
    "x224.rst-after-cr",
    "x224.stall-cc",
];

#[test]
fn every_starred_fault_has_a_scenario() {
    let catalogue = catalogue();
    let tags: BTreeSet<String> = catalogue
        .scenarios()
        .unwrap()
        .iter()
        .flat_map(|scenario| scenario.file.tags.clone())
        .collect();
    for fault in STARRED {
        assert!(tags.contains(&format!("fault:{fault}")), "{fault}");
    }
}
