//! Clients that somebody else runs: what becomes of what they say, and of their silence.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::Arc;
use std::time::Duration;

use badrdp_certs::{Catalogue as Certificates, Lab};
use badrdp_runner::adapter::Start;
use badrdp_runner::elsewhere::Answering;
use badrdp_runner::{
    Adapters, Answer, Arm, CaseResult, Codes, Desk, Finding, Meaning, Options, Task, Told, Verdict,
    run,
};
use badrdp_scenario::{Catalogue, Outcome, Scenario};
use badrdp_server::Armed;
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;

const SCENARIO: &str = r#"
title = "A story"
summary = "What happens."
[server]
profile = "windows-11"
certificate = "p-256"
[[fault]]
when = { during = "tcp" }
reset = {}
[expect]
client = ["connection-reset"]
within = "5s"
"#;

/// Somebody who always does the same.
#[derive(Debug)]
struct Always {
    connects: bool,
    answer: Answer,
    codes: Codes,
}

impl Desk for Always {
    fn ask(&self, task: Task) -> Answering<'_> {
        Box::pin(async move {
            if self.connects {
                drop(TcpStream::connect(task.address).await);
            }
            self.answer.clone()
        })
    }

    fn codes(&self) -> &Codes {
        &self.codes
    }
}

async fn met(connects: bool, answer: Answer) -> CaseResult {
    let id = "middlebox/story".parse().unwrap();
    let scenario = Catalogue::built_in(None).parse(&id, "story.toml", SCENARIO);
    let lab = Lab::ephemeral().unwrap();
    let arm: Arm = Arc::new(move |scenario: &Arc<Scenario>| {
        let recipes = Certificates::built_in();
        let issue = |name: &str| lab.issue(recipes.get(name).unwrap(), jiff::Timestamp::now());
        Armed::new(Arc::clone(scenario), None, None, issue).map_err(|error| error.to_string())
    });
    let options = Options {
        evidence: badrdp_runner::Evidence::default(),
        policy: badrdp_runner::Policy::default(),
        arm,
        ca: "/dev/null".into(),
        roots: Vec::new(),
        jobs: 1,
        isolate: false,
        patience: Duration::from_secs(1),
        security: badrdp_probe::Security::Hybrid,
        user: "alice".to_owned(),
        password: "Secret-Pa55word".to_owned(),
        listen: std::net::Ipv4Addr::LOCALHOST.into(),
        stop: CancellationToken::new(),
    };
    let codes = Codes::new(|code, _| Meaning {
        outcome: (code == 1).then_some(Outcome::ConnectionReset),
        sentences: vec![format!("{code} is a number")],
    });
    let mut adapter = Adapters::find("manual").unwrap();
    if let Start::Elsewhere { desk, .. } = &mut adapter.start {
        *desk = Some(Arc::new(Always {
            connects,
            answer,
            codes,
        }));
    }
    let scenarios = vec![Arc::new(scenario.unwrap())];
    let suite = run(scenarios, vec![adapter], options, |_| {}).await;
    suite.results.into_iter().next().unwrap()
}

#[tokio::test]
async fn who_neither_connects_nor_answers_says_nothing_of_the_client() {
    let result = met(false, Answer::Silent).await;
    assert_eq!(result.judgement.verdict, Verdict::Skipped);
    let reason = "whoever took it neither connected nor answered";
    assert_eq!(result.judgement.reasons, [reason]);
}

#[tokio::test]
async fn who_connects_and_falls_silent_hung() {
    let result = met(true, Answer::Silent).await;
    assert_eq!(result.judgement.verdict, Verdict::Fail);
    assert_eq!(result.judgement.findings, [Finding::Hung]);
}

#[tokio::test]
async fn a_code_is_shown_as_told_with_its_meaning_and_counts_where_it_has_one() {
    let told = Told {
        code: Some(1),
        extended: Some(2),
        text: Some("It took Secret-Pa55word and ended.".to_owned()),
        ..Told::default()
    };
    let result = met(true, Answer::Told(told)).await;
    assert_eq!(result.judgement.said, Some(Outcome::ConnectionReset));
    assert_eq!(result.judgement.verdict, Verdict::Pass);
    let log = "code 0x1 / 0x2\n  1 is a number\nIt took *** and ended.";
    assert_eq!(result.log, log);
    let unknown = Told {
        code: Some(7),
        ..Told::default()
    };
    let result = met(true, Answer::Told(unknown)).await;
    assert_eq!(result.judgement.said, None);
}

#[tokio::test]
async fn what_the_wire_shows_to_be_wrong_fails() {
    let told = Told {
        outcome: Some(Outcome::Connected),
        ..Told::default()
    };
    let result = met(true, Answer::Told(told)).await;
    assert_eq!(result.judgement.verdict, Verdict::Fail);
    assert!(result.judgement.reasons[0].starts_with("it says connected, yet the wire"));
}

#[tokio::test]
async fn a_case_that_is_skipped_has_the_reason() {
    let result = met(false, Answer::Skipped("no time".to_owned())).await;
    assert_eq!(result.judgement.verdict, Verdict::Skipped);
    assert_eq!(result.judgement.reasons, ["no time"]);
}
