//! One case with all that it rests on, for people.

use std::fmt::Write as _;

use super::model::{Case, Connection, Report};
use super::text::{count, flat, log};
use super::{annotated, human, seen};

/// The most of a client's log that is shown, in bytes.
const MAX_LOG: usize = 64 << 10;

/// Of so many connections the messages are shown: one like the other is of no use.
const CONNECTIONS: usize = 3;

/// A page about one case: verdict, rule, what was seen, the time line and the messages around
/// the fault, the client's log.
#[must_use]
pub fn render(report: &Report, case: &Case) -> String {
    let title = report.title(&case.scenario);
    let mut page = flat(&format!("{}: {title}", case.scenario));
    let _ = writeln!(page, "\n{}", human::table(&[case]));
    let mut section = |title: &str, lines: &[String]| {
        if !lines.is_empty() {
            let _ = write!(page, "\n{title}\n");
            for line in lines {
                let _ = writeln!(page, "  {}", flat(line));
            }
        }
    };
    section("Why", &case.reasons);
    section("Findings", &seen::findings(case));
    if let Some(known) = &case.known {
        let until = known.until.as_ref().map(|day| format!(", until {day}"));
        section(
            "Known failure",
            &[format!("{}{}", known.reason, until.unwrap_or_default())],
        );
    }
    section("Expected", &case.expected.sentences());
    section("Seen", &seen::seen(case));
    section("Tries", &seen::tries(case).into_iter().collect::<Vec<_>>());
    let mut told = 0;
    for connection in &case.connections {
        let title = format!("Connection {}", connection.number);
        section(&title, &time_line(connection));
        if told < CONNECTIONS {
            let messages = annotated::lines(connection);
            section(&format!("{title}, bytes"), &messages);
            told += usize::from(!messages.is_empty());
        }
    }
    section("To repeat it", std::slice::from_ref(&case.repeat));
    section("Run as", &command(case));
    section("Capture", &case.capture.iter().cloned().collect::<Vec<_>>());
    let log = log(&case.log, case.log_left_out, MAX_LOG);
    let log: Vec<_> = log.lines().map(str::to_owned).collect();
    section("The client's log", &log);
    page
}

fn time_line(connection: &Connection) -> Vec<String> {
    let events = connection.events.iter();
    let mut lines: Vec<_> = events
        .map(|event| format!("{:>9.1} ms  {}", event.at_ms, event.text))
        .collect();
    if connection.dropped_events > 0 {
        let dropped = usize::try_from(connection.dropped_events).unwrap_or(usize::MAX);
        lines.push(format!("and {}", count(dropped, "more event")));
    }
    lines
}

fn command(case: &Case) -> Vec<String> {
    if case.command.is_empty() {
        Vec::new()
    } else {
        vec![case.command.join(" ")]
    }
}
