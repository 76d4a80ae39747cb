//! One event as a line, for people or for programs.

use std::fmt;

use badrdp_scenario::Id;
use badrdp_server::{DeliveryState, Event, Happening};
use jiff::Timestamp;
use serde::Serialize;

use super::head::head;
use crate::output::{STRONG, count};

/// One event as a line.
#[derive(Debug, Serialize)]
pub(super) struct Line {
    pub(super) time: Timestamp,
    pub(super) scenario: Id,
    pub(super) connection: u32,
    #[serde(flatten)]
    pub(super) event: Event,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        head(f, self.time, &self.scenario, self.connection)?;
        what(&self.event.what, f)
    }
}

fn what(happening: &Happening, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match happening {
        Happening::Accepted => f.write_str("client connected"),
        Happening::ClientClosed => f.write_str("client closed (FIN)"),
        Happening::ClientReset => f.write_str("client reset (RST)"),
        Happening::FaultDue { name, .. } => write!(f, "{STRONG}fault due: {name}{STRONG:#}"),
        Happening::Misbehaved { how } => write!(f, "client broke the protocol: {how}"),
        Happening::Over { end, deliveries } => {
            write!(f, "over: {}", end.name())?;
            for delivery in deliveries {
                let state = match &delivery.state {
                    DeliveryState::Delivered => "delivered".to_owned(),
                    DeliveryState::Mismatch { reason } => format!("NOT as declared: {reason}"),
                    DeliveryState::NotReached => "not met".to_owned(),
                };
                write!(f, ", {} {state}", delivery.name)?;
            }
            Ok(())
        }
        Happening::Phase { phase } => write!(f, "phase {phase}"),
        Happening::Received { message, len, note } => {
            write!(f, "received {message}, {}", count(*len, "byte"))?;
            match note {
                Some(note) => write!(f, ": {note}"),
                None => Ok(()),
            }
        }
        Happening::Sent {
            message,
            len,
            pieces,
            unfinished,
        } => {
            write!(f, "sent {message}, {}", count(*len, "byte"))?;
            if *pieces > 1 {
                write!(f, " in {pieces} pieces")?;
            }
            f.write_str(if *unfinished { ", unfinished" } else { "" })
        }
        Happening::ServerClosed => f.write_str("server closed (FIN)"),
        Happening::ServerReset => f.write_str("server reset (RST)"),
        Happening::Stalled { limit: None } => f.write_str("server falls silent for good"),
        Happening::Stalled { limit: Some(limit) } => write!(f, "server falls silent for {limit:?}"),
        Happening::Tls { info } => {
            write!(f, "TLS stands: {} with {}", info.version, info.suite)?;
            match &info.server_name {
                Some(name) => write!(f, ", for {name}"),
                None => Ok(()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn programs_get_one_flat_object() {
        let line = Line {
            time: Timestamp::UNIX_EPOCH,
            scenario: "healthy/tls".parse().unwrap(),
            connection: 2,
            event: Event {
                at: Duration::from_millis(5),
                what: Happening::FaultDue {
                    fault: 0,
                    name: "reset",
                },
            },
        };
        assert_eq!(
            serde_json::to_string(&line).unwrap(),
            r#"{"time":"1970-01-01T00:00:00Z","scenario":"healthy/tls","connection":2,"at_ms":5.0,"event":"fault-due","fault":0,"name":"reset"}"#
        );
    }
}
