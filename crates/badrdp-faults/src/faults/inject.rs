//! `inject`: bytes are sent that nobody asked for, past TLS if there is any.

use badrdp_proto::MessageName;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::bytes::{Bytes, BytesToml};
use crate::dice::Dice;
use crate::step::Op;

/// A banner of another service, a captive portal's page, noise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Inject {
    bytes: Bytes,
}

impl Behaviour for Inject {
    fn class(&self) -> Class {
        Class::Moment
    }

    fn strike(&self, dice: &mut Dice) -> Vec<Op> {
        vec![Op::Write {
            message: MessageName::Foreign,
            bytes: self.bytes.roll(dice),
            hold: std::time::Duration::ZERO,
            raw: true,
        }]
    }
}

impl JsonSchema for Inject {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        BytesToml::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        BytesToml::json_schema(generator)
    }
}
