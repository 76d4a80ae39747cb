//! One case that was met several times, told as one result. Pure.

use std::time::Duration;

use badrdp_scenario::Outcome;
use serde::Serialize;

use crate::judge::Verdict;
use crate::run::CaseResult;

/// One time that a case was met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Try {
    /// What was said of it.
    pub verdict: Verdict,
    /// What the client did.
    pub outcome: Option<Outcome>,
    /// How long it took.
    pub took: Duration,
}

/// The tries of a case. Only the result that says most is kept whole.
pub(crate) struct Tries {
    told: Vec<Try>,
    kept: CaseResult,
}

impl Tries {
    /// The first try.
    pub(crate) fn new(first: CaseResult) -> Self {
        Self {
            told: vec![Try::of(&first)],
            kept: first,
        }
    }

    /// How many there were.
    pub(crate) const fn count(&self) -> usize {
        self.told.len()
    }

    /// One more.
    pub(crate) fn add(&mut self, next: CaseResult) {
        self.told.push(Try::of(&next));
        if weight(next.judgement.verdict) > weight(self.kept.judgement.verdict) {
            self.kept = next;
        }
    }

    /// What the first or worst try came to.
    pub(crate) const fn verdict(&self) -> Verdict {
        self.kept.judgement.verdict
    }

    /// Whether the client did as it should at least once.
    pub(crate) fn any_good(&self) -> bool {
        self.told.iter().any(|one| one.verdict.is_good())
    }

    /// All tries as one result: the worst one, and FLAKY where others were good.
    pub(crate) fn settle(self) -> CaseResult {
        let failed = self.told.iter().filter(|one| one.verdict.is_failure());
        let (failed, any_good) = (failed.count(), self.any_good());
        let Self { told, mut kept } = self;
        if failed > 0 && any_good {
            kept.judgement.verdict = Verdict::Flaky;
            let reason = format!("it failed in {failed} of {} tries", told.len());
            kept.judgement.reasons.push(reason);
        }
        if told.len() > 1 {
            kept.tries = told;
        }
        kept
    }
}

impl Try {
    fn of(result: &CaseResult) -> Self {
        Self {
            verdict: result.judgement.verdict,
            outcome: result.judgement.outcome,
            took: result.took,
        }
    }
}

/// Which verdict says most of a client, the least first.
const fn weight(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Skipped => 0,
        Verdict::Pass | Verdict::UnexpectedPass => 1,
        Verdict::NonStrict => 2,
        Verdict::Flaky | Verdict::HarnessError => 3,
        Verdict::KnownFailure | Verdict::Fail => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::case;

    fn settled(verdicts: &[Verdict]) -> CaseResult {
        let mut results = verdicts.iter().map(|verdict| case("a/b", "x", *verdict));
        let mut tries = Tries::new(results.next().unwrap());
        results.for_each(|result| tries.add(result));
        tries.settle()
    }

    #[test]
    fn a_case_that_was_met_once_is_told_as_ever() {
        let result = settled(&[Verdict::Fail]);
        assert_eq!(result.judgement.verdict, Verdict::Fail);
        assert!(result.tries.is_empty() && result.judgement.reasons.is_empty());
    }

    #[test]
    fn failing_and_passing_is_flaky_and_all_tries_are_kept() {
        let result = settled(&[Verdict::Fail, Verdict::Fail, Verdict::Pass]);
        assert_eq!(result.judgement.verdict, Verdict::Flaky);
        assert_eq!(result.judgement.reasons, ["it failed in 2 of 3 tries"]);
        let told: Vec<_> = result.tries.iter().map(|one| one.verdict).collect();
        assert_eq!(told, [Verdict::Fail, Verdict::Fail, Verdict::Pass]);
        let result = settled(&[Verdict::NonStrict, Verdict::HarnessError]);
        assert_eq!(result.judgement.verdict, Verdict::Flaky);
    }

    #[test]
    fn failing_each_time_is_no_flake_and_a_skip_proves_nothing() {
        for others in [[Verdict::Fail; 2], [Verdict::Skipped; 2]] {
            let verdicts = [&[Verdict::Fail][..], &others].concat();
            assert_eq!(settled(&verdicts).judgement.verdict, Verdict::Fail);
        }
    }

    #[test]
    fn the_weaker_of_good_answers_counts() {
        let result = settled(&[Verdict::Pass, Verdict::NonStrict, Verdict::Pass]);
        assert_eq!(result.judgement.verdict, Verdict::NonStrict);
        assert_eq!(result.tries.len(), 3);
    }
}
