//! What matters whatever the verdict, and how much.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much a finding matters. The least first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Good to know: allowed by the standards.
    Info,
    /// A nuisance to servers or users.
    Minor,
    /// Users notice, or protection is lost that could have been had.
    Major,
    /// The client died, or gave away what logs on in its user's name.
    Critical,
}

impl Severity {
    /// Every severity, the least first.
    pub const ALL: [Self; 4] = [Self::Info, Self::Minor, Self::Major, Self::Critical];

    /// The word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Minor => "minor",
            Self::Major => "major",
            Self::Critical => "critical",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Something that matters whatever the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// It presented its auto-reconnect cookie although it must not.
    AutoReconnectCookiePresented,
    /// It died of a signal, or is told to have crashed.
    Crashed,
    /// It sent credentials that nothing encrypts, and the scenario does not expect that.
    CredentialsInTheClear,
    /// It let go of credentials although it must not.
    CredentialsSent,
    /// It came back and asked for weaker security although it must not.
    Downgraded,
    /// It asked for Standard RDP Security although it must not.
    DowngradedToRdpSecurity,
    /// It came back and asked for weaker security, which nobody forbids here.
    FellBack,
    /// It was still waiting when its time was up.
    Hung,
    /// It connected again and again without a pause.
    RetryStorm,
}

impl Finding {
    /// Every finding, the gravest first.
    pub const ALL: [Self; 9] = [
        Self::Crashed,
        Self::CredentialsInTheClear,
        Self::CredentialsSent,
        Self::AutoReconnectCookiePresented,
        Self::Hung,
        Self::DowngradedToRdpSecurity,
        Self::Downgraded,
        Self::RetryStorm,
        Self::FellBack,
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
            Self::FellBack => "fell back to weaker security",
            Self::Hung => "hung",
            Self::RetryStorm => "retry storm",
        }
    }

    /// How much it matters.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::AutoReconnectCookiePresented
            | Self::Crashed
            | Self::CredentialsInTheClear
            | Self::CredentialsSent => Severity::Critical,
            Self::Downgraded | Self::DowngradedToRdpSecurity | Self::Hung => Severity::Major,
            Self::RetryStorm => Severity::Minor,
            Self::FellBack => Severity::Info,
        }
    }

    /// What it means, in one sentence.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::AutoReconnectCookiePresented => {
                "It presented its auto-reconnect cookie, which `never` forbids."
            }
            Self::Crashed => "It crashed: it died of a signal, or is told to have crashed.",
            Self::CredentialsInTheClear => {
                "It sent credentials that nothing encrypts, where the scenario does not expect that."
            }
            Self::CredentialsSent => "It let go of credentials, which `never` forbids.",
            Self::Downgraded => {
                "It came back and asked for weaker security than before, which `never` forbids."
            }
            Self::DowngradedToRdpSecurity => {
                "It came back and asked for Standard RDP Security, which `never` forbids."
            }
            Self::FellBack => {
                "It came back and asked for weaker security than before, which nobody forbids here."
            }
            Self::Hung => "It was still waiting when its time was up.",
            Self::RetryStorm => "It opened more than ten connections within five seconds.",
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_has_the_gravest_first() {
        assert!(Finding::ALL.is_sorted_by(|a, b| a.severity() >= b.severity()));
        assert!(Severity::ALL.is_sorted());
    }
}
