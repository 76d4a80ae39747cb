//! Scenarios in words: what the server chooses, when a fault strikes and what it does.
//!
//! Faults are told by their own sentences and parameters, so that a new one needs no words here.

use badrdp_faults::{Connections, FaultSpec, Moment, When};
use badrdp_proto::acceptor::Answer;
use badrdp_proto::{Direction, MessageName, negotiation};
use badrdp_scenario::Choices;
use badrdp_tls::choices::{ClientCertificatePolicy, Honesty, ServerNamePolicy};
use serde::Serialize;
use serde_json::Value;

/// What a server chooses, as pairs of a topic and a phrase. The certificate is left out.
#[must_use]
pub fn choices(choices: &Choices) -> Vec<(&'static str, String)> {
    let settings = choices.negotiation;
    let mut pairs = vec![
        ("security", security(choices)),
        ("answers", answer(settings.answer)),
    ];
    if settings.direct_tls {
        pairs.push(("", "with TLS before anything else".to_owned()));
    }
    if settings.requires_cookie {
        pairs.push((
            "",
            "only requests with a cookie, others are closed".to_owned(),
        ));
    }
    if settings.refuses_correlation_info {
        pairs.push((
            "",
            "no requests with correlation info, they are closed".to_owned(),
        ));
    }
    pairs.extend(tls(choices));
    pairs
}

fn security(choices: &Choices) -> String {
    let settings = choices.negotiation;
    let mut words = Vec::new();
    if settings.standard_security {
        words.push("Standard RDP Security".to_owned());
    }
    if settings.supported.is_enhanced() {
        words.push(settings.supported.to_string().replace('|', ", "));
    }
    match words.as_slice() {
        [] => "none".to_owned(),
        words => words.join(", "),
    }
}

fn answer(answer: Answer) -> String {
    match answer {
        Answer::Fail(code) => match negotiation::failure_name(code) {
            Some(name) => format!("every request with RDP_NEG_FAILURE {name} ({code})"),
            None => format!("every request with RDP_NEG_FAILURE {code:#x}"),
        },
        Answer::Honest => "honestly: the strongest protocol that both sides have".to_owned(),
        Answer::NoNegotiationData => "without negotiation data, in 11 bytes".to_owned(),
        Answer::Select(protocols) => {
            format!("every request by selecting {protocols}, offered or not")
        }
    }
}

fn tls(choices: &Choices) -> Vec<(&'static str, String)> {
    let tls = &choices.tls;
    let settings = choices.negotiation;
    if !settings.supported.is_enhanced() && !settings.direct_tls {
        return Vec::new();
    }
    let versions: Vec<_> = tls.versions.iter().map(ToString::to_string).collect();
    let mut phrases = vec![versions.join(", ")];
    if let Some(suites) = &tls.suites {
        let names: Vec<_> = suites.iter().map(ToString::to_string).collect();
        phrases.push(format!("takes {}", names.join(", ")));
    }
    if let Some(suite) = &tls.unoffered_suite {
        phrases.push(format!("selects {suite}, offered or not"));
    }
    if tls.server_name == ServerNamePolicy::Required {
        phrases.push("wants a server name".to_owned());
    }
    match tls.client_certificate {
        ClientCertificatePolicy::None => {}
        ClientCertificatePolicy::Request => {
            phrases.push("asks for a client certificate".to_owned())
        }
        ClientCertificatePolicy::Require => {
            phrases.push("requires a client certificate".to_owned())
        }
    }
    if tls.signature == Honesty::Wrong {
        phrases.push("signs its key exchange wrongly".to_owned());
    }
    if tls.finished == Honesty::Wrong {
        phrases.push("sends a wrong Finished".to_owned());
    }
    if !tls.renegotiation_info {
        phrases.push("does not answer RFC 5746".to_owned());
    }
    let topics = std::iter::once("tls").chain(std::iter::repeat(""));
    topics.zip(phrases).collect()
}

