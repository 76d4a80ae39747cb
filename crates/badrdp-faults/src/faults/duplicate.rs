//! `duplicate`: one message is sent more than once.

use std::num::NonZeroU16;

use badrdp_proto::Message;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::dice::Dice;

/// The same bytes again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Duplicate {
    /// How many copies follow the first, up to 1000; what is sent ends with 16 MiB.
    #[serde(default = "once")]
    pub times: NonZeroU16,
}

impl Duplicate {
    const MAX: u16 = 1000;
    const MAX_BYTES: usize = 16 << 20;
}

impl Behaviour for Duplicate {
    fn class(&self) -> Class {
        Class::Message
    }

    fn alter(&self, message: Message, _: &mut Dice) -> Vec<Message> {
        let room = Self::MAX_BYTES / message.bytes.len().max(1);
        let copies = (usize::from(self.times.get()) + 1).min(room.max(1));
        vec![message; copies]
    }

    fn check(&self) -> Result<(), String> {
        match self.times.get() {
            ..=Self::MAX => Ok(()),
            more => Err(format!("`times` is {more}, and at most {}", Self::MAX)),
        }
    }
}

const fn once() -> NonZeroU16 {
    NonZeroU16::MIN
}

#[cfg(test)]
mod tests {
    use badrdp_proto::MessageName;

    use crate::dice::Stream;

    use super::*;

    fn copies(times: u16, len: usize) -> usize {
        let times = NonZeroU16::new(times).unwrap();
        let message = Message {
            name: MessageName::ServerHello,
            bytes: vec![0; len],
            fields: Vec::new(),
        };
        let dice = &mut Dice::new(0, "", 1, Stream::Faults);
        Duplicate { times }.alter(message, dice).len()
    }

    #[test]
    fn copies_are_bounded_in_number_and_in_bytes() {
        let check = |times| {
            let times = NonZeroU16::new(times).unwrap();
            Duplicate { times }.check()
        };
        assert_eq!(check(1000), Ok(()));
        let refused = Err("`times` is 1001, and at most 1000".to_owned());
        assert_eq!(check(1001), refused);
        assert_eq!(copies(1, 40), 2);
        assert_eq!(copies(1000, 1 << 20), 16);
        assert_eq!(copies(1, 17 << 20), 1);
    }
}
