//! `latency`: everything that is sent arrives later, each message by its own time.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class, Shaped};
use crate::dice::Dice;
use crate::quantity::Period;

/// A long or an unsteady path. Messages never overtake one another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Latency {
    /// The middle of the added delay.
    pub mean: Period,
    /// How far it strays to either side, evenly spread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jitter: Option<Period>,
    /// Late by a fraction of a millisecond; each message costs up to 2 ms of processor time.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exact: bool,
}

impl Behaviour for Latency {
    fn class(&self) -> Class {
        Class::Flow
    }

    fn shape(&self, bytes: Vec<u8>, dice: &mut Dice) -> Vec<Shaped> {
        let jitter = self.jitter.map(Period::duration).unwrap_or_default();
        let hold = dice.around(self.mean.duration(), jitter);
        vec![Shaped::Hold(hold), Shaped::Bytes(bytes)]
    }

    fn is_exact(&self) -> bool {
        self.exact
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use crate::dice::Stream;

    use super::*;

    #[test]
    fn bytes_are_held_back_by_the_mean_without_jitter() {
        let latency = Latency {
            mean: Period::millis(180),
            jitter: None,
            exact: false,
        };
        let shaped = latency.shape(vec![1], &mut Dice::new(0, "", 1, Stream::Faults));
        assert_eq!(
            shaped,
            [
                Shaped::Hold(Duration::from_millis(180)),
                Shaped::Bytes(vec![1])
            ]
        );
    }
}
