//! A server with one scenario, its events and its records.

use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use badrdp_certs::{Catalogue as Certificates, Lab};
use badrdp_scenario::Catalogue;
use badrdp_server::{
    Armed, ConnectionRecord, DeliveryState, Evidence, FaultServer, Happening, Limits, Options,
    Transcript,
};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::sleep;

use super::within;

/// One lab for all tests; with its keys on P-256 it costs next to nothing.
static LAB: LazyLock<Lab> = LazyLock::new(|| Lab::ephemeral().unwrap());

/// A scenario file: more of `[server]`, and the faults.
fn scenario(server: &str, faults: &str) -> String {
    format!(
        r#"
title = "A story"
summary = "What happens."
[server]
profile = "windows-11"
certificate = "p-256"
{server}
{faults}
[expect]
client = ["connected"]
within = "10s"
"#
    )
}

/// A server on a free port of 127.0.0.1.
pub(crate) struct Served {
    server: FaultServer,
    events: UnboundedReceiver<(u32, Happening)>,
}

impl Served {
    /// An honest Windows 11 with these faults.
    pub(crate) async fn start(faults: &str) -> Self {
        Self::with("", faults).await
    }

    /// The same with more of `[server]`.
    pub(crate) async fn with(server: &str, faults: &str) -> Self {
        Self::limited(server, faults, Limits::default()).await
    }

    /// The same with other limits.
    pub(crate) async fn limited(server: &str, faults: &str, limits: Limits) -> Self {
        let evidence = Evidence {
            exchanges: true,
            ..Evidence::default()
        };
        Self::scenario(&scenario(server, faults), limits, evidence).await
    }

    /// An honest Windows 11 with these faults, of whose connections something else is kept.
    pub(crate) async fn keeping(faults: &str, evidence: Evidence) -> Self {
        Self::scenario(&scenario("", faults), Limits::default(), evidence).await
    }

    async fn scenario(text: &str, limits: Limits, evidence: Evidence) -> Self {
        let (sender, events) = unbounded_channel();
        let options = Options {
            limits,
            evidence,
            sink: Some(Arc::new(move |_: &_, number, event| {
                // A test that has seen enough no longer listens.
                let _ = sender.send((number, event.what.clone()));
            })),
            ..Options::default()
        };
        let server = within("the start", FaultServer::start(arm(text), options)).await;
        Self {
            server: server.unwrap(),
            events,
        }
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// Waits until something has happened on a connection.
    pub(crate) async fn event(&mut self, connection: u32, is_it: impl Fn(&Happening) -> bool) {
        within("an event", async {
            loop {
                let (number, what) = self.events.recv().await.unwrap();
                if number == connection && is_it(&what) {
                    return;
                }
            }
        })
        .await;
    }

    /// The record of a connection, once it is over. A driver that has panicked never completes
    /// its record, so that a panic fails the test that waits for it.
    pub(crate) async fn record(&self, number: u32) -> ConnectionRecord {
        /// No event says that a record is complete, so it is asked for.
        const ASK: Duration = Duration::from_millis(2);
        within("the end of a connection", async {
            loop {
                let transcript = self.transcript();
                let mut records = transcript.connections.into_iter();
                let record = records.find(|record| record.number == number);
                if let Some(record) = record.filter(|record| record.lasted.is_some()) {
                    return record;
                }
                sleep(ASK).await;
            }
        })
        .await
    }

    pub(crate) fn transcript(&self) -> Transcript {
        self.server.transcripts().remove(0)
    }

    /// Ends the server.
    pub(crate) async fn stop(self) -> Transcript {
        within("the stop", self.server.stop()).await.remove(0)
    }
}

/// Every fault of this connection was carried out, and there was one.
pub(crate) fn assert_delivered(record: &ConnectionRecord) {
    assert!(!record.deliveries.is_empty(), "no fault: {record:?}");
    for delivery in &record.deliveries {
        assert_eq!(delivery.state, DeliveryState::Delivered, "{delivery:?}");
    }
}

fn arm(text: &str) -> Armed {
    let catalogue = Catalogue::built_in(None);
    let id = "protocol/story".parse().unwrap();
    let scenario = catalogue
        .parse(&id, "story.toml", text)
        .unwrap_or_else(|error| panic!("{}", error.render(false)));
    let recipes = Certificates::built_in();
    let issue = |name: &str| LAB.issue(recipes.get(name).unwrap(), jiff::Timestamp::now());
    Armed::new(Arc::new(scenario), Some(1), None, issue).unwrap()
}
