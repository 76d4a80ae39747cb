//! `[[expect.accept]]`: an outcome that is right, and the section of a standard that says so.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Expect;
use crate::outcome::Outcome;

/// One right outcome with the rule that it follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Accept {
    /// The outcome.
    pub outcome: Outcome,
    /// The section that makes it right, such as "MS-RDPBCGR 5.4.5.1".
    #[schemars(length(min = 1, max = 100))]
    pub spec: String,
}

impl Expect {
    /// The outcomes that are right, in the order of the file.
    pub fn right(&self) -> impl Iterator<Item = Outcome> + '_ {
        let with_rule = self.accept.iter().map(|accept| accept.outcome);
        self.client.iter().copied().chain(with_rule)
    }

    /// Whether `outcome` is right.
    #[must_use]
    pub fn accepts(&self, outcome: Outcome) -> bool {
        self.right().any(|right| right == outcome)
    }

    /// The section of a standard by which `outcome` is right, where the file names one.
    #[must_use]
    pub fn rule(&self, outcome: Outcome) -> Option<&str> {
        let mut accepted = self.accept.iter();
        let accepted = accepted.find(|accept| accept.outcome == outcome)?;
        Some(&accepted.spec)
    }

    /// The right outcomes in words, each with its rule:
    /// `connection-reset (RFC 9293 3.5.2) or handshake-failed`.
    #[must_use]
    pub fn right_in_words(&self) -> String {
        let word = |outcome: Outcome| match self.rule(outcome) {
            Some(rule) => format!("{outcome} ({rule})"),
            None => outcome.to_string(),
        };
        self.right().map(word).collect::<Vec<_>>().join(" or ")
    }
}
