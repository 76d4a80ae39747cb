//! `reset`: a real TCP RST, by closing a socket with `SO_LINGER` 0 (RFC 9293 3.5.2).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::dice::Dice;
use crate::step::Op;

/// What a firewall, an antivirus or a crashed service sends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reset {}

impl Behaviour for Reset {
    fn class(&self) -> Class {
        Class::Moment
    }

    fn strike(&self, _: &mut Dice) -> Vec<Op> {
        vec![Op::Reset]
    }
}
