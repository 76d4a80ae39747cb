//! What a scenario expects, in words.

use badrdp_scenario::{Expect, ExpectedConnection, ExpectedCredentials, Outcome, Scenario};

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
    if let Some(attempts) = expect.attempts {
        let most = attempts.at_most;
        let ending = if most.get() == 1 { "" } else { "s" };
        let span = attempts
            .within
            .map(|within| format!(" in any {within}"))
            .unwrap_or_default();
        lines.push(format!("at most {most} connection{ending}{span}"));
    }
    for (number, connection) in (1..).zip(&expect.connections) {
        let phrases = phrases(connection);
        if phrases.is_empty() {
            lines.push(format!("there is a connection {number}"));
        } else {
            lines.push(format!("connection {number} {}", phrases.join(", ")));
        }
    }
    lines
}

fn phrases(connection: &ExpectedConnection) -> Vec<String> {
    let mut phrases = Vec::new();
    if let Some(period) = connection.starts_within {
        phrases.push(format!(
            "starts within {period} of the end of the one before"
        ));
    }
    phrases.extend(connection.reaches.map(|phase| format!("reaches {phase}")));
    phrases.extend(connection.credentials.map(|credentials| match credentials {
        ExpectedCredentials::Any => "carries credentials".to_owned(),
        ExpectedCredentials::None => "carries no credentials".to_owned(),
        how => format!("carries credentials {}", how.name().replace('-', " ")),
    }));
    phrases.extend(
        connection
            .presents
            .iter()
            .map(|what| format!("presents {}", what.name())),
    );
    phrases.extend(connection.holds.map(|period| format!("holds for {period}")));
    phrases.extend(connection.ends.map(|end| format!("ends by {end}")));
    phrases
}
