//! Holds results against the list of known failures. Pure: today is an argument.

use badrdp_scenario::Outcome;
use badrdp_scenario::glob::{glob, is_glob};
use jiff::civil::Date;

use super::{Entry, Known, KnownFailure};
use crate::judge::Verdict;
use crate::run::CaseResult;

impl Known {
    /// Marks `result` where it is listed: FAIL and FLAKY become KNOWN-FAILURE up to the last
    /// day and say later that it has passed; PASS and NON-STRICT become UNEXPECTED-PASS where
    /// the very case is listed.
    pub fn apply(&self, result: &mut CaseResult, today: Date) {
        let about = || self.entries.iter().filter(|entry| entry.is_about(result));
        match result.judgement.verdict {
            Verdict::Fail | Verdict::Flaky => {
                let outcome = result.judgement.outcome;
                let fitting = || about().filter(|entry| entry.fits(outcome));
                if let Some(entry) = fitting().find(|entry| today <= entry.until) {
                    let (reason, until) = (&entry.reason, entry.until);
                    result.known = Some(entry.mark());
                    result.judgement.verdict = Verdict::KnownFailure;
                    let reason = format!("known until {until}: {reason}");
                    result.judgement.reasons.push(reason);
                } else if let Some(entry) = fitting().next_back() {
                    let (reason, until) = (&entry.reason, entry.until);
                    result.known = Some(entry.mark());
                    let reason = format!("it was known until {until}, which is over: {reason}");
                    result.judgement.reasons.push(reason);
                } else if let Some(listed) = about().find_map(|entry| entry.outcome) {
                    let reason = format!("it is known only as {listed}");
                    result.judgement.reasons.push(reason);
                }
            }
            Verdict::Pass | Verdict::NonStrict => {
                let exact = |entry: &&Entry| entry.is_exact() && today <= entry.until;
                if let Some(entry) = about().find(exact) {
                    let place = entry.place();
                    result.known = Some(entry.mark());
                    result.judgement.verdict = Verdict::UnexpectedPass;
                    let reason = format!(
                        "{place} lists it as a known failure ({}); take it off the list",
                        entry.reason
                    );
                    result.judgement.reasons.push(reason);
                }
            }
            Verdict::HarnessError
            | Verdict::KnownFailure
            | Verdict::Skipped
            | Verdict::UnexpectedPass => {}
        }
    }

    /// Where the entries stand that are globs and not needed: cases of theirs were met, and
    /// none failed as listed.
    #[must_use]
    pub fn idle(&self, results: &[CaseResult], today: Date) -> Vec<String> {
        let is_idle = |entry: &&Entry| {
            let about = || results.iter().filter(|result| entry.is_about(result));
            let verdicts = || about().map(|result| result.judgement.verdict);
            !entry.is_exact()
                && today <= entry.until
                && verdicts().any(Verdict::is_good)
                && !verdicts().any(|verdict| verdict == Verdict::KnownFailure)
        };
        let idle = self.entries.iter().filter(is_idle);
        idle.map(Entry::place).collect()
    }
}

impl Entry {
    fn is_about(&self, result: &CaseResult) -> bool {
        glob(&self.client.text, &result.client) && glob(&self.scenario.text, &result.scenario)
    }

    fn fits(&self, outcome: Option<Outcome>) -> bool {
        self.outcome.is_none() || self.outcome == outcome
    }

    fn is_exact(&self) -> bool {
        !is_glob(&self.client.text) && !is_glob(&self.scenario.text)
    }

    /// The file and the line.
    fn place(&self) -> String {
        format!("{}:{}", self.file.path, self.line)
    }

