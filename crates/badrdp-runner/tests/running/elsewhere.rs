//! Clients that somebody else runs: what becomes of what they say, and of their silence.

use std::sync::Arc;

use badrdp_runner::adapter::Start;
use badrdp_runner::elsewhere::Answering;
use badrdp_runner::{
    Adapters, Answer, CaseResult, Codes, Desk, Finding, Meaning, Task, Told, Verdict, run,
};
use badrdp_scenario::Outcome;
use tokio::net::TcpStream;

use crate::lab::{options, story};

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
    let scenario = story("middlebox", "reset", "connection-reset", "5s");
    let suite = run(vec![scenario], vec![adapter], options(), |_| {}).await;
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

#[tokio::test]
async fn the_reason_of_a_skip_has_no_password() {
    let reason = "alice, Secret-Pa55word: no such user".to_owned();
    let result = met(false, Answer::Skipped(reason)).await;
    assert_eq!(result.judgement.reasons, ["alice, ***: no such user"]);
}

#[tokio::test]
async fn a_crash_that_is_told_is_a_finding() {
    let told = Told {
        outcome: Some(Outcome::Crashed),
        ..Told::default()
    };
    let result = met(true, Answer::Told(told)).await;
    assert_eq!(result.judgement.findings, [Finding::Crashed]);
    assert_eq!(result.judgement.verdict, Verdict::Fail);
}

#[tokio::test]
async fn who_never_connected_cannot_have_got_anywhere() {
    let told = Told {
        outcome: Some(Outcome::Connected),
        ..Told::default()
    };
    let result = met(false, Answer::Told(told)).await;
    assert_eq!(result.judgement.verdict, Verdict::Fail);
    let reasons = result.judgement.reasons.join("; ");
    let wanted = "it says connected, yet the wire shows no connection";
    assert!(reasons.contains(wanted), "{reasons}");
}
