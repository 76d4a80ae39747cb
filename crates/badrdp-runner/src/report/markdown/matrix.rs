//! Clients times scenarios, where that is small enough to be read.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::model::Report;
use super::escape::code;

/// More clients than that make a table that nobody can read.
const MAX_CLIENTS: usize = 8;

/// And so do more scenarios.
const MAX_SCENARIOS: usize = 300;

/// The matrix; none of one client, whose counts say it all, and none that is too large.
pub(super) fn render(report: &Report) -> Option<String> {
    let (clients, scenarios) = (&report.clients, &report.scenarios);
    let small = (2..=MAX_CLIENTS).contains(&clients.len()) && scenarios.len() <= MAX_SCENARIOS;
    if !small || !report.sweeps.is_empty() {
        return None;
    }
    let cases: BTreeMap<_, _> = report.cases.iter().map(|case| (case.key(), case)).collect();
    let names: Vec<_> = clients.iter().map(|client| code(&client.name)).collect();
    let mut text = "\n<details><summary>Scenarios and clients</summary>\n\n".to_owned();
    let _ = writeln!(text, "| scenario | {} |", names.join(" | "));
    let _ = writeln!(text, "|---{}|", "|---".repeat(clients.len()));
    for scenario in scenarios {
        let cells = clients.iter().map(|client| {
            let case = cases.get(&(scenario.id.as_str(), client.name.as_str()));
            case.map_or("", |case| case.verdict.name())
        });
        let cells: Vec<_> = cells.collect();
        let _ = writeln!(text, "| {} | {} |", code(&scenario.id), cells.join(" | "));
    }
    text.push_str("\n</details>\n");
    Some(text)
}
