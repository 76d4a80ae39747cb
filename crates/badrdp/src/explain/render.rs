//! An explanation as a page of plain text, at most 100 columns wide and without colours.

use std::fmt::{self, Write};

use super::entry::Evidence;
use super::explanation::{Cause, Explanation, Meaning, Scenario};
use super::wire::Pair;

/// Writes `explanation` to `out`.
///
/// # Errors
///
/// Only what `out` itself returns.
pub fn text(explanation: &Explanation, out: &mut impl Write) -> fmt::Result {
    let page = &mut Page { out };
    let Explanation {
        code,
        extended,
        pair,
        notes,
        meanings,
        causes,
        scenarios,
    } = explanation;
    match extended {
        Some(extended) => {
            page.paragraph(0, 0, &format!("{code} with extended reason {extended}"))?
        }
        None => page.paragraph(0, 0, code)?,
    }
    if let Some(pair) = pair {
        page.pair(pair)?;
    }
    for note in notes {
        page.note(note)?;
    }
    for meaning in meanings {
        page.meaning(meaning)?;
    }
    if !causes.is_empty() {
        page.heading("What happens on the wire:")?;
    }
    for cause in causes {
        page.cause(cause)?;
    }
    if !scenarios.is_empty() {
        page.heading("More scenarios:")?;
        page.scenarios(2, scenarios, None)?;
    }
    Ok(())
}

const WIDTH: usize = 100;

/// How many scenarios a list names before it only counts them.
const NAMED: usize = 8;

struct Page<'a, W> {
    out: &'a mut W,
}

impl<W: Write> Page<'_, W> {
    fn pair(&mut self, pair: &Pair) -> fmt::Result {
        self.heading(&pair.title)?;
        self.paragraph(2, 2, &pair.meaning)?;
        for point in &pair.points {
            self.paragraph(2, 4, &format!("- {}", point.text))?;
            self.evidence(4, point.evidence, &point.source)?;
        }
        Ok(())
    }

    fn meaning(&mut self, meaning: &Meaning) -> fmt::Result {
        let Meaning {
            title,
            shown,
            entry,
            ..
        } = meaning;
        match &entry.name {
            Some(name) => self.heading(&format!("{title} {shown}: {name}"))?,
            None => self.heading(&format!("{title} {shown}"))?,
        }
        self.paragraph(2, 2, &entry.meaning)?;
        if let Some(hint) = &entry.hint {
            self.paragraph(2, 2, hint)?;
        }
        self.evidence(2, entry.evidence, &entry.source)
    }

    fn cause(&mut self, cause: &Cause) -> fmt::Result {
        let class = cause.class;
        self.paragraph(2, 6, &format!("{:<3} {}", class.id, class.title))?;
        self.paragraph(6, 6, &class.wire)?;
        self.paragraph(6, 6, &format!("mstsc: {}", class.mstsc))?;
        if cause.pair_reported == Some(false) {
            self.paragraph(6, 6, "No report gives just this pair for it.")?;
        }
        self.evidence(6, class.evidence, &class.source)?;
        self.scenarios(6, &cause.scenarios, Some(&class.id))
    }

    /// The first of them. With a tag that all of them have, how the others are found.
    fn scenarios(
        &mut self,
        indent: usize,
        scenarios: &[Scenario],
        tag: Option<&str>,
    ) -> fmt::Result {
        for Scenario { id, title } in scenarios.iter().take(NAMED) {
            self.paragraph(indent, indent + 4, &format!("badrdp serve {id}: {title}"))?;
        }
        match (scenarios.len().saturating_sub(NAMED), tag) {
            (0, _) => Ok(()),
            (more, None) => self.paragraph(indent, indent, &format!("and {more} more")),
            (more, Some(tag)) => {
                let line = format!("and {more} more: badrdp list --tag {tag}");
                self.paragraph(indent, indent, &line)
            }
        }
    }

    fn evidence(&mut self, indent: usize, evidence: Evidence, source: &str) -> fmt::Result {
        self.paragraph(indent, indent + 1, &format!("[{evidence}: {source}]"))
    }

    fn note(&mut self, note: &str) -> fmt::Result {
        self.out.write_char('\n')?;
        self.paragraph(0, 0, note)
    }

    fn heading(&mut self, title: &str) -> fmt::Result {
        self.out.write_char('\n')?;
        self.paragraph(0, 2, title)
    }

    /// Wraps `text`; a word longer than the line stays whole.
    fn paragraph(&mut self, first: usize, rest: usize, text: &str) -> fmt::Result {
        let mut column = 0;
        // A leading id such as `W1` keeps the spaces that align the title after it.
        for word in text.split(' ') {
            let width = word.chars().count();
            if column == 0 {
                write!(self.out, "{:first$}{word}", "")?;
                column = first + width;
            } else if column + 1 + width > WIDTH {
                write!(self.out, "\n{:rest$}{word}", "")?;
                column = rest + width;
            } else {
                write!(self.out, " {word}")?;
                column += 1 + width;
            }
        }
        self.out.write_char('\n')
    }
}
