//! `bandwidth`: what is sent trickles through a thin pipe.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class, Shaped};
use crate::dice::Dice;
use crate::quantity::Rate;

/// A modem, a crowded radio cell, a shaped link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bandwidth {
    /// How much gets through.
    pub rate: Rate,
}

impl Bandwidth {
    /// Pieces of about 20 ms, yet no more than an Ethernet segment's worth.
    fn piece(&self) -> usize {
        const SEGMENT: usize = 1460;
        usize::try_from(self.rate.bytes_per_second() / 50)
            .unwrap_or(SEGMENT)
            .clamp(1, SEGMENT)
    }
}

impl Behaviour for Bandwidth {
    fn class(&self) -> Class {
        Class::Flow
    }

    fn shape(&self, bytes: Vec<u8>, _: &mut Dice) -> Vec<Shaped> {
        bytes
            .chunks(self.piece())
            .flat_map(|piece| {
                // A pipe delivers a piece once all of it is through.
                [
                    Shaped::Pace(self.rate.time_for(piece.len())),
                    Shaped::Bytes(piece.to_vec()),
                ]
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use crate::dice::Stream;

    use super::*;

    #[test]
    fn the_waits_add_up_to_the_rate() {
        let bandwidth = Bandwidth {
            rate: Rate::new(1000).unwrap(),
        };
        let dice = &mut Dice::new(0, "", 1, Stream::Faults);
        let total: Duration = bandwidth
            .shape(vec![0; 500], dice)
            .iter()
            .map(|shaped| match shaped {
                Shaped::Pace(pause) => *pause,
                Shaped::Bytes(_) | Shaped::Hold(_) | Shaped::Wait(_) => Duration::ZERO,
            })
            .sum();
        assert_eq!(total, Duration::from_millis(500));
    }
}
