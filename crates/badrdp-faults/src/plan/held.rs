//! Messages that others overtake.

use badrdp_proto::Message;

use super::{Layer, Plan, Reaction};
use crate::step::FaultIndex;

/// A message whose turn has not come.
#[derive(Clone, Debug)]
pub(super) struct Held {
    /// How many messages leave before it.
    behind: u16,
    layer: Layer,
    message: Message,
    pieces: Vec<Vec<u8>>,
    faults: Vec<FaultIndex>,
}

impl Plan {
    /// Holds a message back where one of the faults that it met wants that.
    pub(super) fn hold(
        &mut self,
        message: &Message,
        layer: Layer,
        pieces: Vec<Vec<u8>>,
        faults: Vec<FaultIndex>,
    ) -> Option<(Vec<Vec<u8>>, Vec<FaultIndex>)> {
        let waits = |fault: &FaultIndex| {
            let spec = self.faults.get(*fault)?;
            spec.fault().behaviour().waits_for()
        };
        let Some(behind) = faults.iter().filter_map(waits).max() else {
            return Some((pieces, faults));
        };
        self.held.push(Held {
            // The message itself is counted as well.
            behind: behind.get().saturating_add(1),
            layer,
            message: message.clone(),
            pieces,
            faults,
        });
        None
    }

    /// The messages whose turn has come because so many others of their layer went before. To
    /// be asked once behind each [`Plan::server_message`], and again until there is none.
    pub fn overtaken(&mut self, layer: Layer) -> Option<(Message, Reaction)> {
        let ready = |held: &Held| held.layer == layer && held.behind == 0;
        let index = self.held.iter().position(ready)?;
        let held = self.held.remove(index);
        let mut reaction = Reaction::default();
        self.leave(
            held.message.name,
            layer,
            held.pieces,
            held.faults,
            &mut reaction,
        );
        Some((held.message, reaction))
    }

    /// A message of this layer was dealt with.
    pub(super) fn count_overtaking(&mut self, layer: Layer) {
        for held in self.held.iter_mut().filter(|held| held.layer == layer) {
            held.behind = held.behind.saturating_sub(1);
        }
    }
}
