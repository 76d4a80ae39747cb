//! Makes a case of a result.

use super::super::case::{Case, Found, Known, Try};
use super::connection::{connection, delivery};
use super::expected::expected;
use super::{millis, word};
use crate::launch::ClientEnd;
use crate::run::CaseResult;
use crate::tries;

/// The most of a client's log that a report keeps, in bytes. What a client says last matters.
const MAX_LOG: usize = 64 << 10;

pub(super) fn case(result: &CaseResult) -> Case {
    let judgement = &result.judgement;
    let transcript = result.transcript.as_ref();
    let (log, cut) = tail(&result.log, MAX_LOG);
    let findings = judgement.findings.iter().map(|finding| Found {
        finding: word(finding),
        severity: finding.severity(),
    });
    let alike = result.played.file.alike.iter();
    Case {
        scenario: result.scenario.clone(),
        cause: result.cause.name().to_owned(),
        client: result.client.clone(),
        verdict: judgement.verdict.into(),
        outcome: judgement.outcome.map(|outcome| outcome.name().to_owned()),
        said: judgement.said.map(|outcome| outcome.name().to_owned()),
        rule: judgement.rule.clone(),
        reasons: judgement.reasons.clone(),
        findings: findings.collect(),
        expected: expected(&result.played),
        end: end(result.end),
        took_ms: millis(result.took),
        tries: result.tries.iter().map(tried).collect(),
        known: result.known.as_ref().map(|known| Known {
            reason: known.reason.clone(),
            until: Some(known.until.to_string()),
        }),
        named: result.named.map(|cause| cause.name().to_owned()),
        alike: alike.map(|cause| cause.name().to_owned()).collect(),
        headline: result.headline.clone(),
        seed: result.seed,
        repeat: result.repeat.clone(),
        command: result.command.clone(),
        log: log.to_owned(),
        log_left_out: result.log_left_out + cut,
        capture: result.capture.clone(),
        listener: transcript
            .map(|transcript| transcript.listener.iter().map(delivery).collect())
            .unwrap_or_default(),
        connections: transcript
            .map(|transcript| transcript.connections.iter().map(connection).collect())
            .unwrap_or_default(),
        forgotten_connections: transcript.map_or(0, |transcript| transcript.forgotten),
    }
}

fn tried(one: &tries::Try) -> Try {
    Try {
        verdict: one.verdict.into(),
        outcome: one.outcome.map(|outcome| outcome.name().to_owned()),
        took_ms: millis(one.took),
    }
}

/// How a client ended, in two words at most.
fn end(end: ClientEnd) -> String {
    match end {
        ClientEnd::Exit(status) => format!("exit {status}"),
        ClientEnd::CoreDumped(number) => format!("signal {number}, core dumped"),
        ClientEnd::Signal(number) => format!("signal {number}"),
        other => word(&other),
    }
}

/// At most the last `most` bytes of `text`, and how many were before them.
fn tail(text: &str, most: usize) -> (&str, u64) {
    let from = text.ceil_char_boundary(text.len().saturating_sub(most));
    let (before, tail) = text.split_at(from);
    (tail, u64::try_from(before.len()).unwrap_or(u64::MAX))
}
