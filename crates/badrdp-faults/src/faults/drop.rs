//! `drop`: one message is not sent; the server goes on as if it had been.

use badrdp_proto::Message;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::dice::Dice;

/// A message that got lost above TCP.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Drop {}

impl Behaviour for Drop {
    fn class(&self) -> Class {
        Class::Message
    }

    fn alter(&self, _: Message, _: &mut Dice) -> Vec<Message> {
        Vec::new()
    }
}
