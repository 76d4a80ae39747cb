//! `multitransport`: Initiate Multitransport Request of any kind (MS-RDPBCGR 2.2.15.1).

use badrdp_proto::acceptor::Statement;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::dice::Dice;
use crate::ending::Then;
use crate::step::Op;

/// A side channel over UDP is offered; nobody will ever answer there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Multitransport {
    /// `requestedProtocol`: 1 for reliable, 2 for lossy UDP, or anything else.
    #[serde(default = "reliable")]
    pub protocol: u16,
    /// What comes behind it.
    #[serde(default)]
    pub then: Then,
}

impl Behaviour for Multitransport {
    fn class(&self) -> Class {
        Class::Moment
    }

    fn strike(&self, _: &mut Dice) -> Vec<Op> {
        self.then.behind(Statement::Multitransport {
            protocol: self.protocol,
        })
    }
}

const fn reliable() -> u16 {
    1
}
