//! Scenarios, records and transcripts put together by hand, and how they are judged.

use std::time::Duration;

use badrdp_proto::{MessageName, Phase};
use badrdp_runner::ClientEnd;
use badrdp_runner::judge::{Judgement, judge};
use badrdp_scenario::{Catalogue, End, Outcome, Scenario};
use badrdp_server::transcript::Request;
use badrdp_server::{
    ConnectionRecord, Delivery, DeliveryState, Event, Happening, Recorder, Transcript,
};

pub(crate) const SCENARIO: &str = r#"
title = "A story"
summary = "What happens."
[server]
profile = "windows-11"
[[fault]]
when = { after = "client-hello" }
reset = {}
[expect]
client = ["connection-reset"]
tolerate = ["handshake-failed"]
never = ["credentials-sent", "downgraded-to-rdp-security"]
within = "10s"
[[expect.connection]]
reaches = "tls-handshake"
ends = "server-reset"
"#;

pub(crate) fn scenario(text: &str) -> Scenario {
    let id = "middlebox/story".parse().unwrap();
    Catalogue::built_in(None)
        .parse(&id, "story.toml", text)
        .unwrap()
}

/// A connection that met the fault as it should.
pub(crate) fn record() -> ConnectionRecord {
    let mut record = Recorder::new(1, None, Duration::ZERO, 10, None).snapshot();
    record.reached = Phase::TlsHandshake;
    record.end = End::ServerReset;
    record.lasted = Some(Duration::from_millis(10));
    record.request = Some(Request {
        cookie: None,
        requested: Some(3),
        protocols: String::new(),
    });
    record.deliveries = vec![delivery(DeliveryState::Delivered)];
    record
}

pub(crate) fn delivery(state: DeliveryState) -> Delivery {
    Delivery {
        fault: 0,
        name: "reset",
        state,
    }
}

pub(crate) fn transcript() -> Transcript {
    Transcript {
        scenario: "middlebox/story".to_owned(),
        address: ([127, 0, 0, 1], 3389).into(),
        seed: 0,
        connections: Vec::new(),
        forgotten: 0,
        listener: Vec::new(),
    }
}

pub(crate) fn judged(
    connections: Vec<ConnectionRecord>,
    end: ClientEnd,
    said: Option<Outcome>,
) -> Judgement {
    let transcript = Transcript {
        connections,
        ..transcript()
    };
    judge(&scenario(SCENARIO), &transcript, end, said, None)
}

pub(crate) const EXIT: ClientEnd = ClientEnd::Exit(1);

/// A record of a session that was active for ten seconds.
pub(crate) fn active() -> ConnectionRecord {
    let mut record = record();
    record.reached = Phase::Active;
    record.completed = true;
    record.active_for = Some(Duration::from_secs(10));
    record.end = End::ClientClose;
    record
}

/// Judges by `[expect]` alone, with the scenario's fault delivered.
pub(crate) fn expected(
    expect: &str,
    connections: Vec<ConnectionRecord>,
    end: ClientEnd,
) -> Judgement {
    said(expect, connections, end, None)
}

pub(crate) fn event(what: Happening) -> Event {
    let at = Duration::ZERO;
    Event { at, what }
}

pub(crate) fn sent(message: MessageName) -> Event {
    let (len, pieces, unfinished) = (10, 1, false);
    event(Happening::Sent {
        message,
        len,
        pieces,
        unfinished,
    })
}

pub(crate) fn received(message: MessageName) -> Event {
    let (len, note) = (10, None);
    event(Happening::Received { message, len, note })
}

/// A client that has said its last word of the connection sequence, and a server that draws
/// although a fault has changed its own: the record knows of no session.
pub(crate) fn behind_a_damaged_font_map() -> ConnectionRecord {
    let mut record = record();
    record.reached = Phase::ConnectionFinalization;
    record.end = End::ClientClose;
    record.events = vec![
        received(MessageName::FontList),
        sent(MessageName::FontMap),
        sent(MessageName::FastPathBitmapUpdate),
    ];
    record
}

/// Judges by `[expect]` and by what the client said.
pub(crate) fn said(
    expect: &str,
    connections: Vec<ConnectionRecord>,
    end: ClientEnd,
    said: Option<Outcome>,
) -> Judgement {
    let (given, _) = SCENARIO.split_once("[expect]").unwrap();
    let text = format!("{given}[expect]\nwithin = '10s'\n{expect}");
    let transcript = Transcript {
        connections,
        ..transcript()
    };
    judge(&scenario(&text), &transcript, end, said, None)
}
