//! The differences for people.

use std::fmt::{self, Write as _};

use super::super::text::{clean, count, flat, time};
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
        writeln!(
            f,
            "  {} with {}: {} -> {}",
            change.scenario,
            change.client,
            side(old),
            side(new)
        )?;
        if !new.reasons.is_empty() {
            writeln!(f, "    {}", flat(&new.reasons.join("; ")))?;
        }
        if with_repeat {
            writeln!(f, "    {}", clean(&change.repeat))?;
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
        let name = |name: &Option<String>| name.clone().unwrap_or_default();
        let (scenario, client) = (name(&one.scenario), name(&one.client));
        writeln!(f, "  {scenario} with {client}: {}", side(one))?;
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
        let (scenario, client) = (&change.scenario, &change.client);
        writeln!(f, "  {scenario} with {client}: {old} -> {new}")?;
    }
    writeln!(f)
}

/// Verdict, outcome and findings on one line.
fn side(side: &Side) -> String {
    let outcome = side.outcome.as_deref().unwrap_or("-");
    let mut text = format!("{} {outcome}", side.verdict);
    for finding in &side.findings {
        let _ = write!(text, ", {}", finding.replace('-', " "));
    }
    text
}
