//! `auto_detect`: Auto-Detect Request of any type, as often as wanted (MS-RDPBCGR 2.2.14.3).

use badrdp_proto::acceptor::Statement;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::bytes::Bytes;
use crate::dice::Dice;
use crate::ending::Then;
use crate::quantity::Period;
use crate::step::Op;

/// The network is measured, sensibly or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AutoDetect {
    /// `requestType`, such as 0x0001 for a round trip.
    pub kind: u16,
    /// What follows the header; nothing if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Bytes>,
    /// How often.
    #[serde(default = "once")]
    #[schemars(range(min = 1, max = 10000))]
    pub times: std::num::NonZeroU16,
    /// The pause between two of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<Period>,
    /// What comes behind it.
    #[serde(default)]
    pub then: Then,
}

impl Behaviour for AutoDetect {
    fn class(&self) -> Class {
        Class::Moment
    }

    fn strike(&self, dice: &mut Dice) -> Vec<Op> {
        let mut ops = Vec::new();
        for nth in 0..self.times.get() {
            if let Some(every) = self.every.filter(|_| nth > 0) {
                ops.push(Op::Wait(every.duration()));
            }
            ops.push(Op::Say(Statement::AutoDetect {
                kind: self.kind,
                data: self
                    .data
                    .as_ref()
                    .map_or_else(Vec::new, |data| data.roll(dice)),
            }));
        }
        ops.extend(self.then.ops());
        ops
    }
}

const fn once() -> std::num::NonZeroU16 {
    std::num::NonZeroU16::MIN
}
