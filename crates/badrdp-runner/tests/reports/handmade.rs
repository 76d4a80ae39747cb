//! A report of five scenarios and two clients, with everything that a report can have.

use badrdp_runner::report::Report;
use badrdp_runner::report::model::{
    Case, Client, Connection, Delivery, Event, Exchange, Expected, FORMAT, Field, Found, Known,
    SCHEMA, Scenario, Severity, Try, Verdict,
};

/// What a client may say to hurt whoever reads its log.
pub(crate) const EVIL: &str =
    "\u{1b}[31mred\u{1b}[0m <b>&amp; ]]> | `x`\r\n\n</pre></details>\0\u{ffff}\n::error::fake\n";

pub(crate) fn report() -> Report {
    let scenario = |id: &str, title: &str| Scenario {
        id: id.to_owned(),
        title: title.to_owned(),
        cause: cause(id).to_owned(),
        tags: vec!["0x904".to_owned()],
    };
    let client = |name: &str, version: Option<&str>| Client {
        name: name.to_owned(),
        title: format!("The client {name}"),
        names_causes: false,
        version: version.map(str::to_owned),
    };
    Report {
        schema: SCHEMA.to_owned(),
        format: FORMAT,
        badrdp: "0.0.0".to_owned(),
        started: "2026-01-31T12:00:00Z".to_owned(),
        took_ms: 12_345.678,
        interrupted: false,
        cut: None,
        seed: None,
        shard: None,
        captures: String::new(),
        clients: vec![
            client("careful", Some("careful 1.0 <dev>")),
            client("hasty", None),
        ],
        scenarios: vec![
            scenario("certificate/expired", "A certificate of last year"),
            scenario("healthy/tls", "All is well"),
            scenario("middlebox/reset", "A RST after the ClientHello"),
            scenario("network/stall", "Silence after the ServerHello"),
            scenario("session/idle", "The session is cut"),
        ],
        cases: vec![
            case("certificate/expired", "careful", Verdict::Pass),
            leaking(),
            case("healthy/tls", "careful", Verdict::NonStrict),
            flaky(),
            case("middlebox/reset", "careful", Verdict::HarnessError),
            case("middlebox/reset", "hasty", Verdict::Skipped),
            known(),
            case("network/stall", "hasty", Verdict::UnexpectedPass),
            case("session/idle", "careful", Verdict::Pass),
        ],
        scores: Vec::new(),
        sweeps: Vec::new(),
    }
}

/// A case without anything special.
pub(crate) fn case(scenario: &str, client: &str, verdict: Verdict) -> Case {
    let reasons = match verdict {
        Verdict::Pass => Vec::new(),
        Verdict::HarnessError => vec!["`reset`: the kernel refused".to_owned()],
        Verdict::Skipped => vec!["it did not meet `reset`".to_owned()],
        other => vec![format!("the reason for {other}")],
    };
    Case {
        scenario: scenario.to_owned(),
        cause: cause(scenario).to_owned(),
        client: client.to_owned(),
        verdict,
        outcome: Some("connection-reset".to_owned()),
        said: Some("connection-reset".to_owned()),
        rule: None,
        reasons,
        findings: Vec::new(),
        expected: Expected {
            client: vec!["connection-reset".to_owned()],
            tolerate: vec!["connection-closed".to_owned()],
            never: vec!["credentials-sent".to_owned()],
            within_ms: 10_000.0,
            spec: vec!["RFC 9293 3.5.2".to_owned()],
            lines: vec!["connection 1 reaches tls-handshake, ends by server-reset".to_owned()],
        },
        end: "exit 131".to_owned(),
        took_ms: 250.5,
        tries: Vec::new(),
        known: None,
        named: None,
        alike: Vec::new(),
        headline: None,
        seed: 7,
        repeat: format!("badrdp run {scenario} --client {client} --seed 7"),
        command: vec![client.to_owned(), "/v:127.0.0.1:3389".to_owned()],
        log: "connecting\nreset\n".to_owned(),
        log_left_out: 0,
        capture: None,
        listener: Vec::new(),
        connections: vec![connection()],
        forgotten_connections: 0,
    }
}

