//! The report as Markdown, for the summary of a CI job and for comments.
//!
//! Never longer than GitHub takes; what had to be left out is said. The most important comes
//! first: the counts, what failed with its evidence, then the matrix and what was skipped.

mod case;
mod escape;
mod matrix;

use std::fmt::Write as _;

use self::escape::{cell, code};
use super::model::Verdict;
use super::text::{count, time};
use super::{RenderError, Report, human};

/// The most bytes that GitHub takes for the summary of one step.
pub const MAX: usize = 1 << 20;

/// What is kept free for saying what was left out.
const RESERVE: usize = 400;

/// How many ids a list names before it only counts.
const MAX_IDS: usize = 20;

/// The whole report, or as much of it as GitHub takes.
///
/// # Errors
/// Never.
pub fn render(report: &Report) -> Result<String, RenderError> {
    // One byte for the end of the last line.
    Ok(within(report, MAX - 1))
}

/// As much of the report as fits into `most` bytes; nothing where even the title does not.
#[must_use]
pub fn within(report: &Report, most: usize) -> String {
    let mut page = Page {
        text: String::new(),
        most: most.saturating_sub(RESERVE),
        left_out: Vec::new(),
    };
    if !page.add(&title(report)) {
        return String::new();
    }
    page.add_or("the table of the clients", &clients(report));
    page.add_or("the findings", &findings(report));
    failures(report, &mut page);
    if let Some(matrix) = matrix::render(report) {
        page.add_or("the matrix", &matrix);
    }
    page.add_or("what was skipped", &skipped(report));
    page.end()
}

/// Text that does not grow beyond its bound.
struct Page {
    text: String,
    most: usize,
    left_out: Vec<String>,
}

impl Page {
    /// Adds `part` if it fits.
    fn add(&mut self, part: &str) -> bool {
        let fits = self.text.len() + part.len() <= self.most;
        if fits {
            self.text.push_str(part);
        }
        fits
    }

    /// The same; says that `what` is missing if it does not.
    fn add_or(&mut self, what: &str, part: &str) {
        if !self.add(part) {
            self.left_out.push(what.to_owned());
        }
    }

    fn end(self) -> String {
        let mut text = self.text;
        if !self.left_out.is_empty() {
            let what = self.left_out.join(", ");
            let _ = writeln!(text, "\n> Left out because there is no more room: {what}.");
        }
        text.trim_end().to_owned()
    }
}

fn title(report: &Report) -> String {
    let cases = report.cases.iter();
    let bad = cases.filter(|case| case.verdict.is_bad()).count();
    let how = match bad {
        0 => "nothing failed".to_owned(),
        bad => format!("{bad} failed"),
    };
    let cases = count(report.cases.len(), "case");
    let took = time(report.took_ms);
    let mut text = format!(
        "## badrdp: {how}\n\n{cases} in {took}, badrdp {}",
        cell(&report.badrdp)
    );
    if let Some(shard) = report.shard {
        let _ = write!(text, ", shard {} of {}", shard.index, shard.of);
    }
    text.push_str(".\n");
    if report.interrupted {
        text.push_str("\n**Interrupted: the rest was not run.**\n");
    }
    text
}

/// A row for each client, a column for each verdict that there is.
fn clients(report: &Report) -> String {
    let verdicts: Vec<_> = Verdict::ALL
        .into_iter()
        .filter(|verdict| {
            matches!(verdict, Verdict::Pass | Verdict::Fail) || report.count(*verdict) > 0
        })
        .collect();
    let names: Vec<_> = verdicts.iter().map(|verdict| verdict.name()).collect();
    let mut text = format!("\n| client | {} |\n", names.join(" | "));
    let _ = writeln!(text, "|---|{}", "---:|".repeat(verdicts.len()));
    for client in &report.clients {
        let version = client.version.as_deref().unwrap_or("version unknown");
        let name = format!("{} ({})", code(&client.name), cell(version));
        let counts: Vec<_> = verdicts
            .iter()
            .map(|verdict| {
                let cases = report.of(&client.name);
                let cases = cases.filter(|case| case.verdict == *verdict);
                cases.count().to_string()
            })
            .collect();
        let _ = writeln!(text, "| {name} | {} |", counts.join(" | "));
    }
    text
}

fn findings(report: &Report) -> String {
    let mut text = String::new();
    for client in &report.clients {
        for (finding, ids) in human::found(report, &client.name) {
            let name = code(&client.name);
            let _ = write!(
                text,
                "\n- {name} {finding} in {}: {}",
                ids.len(),
                list(&ids)
            );
        }
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// Each failure with its evidence; where that does not fit, on one line; where even that does
/// not, it is counted.
fn failures(report: &Report, page: &mut Page) {
    let bad: Vec<_> = report
        .cases
        .iter()
        .filter(|case| case.verdict.is_bad())
        .collect();
    if bad.is_empty() {
        return;
    }
    page.add("\n### What failed\n");
    let (mut short, mut none) = (0, 0);
    for case in bad {
        if short == 0 && page.add(&case::details(report, case)) {
            continue;
        }
        if page.add(&case::line(case)) {
            short += 1;
        } else {
            none += 1;
        }
    }
    if short > 0 {
        page.left_out
            .push(format!("the evidence of {}", count(short, "failure")));
    }
    if none > 0 {
        page.left_out.push(count(none, "failure"));
    }
}

/// The reasons, and how many cases were skipped for each.
fn skipped(report: &Report) -> String {
    let mut reasons: Vec<(String, Vec<&str>)> = Vec::new();
    for case in report
        .cases
        .iter()
        .filter(|case| case.verdict == Verdict::Skipped)
    {
        let reason = cell(&case.reasons.join("; "));
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, ids)) => ids.push(&case.scenario),
            None => reasons.push((reason, vec![&case.scenario])),
        }
    }
    if reasons.is_empty() {
        return String::new();
    }
    let mut text = "\n<details><summary>What was skipped, and why</summary>\n\n".to_owned();
    for (reason, ids) in reasons {
        let _ = writeln!(text, "- {} because {reason}: {}", ids.len(), list(&ids));
    }
    text.push_str("\n</details>\n");
    text
}

fn list(ids: &[&str]) -> String {
    let mut words: Vec<_> = ids.iter().take(MAX_IDS).map(|id| code(id)).collect();
    let more = ids.len().saturating_sub(MAX_IDS);
    if more > 0 {
        words.push(format!("and {more} more"));
    }
    words.join(", ")
}
