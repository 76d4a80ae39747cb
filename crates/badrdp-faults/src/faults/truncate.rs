//! `truncate`: one message is cut short, although its headers promise all of it.

use badrdp_proto::Message;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::dice::Dice;

/// Half a message. What the server says next follows at once, unless another fault ends
/// the connection or stalls it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Truncate {
    /// How many bytes are left, from the first on.
    pub keep: usize,
}

impl Behaviour for Truncate {
    fn class(&self) -> Class {
        Class::Message
    }

    fn alter(&self, mut message: Message, _: &mut Dice) -> Vec<Message> {
        message.bytes.truncate(self.keep);
        message
            .fields
            .retain(|field| field.range.end <= message.bytes.len());
        vec![message]
    }
}
