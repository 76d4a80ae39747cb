//! What a scenario expects, in words.

use badrdp_scenario::{Expect, Outcome, Scenario};

use super::super::case::Expected;
use super::millis;

pub(super) fn expected(scenario: &Scenario) -> Expected {
    let expect = scenario.expect();
    Expected {
        client: names(expect.right()),
        tolerate: names(expect.tolerate.iter().copied()),
        never: expect
            .never
            .iter()
            .map(|never| never.name().to_owned())
            .collect(),
        within_ms: millis(expect.within.duration()),
        spec: scenario.file.spec.clone(),
        lines: lines(expect),
    }
}

fn names(outcomes: impl Iterator<Item = Outcome>) -> Vec<String> {
    outcomes.map(|outcome| outcome.name().to_owned()).collect()
}

fn lines(expect: &Expect) -> Vec<String> {
    let mut lines = Vec::new();
    for accept in &expect.accept {
        lines.push(format!("{} is right by {}", accept.outcome, accept.spec));
    }
    lines.extend(expect.attempts.map(|attempts| attempts.in_words()));
    for (number, connection) in (1..).zip(&expect.connections) {
        let phrases = connection.phrases();
        if phrases.is_empty() {
            lines.push(format!("there is a connection {number}"));
        } else {
            lines.push(format!("connection {number} {}", phrases.join(", ")));
        }
    }
    lines
}
