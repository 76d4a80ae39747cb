//! The figures: a table for people, JSON for programs.

use std::fs;
use std::path::Path;

use comfy_table::{CellAlignment, Table, presets};
use serde::Serialize;

/// Everything that was measured.
#[derive(Debug, Default)]
pub(crate) struct Report(Vec<Row>);

/// One figure, beside the yardstick's.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    name: String,
    unit: &'static str,
    badrdp: f64,
    yardstick: Option<f64>,
    /// 1 is as good as the yardstick, less is worse.
    ratio: Option<f64>,
    target: Option<String>,
    met: Option<bool>,
}

/// What a figure should be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Goal {
    AtLeast(f64),
    AtMost(f64),
    RatioAtLeast(f64),
    /// To either side of nought.
    Within(f64),
}

impl Row {
    pub(crate) fn new(name: impl Into<String>, unit: &'static str) -> Self {
        Self {
            name: name.into(),
            unit,
            badrdp: 0.0,
            yardstick: None,
            ratio: None,
            target: None,
            met: None,
        }
    }

    pub(crate) fn value(self, badrdp: f64) -> Self {
        Self { badrdp, ..self }
    }

    pub(crate) fn values(self, badrdp: f64, yardstick: f64) -> Self {
        let yardstick = Some(yardstick);
        Self {
            badrdp,
            yardstick,
            ..self
        }
    }

    pub(crate) fn ratio(self, ratio: f64) -> Self {
        let ratio = Some(ratio);
        Self { ratio, ..self }
    }

    /// What it should be; to be said last.
    pub(crate) fn goal(self, goal: Goal) -> Self {
        let (target, met) = match goal {
            Goal::AtLeast(least) => (format!(">= {}", number(least)), self.badrdp >= least),
            Goal::AtMost(most) => (format!("<= {}", number(most)), self.badrdp <= most),
            Goal::RatioAtLeast(least) => (
                format!("ratio >= {least}"),
                self.ratio.is_some_and(|ratio| ratio >= least),
            ),
            Goal::Within(most) => (format!("+- {}", number(most)), self.badrdp.abs() <= most),
        };
        let (target, met) = (Some(target), Some(met));
        Self {
            target,
            met,
            ..self
        }
    }

    fn cells(&self) -> [String; 7] {
        [
            self.name.clone(),
            number(self.badrdp),
            self.yardstick.map(number).unwrap_or_default(),
            self.unit.to_owned(),
            self.ratio.map(number).unwrap_or_default(),
            self.target.clone().unwrap_or_default(),
            self.met.map(word).unwrap_or_default().to_owned(),
        ]
    }
}

impl Report {
    pub(crate) fn add(&mut self, row: Row) {
        self.0.push(row);
    }

    /// The table, as Markdown, on stdout.
    pub(crate) fn print(&self, machine: &str) {
        let mut table = Table::new();
        table.load_style(presets::ASCII_MARKDOWN).set_header([
            "what",
            "badrdp",
            "yardstick",
            "unit",
            "ratio",
            "target",
            "met",
        ]);
        for index in [1, 2, 4] {
            if let Some(column) = table.column_mut(index) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        table.add_rows(self.0.iter().map(Row::cells));
        println!("{table}\n\n{machine}");
    }

    pub(crate) fn write(&self, path: &Path, machine: &str) {
        let json = serde_json::json!({ "machine": machine, "rows": self.0 });
        let text = serde_json::to_string_pretty(&json).unwrap() + "\n";
        fs::write(path, text).unwrap();
    }
}

/// The middle of some figures; not a number if there are none.
pub(crate) fn median(figures: &[f64]) -> f64 {
    percentile(figures, 50.0)
}

/// The figure below which so many per cent of them lie.
pub(crate) fn percentile(figures: &[f64], per_cent: f64) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().saturating_sub(1);
    let mut wanted = 0;
    while wanted < last && share(wanted, last) < per_cent {
        wanted += 1;
    }
    sorted.get(wanted).copied().unwrap_or(f64::NAN)
}

fn share(index: usize, last: usize) -> f64 {
    let exact = |count| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    exact(index) / exact(last) * 100.0
}

/// About three digits.
fn number(value: f64) -> String {
    match value.abs() {
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

const fn word(met: bool) -> &'static str {
    if met { "yes" } else { "NO" }
}
