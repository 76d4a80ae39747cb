//! What is said of a client, and why.

use badrdp_scenario::Outcome;
use serde::Serialize;

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
}

impl Verdict {
    /// Every verdict, best first.
    pub const ALL: [Self; 5] = [
        Self::Pass,
        Self::NonStrict,
        Self::Fail,
        Self::HarnessError,
        Self::Skipped,
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
        }
    }
}

/// Something that matters whatever the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// It presented its auto-reconnect cookie although it must not.
    AutoReconnectCookiePresented,
    /// It died of a signal.
    Crashed,
    /// It sent credentials that nothing encrypts although it must not.
    CredentialsInTheClear,
    /// It let go of credentials although it must not.
    CredentialsSent,
    /// It came back and asked for weaker security although it must not.
    Downgraded,
    /// It asked for Standard RDP Security although it must not.
    DowngradedToRdpSecurity,
    /// It was still waiting when its time was up.
    Hung,
    /// It connected again and again without a pause.
    RetryStorm,
}

impl Finding {
    /// Every finding, the gravest first.
    pub const ALL: [Self; 8] = [
        Self::Crashed,
        Self::Hung,
        Self::CredentialsInTheClear,
        Self::CredentialsSent,
        Self::AutoReconnectCookiePresented,
        Self::DowngradedToRdpSecurity,
        Self::Downgraded,
        Self::RetryStorm,
    ];

    /// The word, as reports have it: "hung in 3".
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AutoReconnectCookiePresented => "auto-reconnect cookie presented",
            Self::Crashed => "crashed",
            Self::CredentialsInTheClear => "credentials in the clear",
            Self::CredentialsSent => "credentials sent",
            Self::Downgraded => "downgraded",
            Self::DowngradedToRdpSecurity => "downgraded to RDP security",
            Self::Hung => "hung",
            Self::RetryStorm => "retry storm",
        }
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
    /// Why the verdict is not PASS, a sentence each.
    pub reasons: Vec<String>,
    /// What matters whatever the verdict.
    pub findings: Vec<Finding>,
}

impl Judgement {
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
