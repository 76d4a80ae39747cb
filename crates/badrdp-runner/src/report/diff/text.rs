//! The differences for people.

use std::fmt::{self, Write as _};

use super::super::text::{count, flat, time};
use super::{Change, Diff, Side};

impl fmt::Display for Diff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        changes(f, "worse", &self.regressions, true)?;
        changes(f, "passing again", &self.new_passes, false)?;
        changes(f, "changed otherwise", &self.changes, false)?;
        sides(f, "only in the new report", &self.came)?;
        sides(f, "only in the old report", &self.went)?;
        times(f, &self.times)?;
        write!(f, "{} the same", count(self.same, "case"))?;
        if self.old_interrupted {
            write!(f, "; the old run was interrupted")?;
        }
        if self.new_interrupted {
            write!(f, "; the new run was interrupted")?;
        }
        Ok(())
    }
}

fn changes(
    f: &mut fmt::Formatter<'_>,
    what: &str,
    changes: &[Change],
    with_repeat: bool,
) -> fmt::Result {
    if changes.is_empty() {
        return Ok(());
    }
    writeln!(
        f,
        "{}:",
        format_args!("{} {what}", count(changes.len(), "case"))
    )?;
    for change in changes {
        let Change { old, new, .. } = change;
        let name = name(&change.scenario, &change.client);
        writeln!(f, "  {name}: {} -> {}", side(old), side(new))?;
        if !new.reasons.is_empty() {
            writeln!(f, "    {}", flat(&new.reasons.join("; ")))?;
        }
        if with_repeat {
            writeln!(f, "    {}", flat(&change.repeat))?;
        }
    }
    writeln!(f)
}

fn sides(f: &mut fmt::Formatter<'_>, what: &str, sides: &[Side]) -> fmt::Result {
    if sides.is_empty() {
        return Ok(());
    }
    writeln!(f, "{} {what}:", count(sides.len(), "case"))?;
    for one in sides {
        let word = |word: &Option<String>| word.clone().unwrap_or_default();
        let name = name(&word(&one.scenario), &word(&one.client));
        writeln!(f, "  {name}: {}", side(one))?;
    }
    writeln!(f)
}

fn times(f: &mut fmt::Formatter<'_>, changes: &[Change]) -> fmt::Result {
    if changes.is_empty() {
        return Ok(());
    }
    writeln!(f, "{} took another time:", count(changes.len(), "case"))?;
    for change in changes {
        let (old, new) = (time(change.old.took_ms), time(change.new.took_ms));
        let name = name(&change.scenario, &change.client);
        writeln!(f, "  {name}: {old} -> {new}")?;
    }
    writeln!(f)
}

/// A case: its file may call it anything.
fn name(scenario: &str, client: &str) -> String {
    flat(&format!("{scenario} with {client}"))
}

/// Verdict, outcome and findings on one line.
fn side(side: &Side) -> String {
    let outcome = side.outcome.as_deref().unwrap_or("-");
    let mut text = format!("{} {outcome}", side.verdict);
    for finding in &side.findings {
        let _ = write!(text, ", {}", finding.replace('-', " "));
    }
    flat(&text)
}
