//! A scenario of one fault, and how it is run.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use badrdp_certs::{Catalogue as Certificates, Lab};
use badrdp_runner::{Arm, Evidence, Options, Policy};
use badrdp_scenario::{Catalogue, Scenario};
use badrdp_server::Armed;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio_util::sync::CancellationToken;

/// A story of `cause`: as soon as a client has connected the `fault` strikes, and `outcome` is
/// expected of it `within` a time.
pub(crate) fn story(cause: &str, fault: &str, outcome: &str, within: &str) -> Arc<Scenario> {
    let text = format!(
        "title = 'A story'\nsummary = 'What happens.'\n\
         [server]\nprofile = 'windows-11'\ncertificate = 'p-256'\n\
         [[fault]]\nwhen = {{ during = 'tcp' }}\n{fault} = {{}}\n\
         [expect]\nclient = ['{outcome}']\nwithin = '{within}'\n"
    );
    let id = format!("{cause}/story").parse().unwrap();
    let scenario = Catalogue::built_in(None).parse(&id, "story.toml", &text);
    Arc::new(scenario.unwrap())
}

/// How cases are run: with certificates of a lab that the probe trusts, as a user whom its servers
/// do not know.
pub(crate) fn options() -> Options {
    let lab = Lab::ephemeral().unwrap();
    let pem = lab.ca_pem().lines().filter(|line| !line.starts_with('-'));
    let root = STANDARD.decode(pem.collect::<String>()).unwrap();
    let arm: Arm = Arc::new(move |scenario: &Arc<Scenario>| {
        let recipes = Certificates::built_in();
        let issue = |name: &str| lab.issue(recipes.get(name).unwrap(), jiff::Timestamp::now());
        Armed::new(Arc::clone(scenario), Some(7), None, issue).map_err(|error| error.to_string())
    });
    Options {
        arm,
        evidence: Evidence::default(),
        ca: "/dev/null".into(),
        roots: vec![root],
        jobs: 8,
        listen: Ipv4Addr::LOCALHOST.into(),
        isolate: false,
        patience: Duration::from_millis(500),
        security: badrdp_probe::Security::Hybrid,
        user: "alice".to_owned(),
        password: "Secret-Pa55word".to_owned(),
        stop: CancellationToken::new(),
        policy: Policy::default(),
    }
}
