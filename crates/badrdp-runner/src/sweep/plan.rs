//! What is swept: the cells that the messages of a healthy run make, all or a sample.

use std::collections::BTreeMap;

use badrdp_faults::{Dice, Period, Stream};
use badrdp_proto::{Direction, MessageName, Phase};
use badrdp_scenario::{Catalogue, Cause, FileError, Id, Scenario};
use badrdp_server::{Happening, Transcript};

use super::cell::Cell;
use super::fault::SweepFault;

/// Of a message that is said often, so many are swept before the session is active; later, and
/// of the records that wrap other messages, one.
const MOST_OF_A_MESSAGE: u32 = 4;

/// A profile that is to be swept.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its healthy scenario, which every cell starts from.
    pub healthy: Scenario,
}

impl Profile {
    /// The profile called `name` with a certificate that the lab's CA has signed, so that
    /// clients get past it; `within` is how long a client may take in each cell.
    ///
    /// # Errors
    /// When there is no such profile, or its file is invalid.
    pub fn new(catalogue: &Catalogue, name: &str, within: Period) -> Result<Self, Box<FileError>> {
        let text = format!(
            "title = \"A healthy server\"\n\
             summary = \"What a sweep starts from.\"\n\
             [server]\n\
             profile = \"{name}\"\n\
             certificate = \"valid\"\n\
             [expect]\n\
             client = [\"connected\"]\n\
             tolerate = [\"certificate-warned\"]\n\
             within = \"{within}\"\n"
        );
        let id = Id::of_cell(Cause::Healthy, name, Self::HEALTHY);
        let healthy = catalogue.parse(&id, "sweep", &text)?;
        Ok(Self { healthy })
    }

    /// What stands in place of a cell in the id of the healthy run.
    pub(crate) const HEALTHY: &str = "healthy";
}

/// Every cell that the messages of a transcript make, in the order of the protocol.
#[must_use]
pub fn cells(healthy: &Scenario, transcript: &Transcript) -> Vec<Cell> {
    let mut said: BTreeMap<MessageName, u32> = BTreeMap::new();
    for record in &transcript.connections {
        let mut on_this: BTreeMap<MessageName, u32> = BTreeMap::new();
        for event in &record.events {
            if let Happening::Sent { message, .. } = event.what {
                let count = on_this.entry(message).or_default();
                *count = count.saturating_add(1);
            }
        }
        for (message, count) in on_this {
            let most = said.entry(message).or_default();
            *most = count.max(*most);
        }
    }
    let of_server = |message: &MessageName| {
        message.direction() == Direction::ServerToClient && *message != MessageName::Foreign
    };
    said.into_iter()
        .filter(|(message, _)| of_server(message))
        .flat_map(|(message, count)| (1..=count.min(most_of(message))).map(move |n| (message, n)))
        .flat_map(|(message, nth)| {
            SweepFault::ALL.map(|fault| Cell {
                message,
                nth,
                fault,
            })
        })
        .filter(|cell| cell.scenario(healthy).is_some())
        .collect()
}

fn most_of(message: MessageName) -> u32 {
    if message.phase() >= Phase::Active || message == MessageName::ApplicationData {
        1
    } else {
        MOST_OF_A_MESSAGE
    }
}

/// At most `limit` of the cells, chosen by `seed`, in the order in which they were.
#[must_use]
pub fn sample(mut cells: Vec<Cell>, limit: Option<usize>, seed: u64) -> Vec<Cell> {
    let mut dice = Dice::new(seed, "sweep", 0, Stream::Faults);
    let excess = limit.map_or(0, |limit| cells.len().saturating_sub(limit));
    for _ in 0..excess {
        cells.remove(dice.below(cells.len()));
    }
    cells
}
