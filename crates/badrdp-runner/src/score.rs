//! How well a client names causes: each named cause held against the true one. Pure.

use std::collections::BTreeMap;

use badrdp_scenario::Cause;
use serde::Serialize;

use crate::judge::Verdict;
use crate::run::CaseResult;

/// How well one client names causes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
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
    /// Cases that say nothing about it, because they were skipped or the harness failed.
    pub left_out: usize,
    /// The confusion matrix: how often which cause was named, by the true cause. Nothing named
    /// is `None`.
    #[serde(serialize_with = "matrix")]
    pub named: BTreeMap<(Cause, Option<Cause>), usize>,
}

impl Score {
    /// The score of `client` in these results.
    #[must_use]
    pub fn of<'a>(client: &str, results: impl IntoIterator<Item = &'a CaseResult>) -> Self {
        let mut score = Self {
            client: client.to_owned(),
            ..Self::default()
        };
        let results = results.into_iter();
        for result in results.filter(|result| result.client == client) {
            if matches!(
                result.judgement.verdict,
                Verdict::Skipped | Verdict::HarnessError
            ) {
                score.left_out += 1;
                continue;
            }
            match result.named {
                None => score.none += 1,
                Some(named) if named == result.cause => score.right += 1,
                Some(named) if result.alike.contains(&named) => score.alike += 1,
                Some(_) => score.wrong += 1,
            }
            *score.named.entry((result.cause, result.named)).or_default() += 1;
        }
        score
    }

    /// The cases that count.
    #[must_use]
    pub const fn cases(&self) -> usize {
        self.right + self.alike + self.wrong + self.none
    }

    /// Right and alike of all that count, in percent: nobody can tell apart what looks the
    /// same. `None` where nothing counts.
    #[must_use]
    pub fn accuracy(&self) -> Option<f64> {
        self.percent(self.right + self.alike)
    }

    /// Right alone of all that count, in percent.
    #[must_use]
    pub fn exact(&self) -> Option<f64> {
        self.percent(self.right)
    }

    fn percent(&self, part: usize) -> Option<f64> {
        let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        (self.cases() > 0).then(|| 100.0 * number(part) / number(self.cases()))
    }
}

/// A table of tables, by the words of the causes; nothing named is "none".
fn matrix<S: serde::Serializer>(
    named: &BTreeMap<(Cause, Option<Cause>), usize>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut rows: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for ((cause, named), count) in named {
        let named = named.map_or("none", Cause::name);
        rows.entry(cause.name()).or_default().insert(named, *count);
    }
    rows.serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::case;

    /// A case of `network`, of which `middlebox` cannot be told apart.
    fn named(verdict: Verdict, named: Option<Cause>) -> CaseResult {
        let mut result = case("network/x", "tool", verdict);
        result.alike = vec![Cause::Middlebox];
        result.named = named;
        result
    }

    #[test]
    fn alike_counts_as_right_and_is_told_apart() {
        let results = [
            named(Verdict::Pass, Some(Cause::Network)),
            named(Verdict::Fail, Some(Cause::Middlebox)),
            named(Verdict::Pass, Some(Cause::Certificate)),
            named(Verdict::Pass, None),
            named(Verdict::Skipped, Some(Cause::Network)),
            named(Verdict::HarnessError, None),
            case("network/x", "other", Verdict::Pass),
        ];
        let score = Score::of("tool", &results);
        assert_eq!(
            (score.right, score.alike, score.wrong, score.none),
            (1, 1, 1, 1)
        );
        assert_eq!((score.cases(), score.left_out), (4, 2));
        assert_eq!((score.accuracy(), score.exact()), (Some(50.0), Some(25.0)));
        let json = serde_json::to_value(&score).unwrap();
        let row = serde_json::json!({ "network": 1, "middlebox": 1, "certificate": 1, "none": 1 });
        assert_eq!(json["named"]["network"], row);
    }

    #[test]
    fn nothing_that_counts_has_no_accuracy() {
        let results = [named(Verdict::Skipped, None)];
        assert_eq!(Score::of("tool", &results).accuracy(), None);
    }
}
