//! The part of the page that needs no scripts: totals of each client, and failures.

use super::text::{brief, count, slug, visible};
use crate::report::model::{Case, Report, Verdict};

/// So many failures are listed; the matrix has them all.
const BAD_MOST: usize = 1000;

/// The counts of one client.
pub(super) struct Total {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) version: String,
    pub(super) cases: String,
    pub(super) counts: Vec<usize>,
    pub(super) spoken: String,
    pub(super) bars: Vec<Bar>,
}

/// A part of the bar of a client, in thousandths.
pub(super) struct Bar {
    pub(super) class: String,
    pub(super) x: usize,
    pub(super) width: usize,
}

/// A case that is not as it should be.
pub(super) struct Bad {
    pub(super) scenario: String,
    pub(super) client: String,
    pub(super) verdict: &'static str,
    pub(super) class: String,
    pub(super) outcome: String,
    pub(super) reasons: Vec<String>,
    pub(super) repeat: String,
}

/// The verdicts that occur.
pub(super) fn verdicts(report: &Report) -> Vec<Verdict> {
    let occurs = |verdict: &Verdict| report.count(*verdict) > 0;
    Verdict::ALL.into_iter().filter(occurs).collect()
}

/// The totals, with a count for each of `verdicts`.
pub(super) fn totals(report: &Report, verdicts: &[Verdict]) -> Vec<Total> {
    let clients = report.clients.iter().map(|client| {
        let cases = report.of(&client.name).count();
        let tally = |verdict: &Verdict| {
            let of = report.of(&client.name);
            of.filter(|case| case.verdict == *verdict).count()
        };
        let counts: Vec<usize> = verdicts.iter().map(tally).collect();
        let words = verdicts
            .iter()
            .zip(&counts)
            .filter(|(_, count)| **count > 0);
        let words = words.map(|(verdict, count)| format!("{count} {verdict}"));
        Total {
            name: visible(&client.name),
            title: visible(&client.title),
            version: brief(client.version.as_deref().unwrap_or("unknown"), 80),
            cases: count(cases),
            spoken: words.collect::<Vec<_>>().join(", "),
            bars: bars(verdicts, &counts, cases),
            counts,
        }
    });
    clients.collect()
}

/// What is small is still seen: it gets a few thousandths of what is large.
fn bars(verdicts: &[Verdict], counts: &[usize], cases: usize) -> Vec<Bar> {
    const WHOLE: usize = 1000;
    const LEAST: usize = 8;
    let wide = |count: usize| match count {
        0 => 0,
        _ => LEAST.max(count * WHOLE / cases.max(1)),
    };
    let sum: usize = counts.iter().map(|count| wide(*count)).sum();
    let mut x = 0;
    let mut bars = Vec::new();
    for (verdict, count) in verdicts.iter().zip(counts).filter(|(_, count)| **count > 0) {
        let width = wide(*count) * WHOLE / sum.max(1);
        let class = slug(verdict.name());
        bars.push(Bar { class, x, width });
        x += width;
    }
    bars
}

/// The failures, and how many more there are.
pub(super) fn bad(report: &Report) -> (Vec<Bad>, usize) {
    let bad = || report.cases.iter().filter(|case| case.verdict.is_bad());
    let list: Vec<_> = bad().take(BAD_MOST).map(Bad::new).collect();
    let left_out = bad().count() - list.len();
    (list, left_out)
}

impl Bad {
    fn new(case: &Case) -> Self {
        let reasons = case.reasons.iter().take(5);
        Self {
            scenario: visible(&case.scenario),
            client: visible(&case.client),
            verdict: case.verdict.name(),
            class: slug(case.verdict.name()),
            outcome: visible(case.outcome()),
            reasons: reasons.map(|reason| brief(reason, 400)).collect(),
            repeat: brief(&case.repeat, 1000),
        }
    }
}
