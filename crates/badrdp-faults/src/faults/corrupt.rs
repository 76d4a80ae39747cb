//! `corrupt`: bytes of one message are changed, at a place or at random.

use badrdp_proto::Message;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::dice::Dice;

/// A bad cable, bad memory, a broken middlebox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Corrupt {
    /// The first byte to change: from 0, or from the end if negative (-1 is the last). At a
    /// random place if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<i64>,
    /// How many bytes are changed.
    #[serde(default = "one")]
    pub count: u16,
    /// What each byte is combined with by exclusive or; 255 flips every bit, 0 is not
    /// allowed because it changes nothing.
    #[serde(default = "all_bits")]
    pub xor: std::num::NonZeroU8,
}

impl Behaviour for Corrupt {
    fn class(&self) -> Class {
        Class::Message
    }

    fn alter(&self, mut message: Message, dice: &mut Dice) -> Vec<Message> {
        let bytes = &mut message.bytes;
        let count = usize::from(self.count);
        let start = match self.offset {
            None => dice.below((bytes.len() + 1).saturating_sub(count)),
            Some(offset) => match usize::try_from(offset) {
                Ok(start) => start,
                Err(_) => bytes
                    .len()
                    .saturating_sub(usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX)),
            },
        };
        for byte in bytes.iter_mut().skip(start).take(count) {
            *byte ^= self.xor.get();
        }
        vec![message]
    }
}

const fn one() -> u16 {
    1
}

const fn all_bits() -> std::num::NonZeroU8 {
    std::num::NonZeroU8::MAX
}

#[cfg(test)]
mod tests {
    use badrdp_proto::MessageName;

    use crate::dice::Stream;

    use super::*;

    fn corrupted(offset: Option<i64>, count: u16) -> Vec<u8> {
        let corrupt = Corrupt {
            offset,
            count,
            xor: all_bits(),
        };
        let message = Message {
            name: MessageName::ServerHello,
            bytes: vec![0; 4],
            fields: Vec::new(),
        };
        let dice = &mut Dice::new(9, "", 1, Stream::Faults);
        corrupt.alter(message, dice).remove(0).bytes
    }

    #[test]
    fn the_place_counts_from_either_end() {
        assert_eq!(corrupted(Some(1), 2), [0, 255, 255, 0]);
        assert_eq!(corrupted(Some(-1), 1), [0, 0, 0, 255]);
        assert_eq!(corrupted(Some(9), 1), [0, 0, 0, 0]);
    }

    #[test]
    fn a_random_place_is_inside_the_message() {
        assert_eq!(
            corrupted(None, 1)
                .iter()
                .filter(|byte| **byte == 255)
                .count(),
            1
        );
    }
}
