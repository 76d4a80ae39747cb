//! `disconnect`: MCS Disconnect Provider Ultimatum with any reason (T.125 11.15).

use badrdp_proto::acceptor::Statement;
use badrdp_proto::mcs::Reason;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::dice::Dice;
use crate::ending::Then;
use crate::step::Op;
use crate::within::within;

/// The server ends the session in the words of MCS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Disconnect {
    /// The number of the reason: 3, rn-user-requested, if not said.
    #[serde(default = "user_requested", deserialize_with = "within::<_, _, 0, 7>")]
    #[schemars(range(max = 7))]
    pub reason: u8,
    /// What comes behind it.
    #[serde(default)]
    pub then: Then,
}

impl Behaviour for Disconnect {
    fn class(&self) -> Class {
        Class::Moment
    }

    fn strike(&self, _: &mut Dice) -> Vec<Op> {
        self.then.behind(Statement::DisconnectProviderUltimatum {
            reason: self.reason,
        })
    }
}

const fn user_requested() -> u8 {
    Reason::UserRequested.number()
}
