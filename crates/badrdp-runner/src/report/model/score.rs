//! How well a client names causes: each named cause held against the true one. Pure.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::case::Case;
use super::report::Report;
use super::verdict::Verdict;

/// The word of a matrix for nothing named.
pub const NOTHING: &str = "none";

/// How well one client names causes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Score {
    /// The client.
    pub client: String,
    /// Cases in which it named the true cause.
    pub right: usize,
    /// Cases in which it named one that looks the same on the wire, by the scenario's `alike`.
    pub alike: usize,
    /// Cases in which it named another one.
    pub wrong: usize,
    /// Cases in which it named none.
    pub none: usize,
    /// Cases that say nothing about it: they were skipped, or the harness failed.
    pub left_out: usize,
    /// Right and alike of all that count, in percent: nobody can tell apart what looks the
    /// same. None where nothing counts.
    pub accuracy: Option<f64>,
    /// Right alone of all that count, in percent.
    pub exact: Option<f64>,
    /// The confusion matrix: how often which cause was named, by the true cause.
    pub named: BTreeMap<String, BTreeMap<String, usize>>,
}

impl Score {
    /// The score of `client` in these cases.
    #[must_use]
    pub fn of<'a>(client: &str, cases: impl IntoIterator<Item = &'a Case>) -> Self {
        let mut score = Self {
            client: client.to_owned(),
            ..Self::default()
        };
        for case in cases.into_iter().filter(|case| case.client == client) {
            if matches!(case.verdict, Verdict::Skipped | Verdict::HarnessError) {
                score.left_out += 1;
                continue;
            }
            match &case.named {
                None => score.none += 1,
                Some(named) if *named == case.cause => score.right += 1,
                Some(named) if case.alike.contains(named) => score.alike += 1,
                Some(_) => score.wrong += 1,
            }
            let named = case.named.as_deref().unwrap_or(NOTHING).to_owned();
            let row = score.named.entry(case.cause.clone()).or_default();
            *row.entry(named).or_default() += 1;
        }
        score.accuracy = percent(score.right + score.alike, score.cases());
        score.exact = percent(score.right, score.cases());
        score
    }

    /// How many cases count.
    #[must_use]
    pub const fn cases(&self) -> usize {
        self.right + self.alike + self.wrong + self.none
    }
}

impl Report {
    /// Reckons the scores of those clients that name causes.
    pub fn score(&mut self) {
        let names = |client: &str| {
            let mut of = self.cases.iter().filter(|case| case.client == client);
            of.any(|case| case.named.is_some())
        };
        let scored = self.clients.iter();
        let scored = scored.filter(|client| client.names_causes || names(&client.name));
        self.scores = scored
            .map(|client| Score::of(&client.name, &self.cases))
            .collect();
    }
}

fn percent(part: usize, whole: usize) -> Option<f64> {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    // Two decimals are more than any catalogue can show.
    (whole > 0).then(|| (10_000.0 * number(part) / number(whole)).round() / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::confusion;

    /// A case of `network`, of which `middlebox` cannot be told apart.
    fn case(client: &str, verdict: Verdict, cause: &str, named: Option<&str>) -> Case {
        let json = serde_json::json!({
            "scenario": "network/x", "cause": cause, "client": client, "verdict": verdict,
            "expected": {}, "end": "exit 0", "took_ms": 1.0, "seed": 0, "repeat": "",
            "named": named, "alike": ["middlebox"],
        });
        serde_json::from_value(json).unwrap()
    }

    fn score() -> Score {
        let cases = [
            case("tool", Verdict::Pass, "network", Some("network")),
            case("tool", Verdict::Pass, "network", Some("network")),
            case("tool", Verdict::Fail, "network", Some("middlebox")),
            case("tool", Verdict::Pass, "network", Some("certificate")),
            case("tool", Verdict::Pass, "certificate", None),
            case("tool", Verdict::Skipped, "network", Some("network")),
            case("tool", Verdict::HarnessError, "network", None),
            case("other", Verdict::Pass, "network", None),
        ];
        Score::of("tool", &cases)
    }

    #[test]
    fn alike_counts_as_right_and_is_told_apart() {
        let score = score();
        let counts = (score.right, score.alike, score.wrong, score.none);
        assert_eq!(counts, (2, 1, 1, 1));
        assert_eq!((score.cases(), score.left_out), (5, 2));
        assert_eq!((score.accuracy, score.exact), (Some(60.0), Some(40.0)));
        assert_eq!(score.named["network"]["middlebox"], 1);
        assert_eq!(score.named["certificate"][NOTHING], 1);
    }

    #[test]
    fn the_matrix_has_a_row_for_each_true_cause() {
        insta::assert_snapshot!(confusion::render(&score()));
    }

    #[test]
    fn nothing_that_counts_has_no_accuracy() {
        let cases = [case("tool", Verdict::Skipped, "network", None)];
        let score = Score::of("tool", &cases);
        assert_eq!(score.accuracy, None);
        insta::assert_snapshot!(confusion::render(&score));
    }
}
