//! What people and programs read: results on stdout, everything else on stderr.
//!
//! Text is written with its styles; streams that show no colours have them removed.

use std::fmt::Display;
use std::io::{self, Write as _};

use anstyle::Style;
use anyhow::Context as _;
use serde::Serialize;

/// Titles and names that the eye should find.
pub const STRONG: Style = Style::new().bold();
/// What is there if wanted.
pub const FAINT: Style = Style::new().dimmed();

/// Writes a whole result to stdout.
///
/// # Errors
/// When nobody reads it, or the disk behind it is full.
pub fn print(text: &str) -> anyhow::Result<()> {
    let mut out = anstream::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.context("cannot write to stdout")
}

/// Writes `value` to stdout as JSON for people and programs.
///
/// # Errors
/// When nobody reads it, or the disk behind it is full.
pub fn print_json(value: &impl Serialize) -> anyhow::Result<()> {
    print(&(serde_json::to_string_pretty(value)? + "\n"))
}

/// Writes one line to stderr. Where even that cannot be written, there is nobody to tell.
pub fn note(line: impl Display) {
    let _: io::Result<()> = writeln!(anstream::stderr().lock(), "{line}");
}

/// `error: …` on stderr.
pub fn error(sentence: impl Display) {
    let red = anstyle::AnsiColor::Red.on_default().bold();
    note(format_args!("{red}error{red:#}: {sentence}"));
}

/// `warning: …` on stderr.
pub fn warning(sentence: impl Display) {
    let yellow = anstyle::AnsiColor::Yellow.on_default().bold();
    note(format_args!("{yellow}warning{yellow:#}: {sentence}"));
}

/// Whether what is written to stdout keeps its colours.
#[must_use]
pub fn colour() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}

/// Rows of cells with every column but the last as wide as its widest cell.
#[must_use]
pub fn columns<S: AsRef<str>>(indent: usize, rows: &[Vec<S>]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.as_ref().chars().count()).max()
    };
    let widths: Vec<_> = (0..count)
        .map(|column| width(column).unwrap_or(0))
        .collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths);
        let line: Vec<_> = cells
            .map(|(cell, width)| format!("{:<width$}", cell.as_ref()))
            .collect();
        text.push_str(&" ".repeat(indent));
        text.push_str(line.join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// `1 file`, `2 files`.
#[must_use]
pub fn count(number: usize, one: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {one}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_and_lines_have_no_trailing_space() {
        let rows = [vec!["a", "bb", ""], vec!["ccc", "d", "e"]];
        assert_eq!(columns(2, &rows), "  a    bb\n  ccc  d   e\n");
    }
}
