//! The page as a whole.

use std::io;

use askama::Template;

use super::assets::{policy, script, style};
use super::evidence::{self, Block};
use super::index::Index;
use super::summary::{self, Bad, Total};
use super::tables::{Table, tables};
use super::text::{brief, count, in_script, many, visible};
use crate::report::RenderError;
use crate::report::model::{Report, Verdict};

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub enum HtmlError {
    /// A case could not be packed.
    #[error("cannot pack the evidence: {0}")]
    Evidence(#[from] io::Error),
    /// The index could not be written.
    #[error("cannot write the index: {0}")]
    Index(#[from] serde_json::Error),
    /// The template could not be filled.
    #[error("cannot fill the page: {0}")]
    Page(#[from] askama::Error),
}

/// How many bytes of packed evidence a page may have: 48 MiB are read from a disk within a second,
/// and are more than the whole catalogue has with five clients.
const EVIDENCE: usize = 48 << 20;

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    policy: &'a str,
    style: &'a str,
    script: &'a str,
    title: String,
    about: String,
    warnings: Vec<String>,
    verdicts: Vec<Verdict>,
    totals: Vec<Total>,
    bad_title: String,
    bad: Vec<Bad>,
    bad_left_out: usize,
    tables: Vec<Table>,
    index: String,
    evidence: Vec<Block>,
}

/// The page of a report.
///
/// # Errors
/// Never in practice: everything in a report can be written.
pub fn render(report: &Report) -> Result<String, RenderError> {
    Ok(render_with(report, EVIDENCE)?)
}

/// The same with at most so many bytes of packed evidence.
///
/// # Errors
/// As [`render`].
pub fn render_with(report: &Report, most: usize) -> Result<String, HtmlError> {
    let evidence = evidence::pack(report, most)?;
    let mut kept = vec![false; report.cases.len()];
    for block in &evidence {
        kept[block.case] = true;
    }
    let index = Index::new(report, &report.captures, &kept);
    let index = in_script(&serde_json::to_string(&index)?);
    let verdicts = summary::verdicts(report);
    let (bad, bad_left_out) = summary::bad(report);
    let failed = bad.len() + bad_left_out;
    let page = Page {
        policy: policy(),
        style: style(),
        script: script(),
        title: title(report, failed),
        about: about(report),
        warnings: warnings(report, evidence.len()),
        totals: summary::totals(report, &verdicts),
        verdicts,
        bad_title: match failed {
            0 => "Nothing failed".to_owned(),
            _ => format!("What failed ({})", count(failed)),
        },
        bad,
        bad_left_out,
        tables: tables(report),
        index,
        evidence,
    };
    Ok(page.render()?)
}

fn title(report: &Report, failed: usize) -> String {
    let cases = many(report.cases.len(), "case");
    match failed {
        0 => format!("badrdp: no failure in {cases}"),
        _ => format!("badrdp: {} of {cases} failed", count(failed)),
    }
}

fn about(report: &Report) -> String {
    // Nobody needs the nanoseconds.
    let started = match report.started.split_once('.') {
        Some((second, _)) => format!("{second}Z"),
        None => report.started.clone(),
    };
    let mut parts = vec![
        many(report.scenarios.len(), "scenario"),
        many(report.clients.len(), "client"),
        format!("started {}", visible(&started)),
        format!("took {:.1} s", report.took_ms / 1000.0),
        format!("badrdp {}", visible(&report.badrdp)),
    ];
    parts.extend(report.seed.map(|seed| format!("seed {seed}")));
    parts.extend(
        report
            .shard
            .map(|shard| format!("part {} of {}", shard.index, shard.of)),
    );
    parts.join(", ")
}

/// What a reader has to know before anything else.
fn warnings(report: &Report, kept: usize) -> Vec<String> {
    let mut warnings = Vec::new();
    if report.interrupted {
        warnings.push("The run was interrupted: cases are missing.".to_owned());
    }
    match report.cut.as_deref() {
        None => {}
        Some("deadline") => warnings.push("The deadline came: the rest was not run.".to_owned()),
        Some("failures") => warnings.push("So many failed that the rest was not run.".to_owned()),
        Some(cut) => warnings.push(format!("The rest was not run: {}.", brief(cut, 80))),
    }
    let left_out = report.cases.len() - kept;
    if left_out > 0 {
        warnings.push(format!(
            "The evidence of {} is not in this page, which would be too large with it. The JSON \
             report has it.",
            many(left_out, "case")
        ));
    }
    warnings
}
