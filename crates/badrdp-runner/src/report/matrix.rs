//! The report of a sweep for people: a matrix of messages and faults.

use std::fmt::Write as _;

use super::model::Sweep;
use crate::sweep::SweepFault;

/// What the words of a matrix mean.
pub const LEGEND: &str = "\
ok an orderly failure, lax it got over the fault, WRONG it said what is not so, GAVE credentials for
a broken server, WEAKER it came back without TLS, STORM it came back without a pause, missed it left
before the fault; . was not run";

/// The matrix of one sweep.
#[must_use]
pub fn render(swept: &Sweep) -> String {
    let Sweep {
        profile,
        client,
        seed,
        run,
        possible,
        ..
    } = swept;
    let mut text = format!("{profile} with {client}: {run} of {possible} cells, seed {seed}\n");
    let width = swept.rows.iter().map(|row| row.message.len()).max();
    let width = width.unwrap_or_default();
    let _ = write!(text, "  {:width$}", "");
    for fault in SweepFault::ALL {
        let _ = write!(text, "  {:<9}", fault.name());
    }
    for row in &swept.rows {
        let _ = write!(text, "\n  {:width$}", row.message);
        for fault in SweepFault::ALL {
            let _ = write!(
                text,
                "  {:<9}",
                row.faults.get(fault.name()).map_or(".", String::as_str)
            );
        }
    }
    let lines: Vec<_> = text.lines().map(str::trim_end).collect();
    lines.join("\n")
}
