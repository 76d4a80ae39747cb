//! `auto_reconnect_status`: Auto-Reconnect Status: the cookie was not accepted (MS-RDPBCGR 2.2.4.1).

use badrdp_proto::acceptor::Statement;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::dice::Dice;
use crate::ending::Then;
use crate::step::Op;

/// An Auto-Reconnect Status PDU.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AutoReconnectStatus {
    /// `arcStatus`
    #[serde(default)]
    pub status: u32,
    /// What comes behind it.
    #[serde(default)]
    pub then: Then,
}

impl Behaviour for AutoReconnectStatus {
    fn class(&self) -> Class {
        Class::Moment
    }

    fn strike(&self, _: &mut Dice) -> Vec<Op> {
        self.then.behind(Statement::AutoReconnectStatus {
            status: self.status,
        })
    }
}