/// One that failed badly and says evil things.
fn leaking() -> Case {
    let found = |finding: &str, severity| Found {
        finding: finding.to_owned(),
        severity,
    };
    Case {
        reasons: vec![
            "connected, expected certificate-rejected".to_owned(),
            "it sent credentials: <script>|*_` 100%\nand more".to_owned(),
        ],
        findings: vec![
            found("retry-storm", Severity::Minor),
            found("credentials-sent", Severity::Critical),
        ],
        log: EVIL.to_owned(),
        log_left_out: 1 << 30,
        capture: Some("certificate-expired-hasty.pcapng".to_owned()),
        ..case("certificate/expired", "hasty", Verdict::Fail)
    }
}

fn flaky() -> Case {
    let tried = |verdict| Try {
        verdict,
        outcome: Some("hung".to_owned()),
        took_ms: 15_000.0,
    };
    Case {
        tries: vec![tried(Verdict::Fail), tried(Verdict::Pass)],
        ..case("healthy/tls", "hasty", Verdict::Flaky)
    }
}

fn known() -> Case {
    Case {
        known: Some(Known {
            reason: "bug #77: it waits for ever".to_owned(),
            until: Some("2026-12-31".to_owned()),
        }),
        ..case("network/stall", "careful", Verdict::KnownFailure)
    }
}

fn connection() -> Connection {
    let event = |at_ms, event: &str, from: &str, fault, text: &str| Event {
        at_ms,
        event: event.to_owned(),
        from: from.to_owned(),
        message: None,
        len: None,
        fault,
        text: text.to_owned(),
    };
    Connection {
        number: 1,
        peer: Some("127.0.0.1:50000".to_owned()),
        started_ms: 1.5,
        lasted_ms: Some(20.25),
        reached: "tls-handshake".to_owned(),
        end: "server-reset".to_owned(),
        received: 300,
        sent: 19,
        requested: Some("SSL|HYBRID".to_owned()),
        cookie: None,
        tls: None,
        security: None,
        client_alert: None,
        credentials: Vec::new(),
        completed: false,
        active_for_ms: None,
        refusal: None,
        misbehaved: None,
        deliveries: vec![Delivery {
            fault: 0,
            name: "reset".to_owned(),
            state: "delivered".to_owned(),
            reason: None,
        }],
        events: vec![
            event(0.0, "accepted", "client", None, "the client connects"),
            event(
                20.1,
                "fault-due",
                "badrdp",
                Some(0),
                "fault 1, reset, strikes",
            ),
            event(
                20.25,
                "server-reset",
                "server",
                None,
                "the server sends RST",
            ),
        ],
        dropped_events: 3,
        exchanges: exchanges(),
        left_out_exchanges: 0,
    }
}

/// A negotiation, and a ClientHello that sets the fault off.
fn exchanges() -> Vec<Exchange> {
    let exchange = |at_ms, from: &str, message: &str, bytes: &str, fields| Exchange {
        at_ms,
        from: from.to_owned(),
        message: message.to_owned(),
        phase: "connection-initiation".to_owned(),
        protection: "none".to_owned(),
        len: u64::try_from(bytes.len() / 2).unwrap(),
        bytes: bytes.to_owned(),
        changed_by: Vec::new(),
        fields,
    };
    let field = |name: &str, start, end, value: Option<&str>| Field {
        name: name.to_owned(),
        start,
        end,
        value: value.map(str::to_owned),
    };
    let confirm = vec![
        field("tpkt.version", 0, 1, Some("3")),
        field("tpkt.length", 2, 4, Some("19 (0x13)")),
        field("x224", 4, 15, None),
        field("neg.selected-protocol", 15, 19, Some("2")),
    ];
    let confirm_bytes = "030000130ed000001234000200080002000000";
    let hello = format!("16030100f8{}", "00".repeat(43));
    let mut hello = exchange(20.0, "client", "client-hello", &hello, Vec::new());
    hello.len = 253;
    vec![
        exchange(
            5.0,
            "client",
            "connection-request",
            "0300000b06e00000000000",
            Vec::new(),
        ),
        exchange(10.0, "server", "connection-confirm", confirm_bytes, confirm),
        hello,
    ]
}

fn cause(id: &str) -> &str {
    id.split_once('/').unwrap().0
}
