//! `stall`: silence. The server sends nothing and keeps the connection open; it goes on
//! reading, so that when and how the client gave up is known.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::dice::Dice;
use crate::quantity::Period;
use crate::step::Op;

/// A server that hangs, a cable that was pulled, a path that froze.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stall {
    /// How long; for good if not said. What came due meanwhile is sent afterwards.
    #[serde(rename = "for", default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// Keep reading what the client sends.
    #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
    pub read: bool,
    /// It ends late by a fraction of a millisecond, and costs up to 2 ms of processor time.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exact: bool,
}

impl Behaviour for Stall {
    fn class(&self) -> Class {
        Class::Moment
    }

    fn strike(&self, _: &mut Dice) -> Vec<Op> {
        vec![Op::Stall {
            limit: self.period.map(Period::duration),
            read: self.read,
        }]
    }

    fn is_exact(&self) -> bool {
        self.exact
    }
}

const fn yes() -> bool {
    true
}
