//! `share_data`: a Share Data PDU of any type (MS-RDPBCGR 2.2.8.1.1.1.2).

use badrdp_proto::acceptor::Statement;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::bytes::Bytes;
use crate::dice::Dice;
use crate::ending::Then;
use crate::step::Op;

/// A Share Data PDU that no honest server would send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShareData {
    /// `pduType2`
    pub kind: u8,
    /// What follows the header.
    pub data: Bytes,
    /// What comes behind it.
    #[serde(default)]
    pub then: Then,
}

impl Behaviour for ShareData {
    fn class(&self) -> Class {
        Class::Moment
    }

    fn strike(&self, dice: &mut Dice) -> Vec<Op> {
        self.then.behind(Statement::ShareData {
            kind: self.kind,
            data: self.data.roll(dice),
        })
    }
}
