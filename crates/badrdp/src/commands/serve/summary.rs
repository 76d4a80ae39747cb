//! What a scenario came to, in one line.

use badrdp_server::{Delivery, DeliveryState, Transcript};
use serde::Serialize;

use crate::output;

/// What a scenario came to.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename = "summary")]
pub(super) struct Summary {
    scenario: String,
    connections: usize,
    delivered: usize,
    not_reached: usize,
    /// Why faults were not delivered as declared; each reason once.
    mismatches: Vec<String>,
}

impl Summary {
    pub(super) fn of(transcript: &Transcript) -> Self {
        let forgotten = usize::try_from(transcript.forgotten).unwrap_or(usize::MAX);
        let mut summary = Self {
            scenario: transcript.scenario.clone(),
            connections: transcript.connections.len().saturating_add(forgotten),
            ..Self::default()
        };
        let of_connections = transcript
            .connections
            .iter()
            .flat_map(|one| &one.deliveries);
        for delivery in transcript.listener.iter().chain(of_connections) {
            summary.add(delivery);
        }
        summary
    }

    fn add(&mut self, delivery: &Delivery) {
        match &delivery.state {
            DeliveryState::Delivered => self.delivered += 1,
            DeliveryState::NotReached => self.not_reached += 1,
            DeliveryState::Mismatch { reason } => {
                let reason = format!("{}: {reason}", delivery.name);
                if !self.mismatches.contains(&reason) {
                    self.mismatches.push(reason);
                }
            }
        }
    }

    /// The cells of a row for people.
    pub(super) fn row(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.delivered > 0 {
            faults.push(format!(
                "{} delivered",
                output::count(self.delivered, "fault")
            ));
        }
        if self.not_reached > 0 {
            faults.push(format!("{} not reached", self.not_reached));
        }
        if !self.mismatches.is_empty() {
            faults.push(format!("not as declared: {}", self.mismatches.join("; ")));
        }
        let connections = output::count(self.connections, "connection");
        vec![self.scenario.clone(), connections, faults.join(", ")]
    }
}
