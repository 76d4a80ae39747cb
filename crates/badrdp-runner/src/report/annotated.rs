//! Messages with their bytes and fields, for people: the few that tell what a fault did.
//!
//! A connection may have hundreds of messages, and a report is read on a terminal. So only those
//! around the faults are shown, or the last ones where none struck; the rest is counted.

use std::fmt::Write as _;
use std::ops::Range;

use super::model::{Connection, Event, Exchange, Field};
use super::text::count;

/// So many messages are shown before one that a fault is about, and so many behind it.
const AROUND: usize = 1;

/// So many messages of a connection are shown at most.
const MESSAGES: usize = 8;

/// And so many lines of each.
const LINES: usize = 48;

/// So many bytes of a field stand before its name.
const FIRST: usize = 8;

/// Bytes in one line of a dump.
const ROW: usize = 16;

/// The most bytes of a message that are looked at: a report keeps fewer.
const MAX_BYTES: usize = 1 << 10;

/// The messages of a connection around its faults, a line for each field; none where no messages
/// were kept.
pub(super) fn lines(connection: &Connection) -> Vec<String> {
    let exchanges = &connection.exchanges;
    let shown = around_faults(connection);
    let mut lines = Vec::new();
    let mut next = 0;
    for at in shown {
        lines.extend(left_out(at - next));
        lines.extend(exchanges.get(at).map(message).unwrap_or_default());
        next = at + 1;
    }
    lines.extend(left_out(exchanges.len() - next));
    lines
}

/// The places of the messages that are shown, in order.
fn around_faults(connection: &Connection) -> Vec<usize> {
    let exchanges = &connection.exchanges;
    let changed = exchanges.iter().enumerate();
    let changed = changed.filter(|(_, exchange)| !exchange.changed_by.is_empty());
    // What was said last before a fault set it off; what was said next shows what came of it.
    let is_due = |event: &&Event| event.fault.is_some();
    let due = connection.events.iter().filter(is_due).filter_map(|event| {
        let said = exchanges.partition_point(|exchange| exchange.at_ms <= event.at_ms);
        said.checked_sub(1)
    });
    let mut struck: Vec<_> = changed.map(|(at, _)| at).chain(due).collect();
    if struck.is_empty() {
        struck.extend(exchanges.len().checked_sub(1));
    }
    let mut shown = Vec::new();
    for at in struck {
        let near = at.saturating_sub(AROUND)..(at + AROUND + 1).min(exchanges.len());
        for place in near {
            if shown.len() < MESSAGES && !shown.contains(&place) {
                shown.push(place);
            }
        }
    }
    shown.sort_unstable();
    shown
}

fn left_out(number: usize) -> Option<String> {
    (number > 0).then(|| format!("({} not shown)", count(number, "message")))
}

/// One message: who said what, then its fields, and as a dump what has none.
fn message(exchange: &Exchange) -> Vec<String> {
    let protection = match exchange.protection.as_str() {
        "credssp" => "CredSSP in TLS",
        "none" => "as on the wire",
        "standard-rdp-security" => "in Standard RDP Security",
        "tls" => "in TLS",
        other => other,
    };
    let length = usize::try_from(exchange.len).unwrap_or(usize::MAX);
    let mut head = format!(
        "{:>9.1} ms  {} says {}, {}, {protection}",
        exchange.at_ms,
        exchange.from,
        exchange.message,
        count(length, "byte"),
    );
    if !exchange.changed_by.is_empty() {
        let _ = write!(head, ", changed by {}", exchange.changed_by.join(", "));
    }
    let bytes = bytes(&exchange.bytes);
    let mut rows = rows(&bytes, &exchange.fields);
    let more = rows.len().saturating_sub(LINES);
    rows.truncate(LINES);
    if more > 0 {
        rows.push(format!("      {} more", count(more, "line")));
    } else if let Some(more) = length.checked_sub(bytes.len()).filter(|more| *more > 0) {
        rows.push(format!("      {} more", count(more, "byte")));
    }
    let rows = rows.into_iter().map(|row| format!("  {row}"));
    std::iter::once(head).chain(rows).collect()
}

/// A line for each field in wire order; the bytes between them as a dump.
fn rows(bytes: &[u8], fields: &[Field]) -> Vec<String> {
    let place = |place: u64| usize::try_from(place).unwrap_or(usize::MAX);
    let mut rows = Vec::new();
    let mut at = 0;
    for field in fields {
        let (start, end) = (place(field.start), place(field.end));
        rows.extend(dump(bytes, at..start));
        rows.push(row(bytes, field, start..end));
        at = at.max(end);
    }
    rows.extend(dump(bytes, at..bytes.len()));
    rows
}

/// Offset, first bytes, name and value of a field.
fn row(bytes: &[u8], field: &Field, range: Range<usize>) -> String {
    let Range { start, end } = range;
    let length = end.saturating_sub(start);
    let rest = bytes.get(start..).unwrap_or_default();
    let shown = spaced(rest.get(..length.min(FIRST)).unwrap_or(rest));
    let more = if length > FIRST { " …" } else { "" };
    let mut row = format!(
        "{start:04x}  {:<26}{}",
        format!("{shown}{more}"),
        field.name
    );
    match &field.value {
        Some(value) => {
            let _ = write!(row, " = {value}");
        }
        None if length > FIRST => {
            let _ = write!(row, ", {}", count(length, "byte"));
        }
        None => {}
    }
    row
}

/// Bytes that no field tells of.
fn dump(bytes: &[u8], range: Range<usize>) -> Vec<String> {
    let start = range.start;
    let bytes = bytes.get(start..range.end.min(bytes.len()));
    let chunks = bytes.unwrap_or_default().chunks(ROW);
    let rows = chunks.zip((start..).step_by(ROW)).map(|(row, at)| {
        let text = row.iter().map(|byte| match char::from(*byte) {
            letter @ ' '..='~' => letter,
            _ => '.',
        });
        format!("{at:04x}  {:<48}{}", spaced(row), text.collect::<String>())
    });
    rows.collect()
}

/// The bytes that hexadecimal digits stand for; a file may have anything there.
fn bytes(digits: &str) -> Vec<u8> {
    let pairs = digits.as_bytes().chunks_exact(2).take(MAX_BYTES);
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    pairs.map_while(byte).collect()
}

fn spaced(bytes: &[u8]) -> String {
    let bytes: Vec<_> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    bytes.join(" ")
}
