//! Real clients meet shipped scenarios. What they do is asserted, and so is the verdict.
//!
//! A client that is not installed is skipped aloud; with `BADRDP_REQUIRE_CLIENTS=1` it is an
//! error, so that the gate cannot pass without having run them.

mod active;
mod baseline;
mod capture;
mod desktop;
mod encryption;
mod input;
mod ironrdp;
mod isolated;
mod nmap;
mod openssl;
mod picture;
mod profiles;
mod rdesktop;
mod stage;
mod tshark;
mod xfreerdp;

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use badrdp_certs::{Catalogue as Certificates, Lab};
use badrdp_runner::{Adapters, Arm, CaseResult, Options, Verdict, run};
use badrdp_scenario::{Catalogue, Outcome, Scenario};
use badrdp_server::Armed;

/// What a client is known to do in a scenario.
type Row = (&'static str, Outcome, Verdict);

/// Whether every program is there. Says so if not, or fails where it must be.
pub(crate) fn installed(programs: &[&str]) -> bool {
    let missing: Vec<_> = programs
        .iter()
        .filter(|program| !is_installed(program))
        .collect();
    if missing.is_empty() {
        return true;
    }
    let required = std::env::var("BADRDP_REQUIRE_CLIENTS").is_ok_and(|value| value == "1");
    assert!(!required, "not installed: {missing:?}");
    skip(&format!("not installed: {missing:?}"));
    false
}

/// Says aloud that a test is skipped.
pub(crate) fn skip(reason: &str) {
    say(&format!("SKIPPED: {reason}"));
}

/// Says something aloud: past the capture of the test runner.
fn say(line: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{line}");
}

fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// One lab for all, with its root in a file that clients can be pointed at.
pub(crate) fn lab() -> &'static Lab {
    static LAB: OnceLock<Lab> = OnceLock::new();
    LAB.get_or_init(|| {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("clients-lab");
        Lab::open(&folder).unwrap()
    })
}

/// The lab's root in DER, for the probe to trust.
pub(crate) fn roots() -> Vec<Vec<u8>> {
    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::PemObject as _;
    CertificateDer::pem_slice_iter(lab().ca_pem().as_bytes())
        .map(|certificate| certificate.unwrap().to_vec())
        .collect()
}

pub(crate) fn catalogue() -> Catalogue {
    let names = Certificates::built_in()
        .names()
        .map(str::to_owned)
        .collect();
    Catalogue::built_in(Some(names))
}

pub(crate) fn armed(scenario: &Arc<Scenario>) -> Result<Armed, String> {
    armed_with(scenario, None)
}

/// The same, with somebody who is told the secrets of TLS.
fn armed_with(
    scenario: &Arc<Scenario>,
    key_log: Option<Arc<dyn rustls::KeyLog>>,
) -> Result<Armed, String> {
    let recipes = Certificates::built_in();
    let issue = |name: &str| {
        let recipe = recipes.get(name).map_err(|error| error.to_string())?;
        lab()
            .issue(recipe, jiff::Timestamp::now())
            .map_err(|error| error.to_string())
    };
    Armed::new(Arc::clone(scenario), None, key_log, issue).map_err(|error| error.to_string())
}

/// Lets `client` meet every scenario of `rows` and compares. Clients give up by the clock, and
/// beside the other tests the machine is slow: what differs is met once more, alone, and that
/// counts.
async fn expect(client: &str, rows: &[Row]) {
    expect_in(client, rows, options).await;
}

/// The same, with the runner told by `options` how to run so many at a time.
async fn expect_in(client: &str, rows: &[Row], options: fn(usize) -> Options) {
    let results = meet(client, rows, options(4)).await;
    assert_eq!(results.len(), rows.len());
    let again: Vec<Row> = rows
        .iter()
        .filter(|row| differs(row, &results).is_some())
        .copied()
        .collect();
    let results = meet(client, &again, options(1)).await;
    let wrong: Vec<String> = again
        .iter()
        .filter_map(|row| differs(row, &results))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// How the runner is told to run: the lab of these tests, nothing met twice, nothing kept.
pub(crate) fn options(jobs: usize) -> Options {
    let arm: Arm = Arc::new(armed);
    Options {
        arm,
        evidence: badrdp_runner::Evidence::default(),
        ca: lab().ca_path().unwrap().to_owned(),
        roots: roots(),
        jobs,
        listen: std::net::Ipv4Addr::LOCALHOST.into(),
        isolate: false,
        patience: Duration::from_secs(4),
        security: badrdp_probe::Security::Hybrid,
        user: badrdp_proto::credssp::LAB_USER.to_owned(),
        password: badrdp_proto::credssp::LAB_PASSWORD.to_owned(),
        stop: tokio_util::sync::CancellationToken::new(),
        policy: badrdp_runner::Policy::default(),
    }
}

async fn meet(client: &str, rows: &[Row], options: Options) -> Vec<CaseResult> {
    let catalogue = catalogue();
    let scenarios = rows
        .iter()
        .map(|(id, ..)| Arc::new(catalogue.scenario(id).unwrap()))
        .collect();
    let options = Options {
        roots: Vec::new(),
        ..options
    };
    let adapter = Adapters::find(client).unwrap();
    run(scenarios, vec![adapter], options, |_| {}).await.results
}

/// What is not as the row says, with the end of the client's log.
fn differs((id, outcome, verdict): &Row, results: &[CaseResult]) -> Option<String> {
    let result = results.iter().find(|result| result.scenario == *id)?;
    let judgement = &result.judgement;
    if judgement.outcome == Some(*outcome) && judgement.verdict == *verdict {
        return None;
    }
    let mut tail: Vec<&str> = result.log.lines().rev().take(6).collect();
    tail.reverse();
    Some(format!(
        "{id}: {:?} {:?}, known as {verdict:?} {outcome:?}; {:?}\n{}",
        judgement.verdict,
        judgement.outcome,
        judgement.reasons,
        tail.join("\n")
    ))
}
