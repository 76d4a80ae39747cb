//! The report of a sweep for people: a matrix of messages and faults.

use std::fmt::Write as _;

use super::model::Sweep;
use super::text::line;
use crate::sweep::SweepFault;

/// What the words of a matrix mean.
pub const LEGEND: &str = "\
ok an orderly failure, lax it got over the fault, WRONG it said what is not so, GAVE credentials for
a broken server, WEAKER it came back without TLS, STORM it came back without a pause, missed it left
before the fault; . was not run";

/// The most characters of a message's name, and of a word: a file may say anything.
const MOST: usize = 60;

/// The matrix of one sweep.
#[must_use]
pub fn render(swept: &Sweep) -> String {
    let Sweep {
        seed,
        run,
        possible,
        ..
    } = swept;
    let (profile, client) = (line(&swept.profile, MOST), line(&swept.client, MOST));
    let mut text = format!("{profile} with {client}: {run} of {possible} cells, seed {seed}\n");
    let messages: Vec<_> = swept
        .rows
        .iter()
        .map(|row| line(&row.message, MOST))
        .collect();
    let width = messages.iter().map(|message| message.chars().count()).max();
    let width = width.unwrap_or_default();
    let _ = write!(text, "  {:width$}", "");
    for fault in SweepFault::ALL {
        let _ = write!(text, "  {:<9}", fault.name());
    }
    for (row, message) in swept.rows.iter().zip(messages) {
        let _ = write!(text, "\n  {message:width$}");
        for fault in SweepFault::ALL {
            let word = row.faults.get(fault.name()).map_or(".", String::as_str);
            let _ = write!(text, "  {:<9}", line(word, MOST));
        }
    }
    let lines: Vec<_> = text.lines().map(str::trim_end).collect();
    lines.join("\n")
}