/// What a table of choices says besides what [`choices`] has words for, as its file gives it:
/// pairs of a key and a phrase. Of users only the names: a page is passed on easily.
#[must_use]
pub fn given(table: &impl Serialize) -> Vec<(&'static str, String)> {
    const KEYS: [&str; 9] = [
        "auto_reconnect",
        "credssp",
        "flags",
        "gcc_version",
        "licensing",
        "session",
        "source_reference",
        "standard_security",
        "users",
    ];
    let value = serde_json::to_value(table).unwrap_or_default();
    let phrase = |key| match (key, value.get(key)?) {
        ("users", Value::Object(users)) if users.is_empty() => Some("nobody".to_owned()),
        ("users", Value::Object(users)) => {
            Some(users.keys().cloned().collect::<Vec<_>>().join(", "))
        }
        (_, Value::Object(table)) => {
            let pairs = table.iter().map(|(key, value)| pair(key, value));
            Some(pairs.collect::<Vec<_>>().join(", "))
        }
        (_, value) => Some(plain(value)),
    };
    let given = KEYS.into_iter().map(|key| Some((key, phrase(key)?)));
    given.flatten().collect()
}

/// A fault in two phrases: when it strikes and what it is called, and what it does.
#[must_use]
pub fn fault(spec: &FaultSpec) -> (String, String) {
    let name = spec.fault().name();
    let known = badrdp_faults::Fault::ALL.iter();
    let meaning = known
        .filter(|(known, _)| *known == name)
        .map(|(_, meaning)| *meaning)
        .collect();
    let parameters = parameters(spec);
    let when = if spec.listener().is_some() {
        "before any connection".to_owned()
    } else {
        when(spec.when())
    };
    (format!("{when}: {name}{parameters}"), meaning)
}

fn when(when: &When) -> String {
    let message = |name| message(name, when.nth);
    let mut phrase = match &when.moment {
        Moment::After(name) => format!("after {}", message(*name)),
        Moment::At(name) => format!("in {}", message(*name)),
        Moment::AtByte {
            offset,
            direction: Direction::ClientToServer,
        } => {
            format!("once the client has sent {offset} bytes")
        }
        Moment::AtByte {
            offset,
            direction: Direction::ServerToClient,
        } => {
            format!("once the server has sent {offset} bytes")
        }
        Moment::Before(name) => format!("when {} is due", message(*name)),
        Moment::During(phase) => format!("when {phase} begins"),
        Moment::OnPattern(pattern) => format!("once the client has sent `{pattern}`"),
    };
    if let Some(delay) = when.delay {
        phrase.push_str(&format!(", {delay} later"));
    }
    if !when.connections.is_all() {
        phrase.push_str(&format!(", {}", connections(when.connections)));
    }
    phrase
}

/// `on connection 1`, `on connections 2..`.
#[must_use]
pub fn connections(connections: Connections) -> String {
    let text = connections.to_string();
    let ending = if text.contains("..") { "s" } else { "" };
    format!("on connection{ending} {text}")
}

fn message(name: MessageName, nth: u32) -> String {
    let sender = match name.direction() {
        Direction::ClientToServer => "client",
        Direction::ServerToClient => "server",
    };
    match nth {
        1 => format!("the {sender}'s {name}"),
        nth => format!("the {sender}'s {} {name}", ordinal(nth)),
    }
}

fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (1, rest) if rest != 11 => "st",
        (2, rest) if rest != 12 => "nd",
        (3, rest) if rest != 13 => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// The parameters of a fault as its file gives them, in brackets.
fn parameters(spec: &FaultSpec) -> String {
    let value = serde_json::to_value(spec).unwrap_or_default();
    let Some(Value::Object(given)) = value.get(spec.fault().name()) else {
        return String::new();
    };
    let words: Vec<_> = given
        .iter()
        .filter(|(_, value)| !value.is_null() && **value != Value::Bool(false))
        .map(|(key, value)| match value {
            Value::Bool(_) => key.clone(),
            value => pair(key, value),
        })
        .collect();
    match words.as_slice() {
        [] => String::new(),
        words => format!(" ({})", words.join(", ")),
    }
}

fn pair(key: &str, value: &Value) -> String {
    format!("{key} {}", plain(value))
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => shortened(text),
        value => value.to_string(),
    }
}

/// At most sixty characters, with control characters escaped.
fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    let escaped: String = text.escape_debug().collect();
    if escaped.chars().count() <= MOST {
        return escaped;
    }
    let start: String = escaped.chars().take(MOST).collect();
    format!("{start}… ({} bytes)", text.len())
}
