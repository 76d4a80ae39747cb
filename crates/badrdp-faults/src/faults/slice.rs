//! `slice`: what is sent dribbles out in small pieces, each behind a pause.

use std::num::NonZeroU32;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class, Shaped};
use crate::dice::Dice;
use crate::quantity::Period;

/// One segment per piece, so that headers are split and readers that want a whole
/// message at once are caught.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Slice {
    /// Bytes per piece.
    pub size: NonZeroU32,
    /// The pause before each piece.
    pub delay: Period,
    /// Late by a fraction of a millisecond; each piece costs up to 2 ms of processor time.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exact: bool,
}

impl Behaviour for Slice {
    fn class(&self) -> Class {
        Class::Flow
    }

    fn shape(&self, bytes: Vec<u8>, _: &mut Dice) -> Vec<Shaped> {
        let size = usize::try_from(self.size.get()).unwrap_or(usize::MAX);
        bytes
            .chunks(size)
            .flat_map(|piece| {
                [
                    Shaped::Wait(self.delay.duration()),
                    Shaped::Bytes(piece.to_vec()),
                ]
            })
            .collect()
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
    fn every_piece_comes_behind_its_pause() {
        let size = NonZeroU32::new(2).unwrap();
        let slice = Slice {
            size,
            delay: Period::millis(5),
            exact: false,
        };
        let pause = Shaped::Wait(Duration::from_millis(5));
        let shaped = slice.shape(vec![1, 2, 3], &mut Dice::new(0, "", 1, Stream::Faults));
        let expected = [
            pause.clone(),
            Shaped::Bytes(vec![1, 2]),
            pause,
            Shaped::Bytes(vec![3]),
        ];
        assert_eq!(shaped, expected);
    }
}
