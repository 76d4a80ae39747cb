//! How well a client names causes, for people: the confusion matrix, then the score.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::model::{NOTHING, Score};
use super::text::count;

/// What stands above the true causes and left of the named ones.
const CORNER: &str = "true \\ named";

/// The matrix of one client and its score. Columns have a letter each, which the rows of the
/// same cause have too.
#[must_use]
pub fn render(score: &Score) -> String {
    let counted = count(score.cases(), "case");
    let mut text = format!("{} names the cause, {counted}:\n", score.client);
    let rows = score.named.iter();
    let names: BTreeSet<&str> = rows
        .flat_map(|(cause, row)| row.keys().chain([cause]))
        .map(String::as_str)
        .filter(|name| *name != NOTHING)
        .collect();
    let mut names: Vec<_> = names.into_iter().collect();
    names.push(NOTHING);
    let width = names.iter().map(|name| name.len() + "a  ".len()).max();
    let width = width.unwrap_or(0).max(CORNER.len());
    let mut lines = vec![format!("  {CORNER:width$}")];
    for (letter, _) in letters().zip(&names) {
        if let Some(line) = lines.first_mut() {
            let _ = write!(line, " {letter:>5}");
        }
    }
    for (letter, name) in letters().zip(&names) {
        let row = score.named.get(*name);
        let mut line = format!("  {:width$}", format!("{letter}  {name}"));
        for named in names.iter().filter(|_| row.is_some()) {
            match row.and_then(|row| row.get(*named)) {
                Some(count) => {
                    let _ = write!(line, " {count:>5}");
                }
                None => line.push_str("     ."),
            }
        }
        lines.push(line);
    }
    for line in lines.iter().filter(|_| score.cases() > 0) {
        let _ = writeln!(text, "{}", line.trim_end());
    }
    let Score {
        right,
        alike,
        wrong,
        none,
        ..
    } = score;
    let _ = write!(
        text,
        "  {right} right, {alike} alike, {wrong} wrong, {none} none"
    );
    if score.left_out > 0 {
        let _ = write!(text, ", {} left out", score.left_out);
    }
    match (score.accuracy, score.exact) {
        (Some(accuracy), Some(exact)) => {
            let _ = write!(
                text,
                ": accuracy {accuracy:.1} %, without alike {exact:.1} %"
            );
        }
        _ => text.push_str(": no accuracy"),
    }
    text
}

/// `a` to `z`, which is more than there are causes.
fn letters() -> impl Iterator<Item = char> {
    'a'..='z'
}
