//! `deactivate`: Deactivate All, and a new Demand Active or none (MS-RDPBCGR 1.3.1.3).

use badrdp_proto::acceptor::Statement;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::dice::Dice;
use crate::ending::Then;
use crate::step::Op;

/// The session is taken down, to be negotiated anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deactivate {
    /// The new height of the desktop in pixels; with `width` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 200, max = 8192))]
    pub height: Option<u16>,
    /// Whether a Demand Active PDU follows.
    #[serde(default = "yes")]
    pub reactivate: bool,
    /// The new width of the desktop in pixels; with `height` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 200, max = 8192))]
    pub width: Option<u16>,
    /// What comes behind it.
    #[serde(default)]
    pub then: Then,
}

impl Behaviour for Deactivate {
    fn class(&self) -> Class {
        Class::Moment
    }

    fn strike(&self, _: &mut Dice) -> Vec<Op> {
        self.then.behind(Statement::DeactivateAll {
            reactivate: self.reactivate,
            size: self.width.zip(self.height),
        })
    }
}

const fn yes() -> bool {
    true
}
