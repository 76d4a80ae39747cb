//! How a run treats its cases: which of them, how often, until when, and what counts.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;
use tokio::time::Instant;

use crate::judge::{Severity, Verdict};
use crate::known::Known;
use crate::shard::Shard;

/// What holds for all cases of a run. By default every case is met once.
#[derive(Clone, Debug)]
pub struct Policy {
    /// A finding of this severity makes a case fail, whatever was expected.
    pub fail_on: Severity,
    /// How often a case that failed is met again, alone.
    pub retries: u32,
    /// The pause before the first retry; each further one is twice as long.
    pub backoff: Duration,
    /// How often each case is met.
    pub stress: u32,
    /// The failures that are known.
    pub known: Arc<Known>,
    /// Today, for failures that are known until some day.
    pub today: Date,
    /// Only the cases of this part.
    pub shard: Option<Shard>,
    /// Only these cases: scenario and client.
    pub only: Option<Arc<BTreeSet<(String, String)>>>,
    /// When the run ends, whatever is still to do.
    pub deadline: Option<Instant>,
    /// After so many failures no further case is begun.
    pub max_fail: Option<usize>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            fail_on: Severity::Critical,
            retries: 0,
            backoff: Self::BACKOFF,
            stress: 1,
            known: Arc::default(),
            today: Date::ZERO,
            shard: None,
            only: None,
            deadline: None,
            max_fail: None,
        }
    }
}

impl Policy {
    /// The pause before the first retry where nothing else is said.
    pub const BACKOFF: Duration = Duration::from_millis(200);

    /// Whether the case of this scenario and client is to be met.
    #[must_use]
    pub fn wants(&self, scenario: &str, client: &str) -> bool {
        let listed = |only: &BTreeSet<(String, String)>| {
            only.contains(&(scenario.to_owned(), client.to_owned()))
        };
        self.shard.is_none_or(|shard| shard.has(scenario, client))
            && self.only.as_deref().is_none_or(listed)
    }

    /// The pause before a retry, of which the first has the number 1.
    #[must_use]
    pub fn pause(&self, retry: u32) -> Duration {
        const MOST: Duration = Duration::from_secs(60);
        let factor = 2_u32.saturating_pow(retry.saturating_sub(1));
        self.backoff.saturating_mul(factor).min(MOST)
    }

    /// Whether a case with this verdict is met again.
    pub(crate) fn retries(&self, verdict: Verdict) -> bool {
        self.retries > 0 && verdict.is_failure()
    }
}

/// Why a run ended before all its cases were begun, other than by a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cut {
    /// Its deadline passed.
    Deadline,
    /// So many cases failed as may.
    Failures,
}

impl Cut {
    /// Why a case was not run, or not to its end.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Deadline => "the deadline passed",
            Self::Failures => "the run ended: enough cases had failed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pause_is_twice_as_long_up_to_a_minute() {
        let policy = Policy::default();
        let pauses = [1, 2, 3, 4].map(|retry| policy.pause(retry).as_millis());
        assert_eq!(pauses, [200, 400, 800, 1600]);
        assert_eq!(policy.pause(u32::MAX), Duration::from_secs(60));
    }

    #[test]
    fn a_case_has_to_be_in_the_part_and_on_the_list() {
        let listed = ("a/b".to_owned(), "probe".to_owned());
        let mut policy = Policy {
            only: Some(Arc::new([listed].into())),
            ..Policy::default()
        };
        assert!(policy.wants("a/b", "probe") && !policy.wants("a/c", "probe"));
        let parts = [1, 2].map(|index| {
            policy.shard = Shard::new(index, 2);
            policy.wants("a/b", "probe")
        });
        assert!(parts[0] != parts[1]);
    }
}
