//! Scenarios made ready and put on their addresses.

use std::net::SocketAddr;
use std::sync::Arc;

use badrdp_scenario::{Id, Scenario, cores};
use badrdp_server::{Armed, FaultServer, Options};
use rustls::KeyLog;
use serde::Serialize;

use super::Args;
use super::layout::{self, Layout};
use super::printer::Printer;
use crate::context::Context;
use crate::exit::{Exit, Failure};

/// What will listen where; everything that costs time is done.
pub(super) enum Plan {
    /// Each scenario on its own.
    Each(Vec<(Armed, SocketAddr)>),
    /// All together.
    Shared(Vec<Armed>, SocketAddr),
}

/// Makes `scenarios` ready, in their order.
pub(super) fn arm(
    args: &Args,
    context: &Context,
    scenarios: Vec<Scenario>,
    key_log: Option<Arc<dyn KeyLog>>,
) -> anyhow::Result<Plan> {
    let layout = args.layout();
    let arm = |scenario: Scenario, address: SocketAddr| {
        let names = layout::names(address.ip());
        context.arm(&Arc::new(scenario), args.seed, &names, key_log.clone())
    };
    if let Layout::Shared { .. } = layout {
        let address = layout.address(0)?;
        let scenarios = selectable(context, scenarios)?;
        let armed = cores::map(scenarios, |scenario| arm(scenario, address));
        return Ok(Plan::Shared(armed?, address));
    }
    let placed = scenarios
        .into_iter()
        .enumerate()
        .map(|(index, scenario)| Ok((scenario, layout.address(index)?)))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let armed = cores::map(placed, |(scenario, address)| {
        anyhow::Ok((arm(scenario, address)?, address))
    });
    Ok(Plan::Each(armed?))
}

/// Those that can share a port: what the listener itself does cannot be picked by a client.
fn selectable(context: &Context, scenarios: Vec<Scenario>) -> anyhow::Result<Vec<Scenario>> {
    let (alone, shared): (Vec<_>, Vec<_>) = scenarios
        .into_iter()
        .partition(|scenario| scenario.faults.iter().any(|spec| spec.listener().is_some()));
    if !alone.is_empty() {
        let ids: Vec<_> = alone
            .iter()
            .map(|scenario| scenario.id.to_string())
            .collect();
        let ids = ids.join(", ");
        context.warn(format_args!(
            "left out, because their fault is the port itself: {ids}"
        ));
    }
    if shared.is_empty() {
        let sentence = "nothing is selected: no scenario is left that can share a port";
        return Err(Failure::new(Exit::NothingSelected, sentence).into());
    }
    Ok(shared)
}

impl Plan {
    /// How many scenarios there are.
    pub(super) const fn count(&self) -> usize {
        match self {
            Self::Each(armed) => armed.len(),
            Self::Shared(armed, _) => armed.len(),
        }
    }

    /// Listens everywhere. Where one address cannot be had, nothing is served.
    pub(super) async fn start(
        self,
        args: &Args,
        printer: &Printer,
    ) -> anyhow::Result<(Vec<FaultServer>, Vec<Place>)> {
        let (mut servers, mut places) = (Vec::new(), Vec::new());
        match self {
            Self::Each(each) => {
                let mut wanted = Vec::with_capacity(each.len());
                for (armed, address) in each {
                    let scenario = &armed.scenario().id;
                    let options = Options {
                        address,
                        sink: Some(printer.sink()),
                        evidence: args.evidence(Some(scenario), printer)?,
                        ..Options::default()
                    };
                    places.push(Place::of(&armed, false, address));
                    wanted.push((armed, options));
                }
                servers = start_all(wanted).await?;
                for (place, server) in places.iter_mut().zip(&servers) {
                    place.address = server.address();
                }
            }
            Self::Shared(armed, address) => {
                places.extend(armed.iter().map(|armed| Place::of(armed, true, address)));
                let sink = Some(printer.sink());
                let options = Options {
                    address,
                    sink,
                    evidence: args.evidence(None, printer)?,
                    ..Options::default()
                };
                let server = FaultServer::start_by_cookie(armed, options).await?;
                for place in &mut places {
                    place.address = server.address();
                }
                servers.push(server);
            }
        }
        Ok((servers, places))
    }
}

/// Starts servers on all cores, in their order.
async fn start_all(wanted: Vec<(Armed, Options)>) -> anyhow::Result<Vec<FaultServer>> {
    let each = wanted.len().div_ceil(cores::count()).max(1);
    let parts = cores::parts(wanted, each).into_iter().map(|part| {
        tokio::spawn(async move {
            let mut servers = Vec::with_capacity(part.len());
            for (armed, options) in part {
                servers.push(FaultServer::start(armed, options).await?);
            }
            anyhow::Ok(servers)
        })
    });
    let parts: Vec<_> = parts.collect();
    let mut servers = Vec::new();
    for part in parts {
        servers.extend(part.await??);
    }
    Ok(servers)
}

/// Where a scenario is served.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename = "armed")]
pub(super) struct Place {
    scenario: Id,
    address: SocketAddr,
    seed: u64,
    /// The shortest user name that picks it, where it shares its port.
    #[serde(skip_serializing_if = "Option::is_none")]
    user_name: Option<String>,
}

impl Place {
    fn of(armed: &Armed, shared: bool, address: SocketAddr) -> Self {
        let scenario = armed.scenario();
        Self {
            scenario: scenario.id.clone(),
            address,
            seed: armed.seed(),
            user_name: shared.then(|| scenario.alias.clone()),
        }
    }

    /// The cells of a row for people.
    pub(super) fn row(&self) -> Vec<String> {
        let mut row = vec![
            self.scenario.to_string(),
            self.address.to_string(),
            format!("seed {}", self.seed),
        ];
        row.extend(
            self.user_name
                .iter()
                .map(|name| format!("user name {name}")),
        );
        row
    }
}