    fn mark(&self) -> KnownFailure {
        KnownFailure {
            reason: self.reason.clone(),
            until: self.until,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::testing::case;

    const LIST: &str = "[[known]]\nclient = 'x'\nscenario = 'a/b'\noutcome = 'hung'\n\
                        reason = 'issue 12'\nuntil = 2027-01-31\n\
                        [[known]]\nclient = 'y*'\nscenario = 'a/*'\nreason = 'old'\nuntil = 2027-01-31\n";

    fn applied(
        scenario: &str,
        client: &str,
        verdict: Verdict,
        outcome: Outcome,
        today: Date,
    ) -> (Verdict, Option<KnownFailure>, String) {
        let mut result = case(scenario, client, verdict);
        result.judgement.outcome = Some(outcome);
        let known = Known::parse("known.toml", LIST).unwrap();
        known.apply(&mut result, today);
        let reasons = result.judgement.reasons.join("; ");
        (result.judgement.verdict, result.known, reasons)
    }

    const DAY: Date = date(2027, 1, 31);

    #[test]
    fn a_known_failure_is_known_up_to_its_last_day() {
        let (verdict, known, reason) = applied("a/b", "x", Verdict::Fail, Outcome::Hung, DAY);
        assert_eq!(verdict, Verdict::KnownFailure);
        assert_eq!(known.unwrap().reason, "issue 12");
        assert_eq!(reason, "known until 2027-01-31: issue 12");
        let later = DAY.tomorrow().unwrap();
        let (verdict, _, reason) = applied("a/b", "x", Verdict::Fail, Outcome::Hung, later);
        assert_eq!(verdict, Verdict::Fail);
        assert_eq!(
            reason,
            "it was known until 2027-01-31, which is over: issue 12"
        );
    }

    #[test]
    fn another_failure_is_not_known() {
        let (verdict, known, reason) = applied("a/b", "x", Verdict::Fail, Outcome::Crashed, DAY);
        assert_eq!((verdict, known), (Verdict::Fail, None));
        assert_eq!(reason, "it is known only as hung");
        let (verdict, _, reason) = applied("a/c", "x", Verdict::Fail, Outcome::Hung, DAY);
        assert_eq!((verdict, &*reason), (Verdict::Fail, ""));
    }

    #[test]
    fn a_flake_may_be_known_and_a_broken_harness_may_not() {
        let (verdict, ..) = applied("a/b", "yy", Verdict::Flaky, Outcome::Hung, DAY);
        assert_eq!(verdict, Verdict::KnownFailure);
        for verdict in [Verdict::HarnessError, Verdict::Skipped] {
            let (same, known, _) = applied("a/b", "yy", verdict, Outcome::Hung, DAY);
            assert_eq!((same, known), (verdict, None));
        }
    }

    #[test]
    fn a_pass_of_the_very_case_is_unexpected_and_one_of_a_glob_is_not() {
        let (verdict, known, reason) = applied("a/b", "x", Verdict::Pass, Outcome::TimedOut, DAY);
        assert_eq!(verdict, Verdict::UnexpectedPass);
        assert!(known.is_some());
        let expected = "known.toml:2 lists it as a known failure (issue 12); take it off the list";
        assert_eq!(reason, expected);
        let (verdict, known, _) = applied("a/b", "yy", Verdict::Pass, Outcome::TimedOut, DAY);
        assert_eq!((verdict, known), (Verdict::Pass, None));
        let later = DAY.tomorrow().unwrap();
        let (verdict, ..) = applied("a/b", "x", Verdict::Pass, Outcome::TimedOut, later);
        assert_eq!(verdict, Verdict::Pass);
    }

    #[test]
    fn a_glob_that_nothing_needs_is_told() {
        let known = Known::parse("known.toml", LIST).unwrap();
        let good = case("a/c", "yy", Verdict::Pass);
        assert_eq!(
            known.idle(std::slice::from_ref(&good), DAY),
            ["known.toml:8"]
        );
        let bad = case("a/d", "yy", Verdict::KnownFailure);
        assert!(known.idle(&[good, bad], DAY).is_empty());
        assert!(
            known
                .idle(&[case("z/d", "yy", Verdict::Pass)], DAY)
                .is_empty()
        );
    }
}
