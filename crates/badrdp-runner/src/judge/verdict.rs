//! What is said of a client, and why.

use badrdp_scenario::Outcome;
use serde::Serialize;

use super::finding::{Finding, Severity};

/// What is said of a client in a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
pub enum Verdict {
    /// As expected.
    Pass,
    /// A weaker answer that is tolerated.
    NonStrict,
    /// Not as expected.
    Fail,
    /// The fault was not delivered as declared: nothing is said of the client.
    HarnessError,
    /// Nothing can be said, for the reason given.
    Skipped,
    /// It failed and, met again, did as expected.
    Flaky,
    /// Not as expected, and listed as known.
    KnownFailure,
    /// Listed as a known failure, and as expected all the same.
    UnexpectedPass,
}

impl Verdict {
    /// Every verdict: what a judge says first, then what comes of several tries and of the
    /// list of known failures.
    pub const ALL: [Self; 8] = [
        Self::Pass,
        Self::NonStrict,
        Self::Fail,
        Self::HarnessError,
        Self::Skipped,
        Self::Flaky,
        Self::KnownFailure,
        Self::UnexpectedPass,
    ];

    /// The word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "PASS",
            Self::NonStrict => "NON-STRICT",
            Self::Fail => "FAIL",
            Self::HarnessError => "HARNESS-ERROR",
            Self::Skipped => "SKIPPED",
            Self::Flaky => "FLAKY",
            Self::KnownFailure => "KNOWN-FAILURE",
            Self::UnexpectedPass => "UNEXPECTED-PASS",
        }
    }

    /// What it means, in one sentence.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Pass => "As expected.",
            Self::NonStrict => "A weaker answer that is tolerated.",
            Self::Fail => "Not as expected.",
            Self::HarnessError => {
                "The fault was not delivered as declared: nothing is said of the client."
            }
            Self::Skipped => "Nothing can be said, for the reason given.",
            Self::Flaky => "It failed and, met again, did as expected.",
            Self::KnownFailure => "Not as expected, and listed as known.",
            Self::UnexpectedPass => "Listed as a known failure, and as expected all the same.",
        }
    }

    /// Whether the client did as it should: PASS or NON-STRICT.
    #[must_use]
    pub const fn is_good(self) -> bool {
        matches!(self, Self::Pass | Self::NonStrict)
    }

    /// Whether somebody has to look: FAIL, HARNESS-ERROR or UNEXPECTED-PASS.
    #[must_use]
    pub const fn is_bad(self) -> bool {
        matches!(self, Self::Fail | Self::HarnessError | Self::UnexpectedPass)
    }

    /// Whether the client or the harness failed: what is worth another try.
    #[must_use]
    pub const fn is_failure(self) -> bool {
        matches!(self, Self::Fail | Self::HarnessError)
    }
}

/// What is said, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// What the client did, by both accounts.
    pub outcome: Option<Outcome>,
    /// What the client said, by its adapter's rules.
    pub said: Option<Outcome>,
    /// The section of a standard by which the outcome is right, where the scenario names one.
    pub rule: Option<String>,
    /// Why the verdict is not PASS, a sentence each.
    pub reasons: Vec<String>,
    /// What matters whatever the verdict.
    pub findings: Vec<Finding>,
}

impl Judgement {
    /// A verdict about which nothing else is known than its `reason`.
    #[must_use]
    pub fn without(verdict: Verdict, reason: String) -> Self {
        Self {
            verdict,
            outcome: None,
            said: None,
            rule: None,
            reasons: vec![reason],
            findings: Vec::new(),
        }
    }

    /// The gravest finding's severity.
    #[must_use]
    pub fn severity(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity()).max()
    }

    /// FAIL where a finding is at least `severity`, whatever was expected. HARNESS-ERROR
    /// stays: there nothing is said of the client.
    #[must_use]
    pub fn failing_on(mut self, severity: Severity) -> Self {
        let mut findings = self.findings.iter().copied();
        let grave = findings.find(|finding| finding.severity() >= severity);
        if let Some(finding) = grave
            && !matches!(self.verdict, Verdict::Fail | Verdict::HarnessError)
        {
            let is = finding.severity();
            self = self.with(Verdict::Fail, format!("`{finding}` is {is}"));
        }
        self
    }

    pub(super) fn with(mut self, verdict: Verdict, reason: String) -> Self {
        self.verdict = verdict;
        self.reasons.push(reason);
        self
    }

    pub(super) fn found(&mut self, finding: Finding, reason: String) {
        self.findings.push(finding);
        self.reasons.push(reason);
    }
}
