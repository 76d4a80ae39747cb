//! Makes an event of something that happened: its facts, and one line.

use badrdp_server::transcript::{Event as Recorded, Happening};

use super::super::event::Event;
use super::connection::tls;
use super::millis;

const CLIENT: &str = "client";
const SERVER: &str = "server";
const BADRDP: &str = "badrdp";

pub(super) fn event(recorded: &Recorded) -> Event {
    let (name, from, text) = words(&recorded.what);
    let (message, len) = match &recorded.what {
        Happening::Received { message, len, .. } | Happening::Sent { message, len, .. } => {
            (Some(message.to_string()), u64::try_from(*len).ok())
        }
        _ => (None, None),
    };
    let fault = match &recorded.what {
        Happening::FaultDue { fault, .. } => Some(*fault),
        _ => None,
    };
    Event {
        at_ms: millis(recorded.at),
        event: name.to_owned(),
        from: from.to_owned(),
        message,
        len,
        fault,
        text,
    }
}

/// Its name, who did it, and the line.
fn words(what: &Happening) -> (&'static str, &'static str, String) {
    match what {
        Happening::Accepted => ("accepted", CLIENT, "the client connects".to_owned()),
        Happening::ClientClosed => ("client-closed", CLIENT, "the client sends FIN".to_owned()),
        Happening::ClientReset => ("client-reset", CLIENT, "the client sends RST".to_owned()),
        Happening::FaultDue { fault, name } => {
            let text = format!("fault {}, {name}, strikes", fault + 1);
            ("fault-due", BADRDP, text)
        }
        Happening::Misbehaved { how } => {
            let text = format!("the client breaks the protocol: {how}");
            ("misbehaved", CLIENT, text)
        }
        Happening::Over { end, .. } => ("over", BADRDP, format!("it is over: {end}")),
        Happening::Phase { phase } => ("phase", BADRDP, format!("{phase} begins")),
        Happening::Received { message, len, note } => {
            let note = note.as_ref().map(|note| format!(": {note}"));
            let note = note.unwrap_or_default();
            let text = format!("the client sends {message}, {len} bytes{note}");
            ("received", CLIENT, text)
        }
        Happening::Sent {
            message,
            len,
            pieces,
            unfinished,
        } => {
            let pieces = match pieces {
                0 | 1 => String::new(),
                pieces => format!(" in {pieces} pieces"),
            };
            let rest = if *unfinished { ", unfinished" } else { "" };
            let text = format!("the server sends {message}, {len} bytes{pieces}{rest}");
            ("sent", SERVER, text)
        }
        Happening::ServerClosed => ("server-closed", SERVER, "the server sends FIN".to_owned()),
        Happening::ServerReset => ("server-reset", SERVER, "the server sends RST".to_owned()),
        Happening::Stalled { limit } => {
            let text = match limit {
                Some(limit) => format!("the server falls silent for {} ms", limit.as_millis()),
                None => "the server falls silent for good".to_owned(),
            };
            ("stalled", SERVER, text)
        }
        Happening::Tls { info } => ("tls", BADRDP, format!("TLS is established: {}", tls(info))),
    }
}
