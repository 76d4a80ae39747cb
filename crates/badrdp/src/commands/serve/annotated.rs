//! One message with its fields, for people or for programs.

use std::fmt::{self, Write as _};

use badrdp_scenario::Id;
use badrdp_server::{Envelope, Exchange, FieldSeen, Side};
use jiff::Timestamp;
use serde::Serialize;

use super::head::head;
use crate::output::{FAINT, STRONG, count};

/// One message as lines.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename = "exchange")]
pub(super) struct Annotated {
    pub(super) time: Timestamp,
    pub(super) scenario: Id,
    pub(super) connection: u32,
    #[serde(flatten)]
    pub(super) exchange: Exchange,
}

/// Bytes in one line.
const ROW: usize = 16;

impl fmt::Display for Annotated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        head(f, self.time, &self.scenario, self.connection)?;
        message(&self.exchange, f)
    }
}

/// The message, and its fields below it; what has none as a dump.
fn message(exchange: &Exchange, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let from = match exchange.from {
        Side::Client => "client says",
        Side::Server => "server says",
    };
    let protection = match exchange.protection {
        Envelope::Credssp => "CredSSP in TLS",
        Envelope::None => "as on the wire",
        Envelope::StandardRdpSecurity => "in Standard RDP Security",
        Envelope::Tls => "in TLS",
    };
    let length = usize::try_from(exchange.len).unwrap_or(usize::MAX);
    let length = count(length, "byte");
    let name = exchange.message;
    write!(f, "{from} {STRONG}{name}{STRONG:#}, {length}, {protection}")?;
    if !exchange.changed_by.is_empty() {
        let faults = exchange.changed_by.join(", ");
        write!(f, ", {STRONG}changed by {faults}{STRONG:#}")?;
    }
    let mut at = 0;
    for seen in &exchange.fields {
        dump(exchange, at..seen.start, f)?;
        field(exchange, seen, f)?;
        at = seen.end;
    }
    dump(exchange, at..exchange.bytes.len(), f)?;
    let kept = u64::try_from(exchange.bytes.len()).unwrap_or(u64::MAX);
    match exchange.len.saturating_sub(kept) {
        0 => Ok(()),
        left => write!(f, "\n      {FAINT}{left} more{FAINT:#}"),
    }
}

/// Offset, first bytes, name and value of a field.
fn field(exchange: &Exchange, seen: &FieldSeen, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    const SHOWN: usize = 8;
    let start = seen.start;
    let bytes = exchange.bytes.get(start..).unwrap_or_default();
    let length = seen.end.saturating_sub(start);
    let shown = hex(bytes.get(..length.min(SHOWN)).unwrap_or(bytes));
    let more = if length > SHOWN { " …" } else { "" };
    let shown = format!("{shown}{more}");
    write!(
        f,
        "\n  {FAINT}{start:04x}{FAINT:#}  {shown:<26}{}",
        seen.name
    )?;
    match &seen.value {
        Some(value) => write!(f, " = {value}"),
        None if length > SHOWN => write!(f, ", {}", count(length, "byte")),
        None => Ok(()),
    }
}

/// Bytes that no field tells of.
fn dump(
    exchange: &Exchange,
    range: std::ops::Range<usize>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let bytes = exchange.bytes.get(range.clone()).unwrap_or_default();
    for (index, row) in bytes.chunks(ROW).enumerate() {
        let start = range.start + index * ROW;
        let text: String = row
            .iter()
            .map(|byte| match char::from(*byte) {
                letter @ ' '..='~' => letter,
                _ => '.',
            })
            .collect();
        let shown = hex(row);
        write!(
            f,
            "\n  {FAINT}{start:04x}{FAINT:#}  {shown:<48}{FAINT}{text}{FAINT:#}"
        )?;
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        if !text.is_empty() {
            text.push(' ');
        }
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use badrdp_proto::{MessageName, Phase};

    use super::*;

    fn exchange() -> Exchange {
        let field = |name, start, end, value: Option<&str>| FieldSeen {
            name,
            start,
            end,
            value: value.map(str::to_owned),
        };
        let mut bytes = b"\x03\x00\x01\x05".to_vec();
        bytes.extend([0; 20]);
        bytes.extend(b"and the rest of it");
        Exchange {
            at: Duration::ZERO,
            from: Side::Client,
            message: MessageName::ClientInfo,
            phase: Phase::SecureSettingsExchange,
            protection: Envelope::StandardRdpSecurity,
            len: 261,
            bytes: bytes.into(),
            changed_by: vec!["edit"],
            fields: vec![
                field("tpkt.version", 0, 1, Some("3")),
                field("tpkt.length", 2, 4, Some("261 (0x105)")),
                field("redacted", 4, 24, None),
            ],
        }
    }

    #[test]
    fn people_get_each_field_in_a_line() {
        let annotated = Annotated {
            time: Timestamp::UNIX_EPOCH,
            scenario: "healthy/tls".parse().unwrap(),
            connection: 2,
            exchange: exchange(),
        };
        let text = anstream::adapter::strip_str(&annotated.to_string()).to_string();
        let text = text.split_once("healthy").unwrap().1;
        insta::assert_snapshot!(text);
    }

    #[test]
    fn programs_get_one_flat_object() {
        let annotated = Annotated {
            time: Timestamp::UNIX_EPOCH,
            scenario: "healthy/tls".parse().unwrap(),
            connection: 2,
            exchange: Exchange {
                bytes: [3, 0].into(),
                fields: Vec::new(),
                ..exchange()
            },
        };
        let json = serde_json::to_string(&annotated).unwrap();
        insta::assert_snapshot!(json);
    }
}
