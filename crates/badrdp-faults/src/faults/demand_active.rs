//! `demand_active`: a Demand Active PDU where none is due (MS-RDPBCGR 2.2.1.13.1).

use badrdp_proto::acceptor::Statement;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::dice::Dice;
use crate::ending::Then;
use crate::step::Op;

/// A bare Demand Active PDU, without the Deactivate All PDU that ought to come before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DemandActive {
    /// What comes behind it.
    #[serde(default)]
    pub then: Then,
}

impl Behaviour for DemandActive {
    fn class(&self) -> Class {
        Class::Moment
    }

    fn strike(&self, _: &mut Dice) -> Vec<Op> {
        self.then.behind(Statement::DemandActive)
    }
}
