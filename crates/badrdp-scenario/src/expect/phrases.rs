//! What is expected, in words: for whoever looks at a scenario, and for reports.

use super::{Attempts, ExpectedConnection, ExpectedCredentials};

impl Attempts {
    /// The bound in words: `at most 3 connections in any 10s`.
    #[must_use]
    pub fn in_words(&self) -> String {
        let most = self.at_most;
        let ending = if most.get() == 1 { "" } else { "s" };
        let span = self.within.map(|within| format!(" in any {within}"));
        format!(
            "at most {most} connection{ending}{}",
            span.unwrap_or_default()
        )
    }
}

impl ExpectedConnection {
    /// Its expectations in words, in the order in which they come true: `reaches credssp`,
    /// `carries no credentials`.
    #[must_use]
    pub fn phrases(&self) -> Vec<String> {
        let mut phrases = Vec::new();
        let starts = self.starts_within;
        phrases.extend(
            starts.map(|period| format!("starts within {period} of the end of the one before")),
        );
        phrases.extend(self.reaches.map(|phase| format!("reaches {phase}")));
        phrases.extend(self.credentials.map(|credentials| match credentials {
            ExpectedCredentials::Any => "carries credentials".to_owned(),
            ExpectedCredentials::None => "carries no credentials".to_owned(),
            how => format!("carries credentials {}", how.name().replace('-', " ")),
        }));
        let presents = self.presents.iter();
        phrases.extend(presents.map(|what| format!("presents {what}")));
        phrases.extend(self.holds.map(|period| format!("holds for {period}")));
        phrases.extend(self.ends.map(|end| format!("ends by {end}")));
        phrases
    }
}
