//! What the probe tells: plain words, and JSON.

use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

use serde::Serialize;

use crate::diagnose::Diagnosis;
use crate::seen::Attempt;

/// Everything that was found out.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The server.
    pub address: SocketAddr,
    /// What it means.
    #[serde(flatten)]
    pub diagnosis: Diagnosis,
    /// What each attempt came to, in one line.
    pub steps: Vec<String>,
    /// What each attempt saw.
    pub attempts: Vec<Attempt>,
    /// How long it took altogether.
    pub took: Duration,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Diagnosis {
            cause,
            outcome,
            headline,
            details,
        } = &self.diagnosis;
        writeln!(f, "{}: {headline}", self.address)?;
        writeln!(f, "  cause    {cause} ({})", cause.meaning())?;
        writeln!(f, "  outcome  {outcome}")?;
        if self.steps.len() > 1 {
            for (step, number) in self.steps.iter().zip(1..) {
                writeln!(f, "  attempt  {number}: {step}")?;
            }
        }
        for detail in details {
            writeln!(f, "  seen     {detail}")?;
        }
        write!(f, "  took     {} ms", self.took.as_millis())
    }
}
