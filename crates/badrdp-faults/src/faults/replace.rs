//! `replace`: other bytes are sent in place of a message.

use badrdp_proto::Message;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::bytes::{Bytes, BytesToml};
use crate::dice::Dice;

/// A proxy's page, another service's answer, garbage, another PDU.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Replace {
    with: Bytes,
}

impl Behaviour for Replace {
    fn class(&self) -> Class {
        Class::Message
    }

    fn alter(&self, message: Message, dice: &mut Dice) -> Vec<Message> {
        vec![Message {
            name: message.name,
            bytes: self.with.roll(dice),
            // These are other bytes, and nothing is known of them.
            fields: Vec::new(),
        }]
    }
}

impl JsonSchema for Replace {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        BytesToml::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        BytesToml::json_schema(generator)
    }
}
