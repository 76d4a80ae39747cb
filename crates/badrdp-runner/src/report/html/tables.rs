//! What is a table of its own: how well clients name causes, and sweeps.

use std::collections::{BTreeMap, BTreeSet};

use super::text::{count, many, visible};
use crate::report::model::{Report, Score, Sweep};

/// A table with a name for each row and column.
pub(super) struct Table {
    pub(super) title: String,
    pub(super) about: String,
    pub(super) corner: &'static str,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Row>,
}

/// A row of it.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) words: Vec<String>,
}

/// All tables of a report.
pub(super) fn tables(report: &Report) -> Vec<Table> {
    let scores = report.scores.iter().map(Table::of_score);
    scores
        .chain(report.sweeps.iter().map(Table::of_sweep))
        .collect()
}

impl Table {
    fn of_score(score: &Score) -> Self {
        let accuracy = match (score.accuracy, score.exact) {
            (Some(accuracy), Some(exact)) => {
                format!("accuracy {accuracy:.1} %, without alike {exact:.1} %")
            }
            _ => "no accuracy".to_owned(),
        };
        let rows = score.named.iter();
        let rows = rows.map(|(cause, named)| {
            let words = named.iter().map(|(name, number)| (name, count(*number)));
            (cause.as_str(), words.collect())
        });
        let about = format!(
            "{accuracy}: {} right, {} alike, {} wrong, {} without a name, {} left out",
            score.right, score.alike, score.wrong, score.none, score.left_out
        );
        let title = format!(
            "Which cause {} named, by the true one",
            visible(&score.client)
        );
        Self::new(title, about, "True cause", rows.collect())
    }

    fn of_sweep(sweep: &Sweep) -> Self {
        let rows = sweep.rows.iter();
        let rows = rows.map(|row| {
            let words = row
                .faults
                .iter()
                .map(|(fault, word)| (fault, visible(word)));
            (row.message.as_str(), words.collect())
        });
        let about = format!(
            "{} of {}, seed {}; without any fault: {}",
            count(sweep.run),
            many(sweep.possible, "cell"),
            sweep.seed,
            sweep.healthy
        );
        let (profile, client) = (visible(&sweep.profile), visible(&sweep.client));
        let title = format!("Sweep of {profile} with {client}");
        Self::new(title, about, "Message", rows.collect())
    }

    /// A table of rows that may lack columns.
    fn new(
        title: String,
        about: String,
        corner: &'static str,
        rows: Vec<(&str, BTreeMap<&String, String>)>,
    ) -> Self {
        let columns: BTreeSet<&String> = rows
            .iter()
            .flat_map(|(_, row)| row.keys().copied())
            .collect();
        let rows = rows.iter().map(|(name, row)| {
            let words = columns.iter().map(|column| row.get(*column));
            Row {
                name: visible(name),
                words: words
                    .map(|word| word.map_or(".", |word| word).to_owned())
                    .collect(),
            }
        });
        Self {
            rows: rows.collect(),
            columns: columns.iter().map(|column| visible(column)).collect(),
            title,
            about,
            corner,
        }
    }
}
