//! Makes a connection of a record.

use badrdp_server::transcript::{DeliveryState, Refusal, SecurityInUse};
use badrdp_server::{ConnectionRecord, Delivery as Delivered};
use badrdp_tls::Info;

use super::super::connection::{Connection, Delivery};
use super::event::event;
use super::exchange::exchange;
use super::{millis, word};

pub(super) fn connection(record: &ConnectionRecord) -> Connection {
    let request = record.request.as_ref();
    let mut credentials: Vec<_> = record
        .credentials
        .iter()
        .map(|sent| format!("{} over {}", word(&sent.kind), word(&sent.over)))
        .collect();
    if record.auto_reconnect_cookie_presented {
        credentials.push("auto-reconnect-cookie".to_owned());
    }
    let negotiation = record
        .security_refused()
        .then(|| "RDP_NEG_FAILURE".to_owned());
    Connection {
        number: record.number,
        peer: record.peer.map(|peer| peer.to_string()),
        started_ms: millis(record.started),
        lasted_ms: record.lasted.map(millis),
        reached: record.reached.to_string(),
        end: record.end.name().to_owned(),
        received: record.received,
        sent: record.sent,
        requested: request.map(|request| request.protocols.clone()),
        cookie: request.and_then(|request| request.cookie.clone()),
        tls: record.tls.as_ref().map(tls),
        security: record.security.map(security),
        client_alert: record.client_alert.clone(),
        credentials,
        completed: record.completed,
        active_for_ms: record.active_for.map(millis),
        refusal: record.refusal.map(refusal).or(negotiation),
        misbehaved: record.misbehaved.clone(),
        deliveries: record.deliveries.iter().map(delivery).collect(),
        events: record.events.iter().map(event).collect(),
        dropped_events: u64::from(record.dropped_events),
        exchanges: record.exchanges.iter().map(exchange).collect(),
        left_out_exchanges: record.left_out_exchanges,
    }
}

pub(super) fn delivery(delivered: &Delivered) -> Delivery {
    let (state, reason) = match &delivered.state {
        DeliveryState::Delivered => ("delivered", None),
        DeliveryState::Mismatch { reason } => ("mismatch", Some(reason.clone())),
        DeliveryState::NotReached => ("not-reached", None),
    };
    Delivery {
        fault: delivered.fault,
        name: delivered.name.to_owned(),
        state: state.to_owned(),
        reason,
    }
}

/// What TLS settled on, in one line.
pub(super) fn tls(info: &Info) -> String {
    let mut line = format!("{} with {}", info.version, info.suite);
    if let Some(name) = &info.server_name {
        line.push_str(&format!(", for the server name {name}"));
    }
    if info.client_certificate {
        line.push_str(", with a client certificate");
    }
    line
}

fn security(used: SecurityInUse) -> String {
    let protocol = word(&used.protocol);
    match used.encryption_method {
        0 => protocol,
        method => format!("{protocol}, encryption method {method:#x}"),
    }
}

fn refusal(refusal: Refusal) -> String {
    let kind = word(&refusal.kind);
    match refusal.code {
        Some(code) => format!("{kind} {code:#010x}"),
        None => kind,
    }
}
