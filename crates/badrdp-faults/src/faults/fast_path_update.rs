//! `fast_path_update`: a fast-path update of any code (MS-RDPBCGR 2.2.9.1.2.1).

use badrdp_proto::acceptor::Statement;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::bytes::Bytes;
use crate::dice::Dice;
use crate::ending::Then;
use crate::step::Op;
use crate::within::within;

/// A fast-path update that no honest server would send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FastPathUpdate {
    /// `updateCode`, 0 to 15.
    #[serde(deserialize_with = "within::<_, _, 0, 15>")]
    #[schemars(range(max = 15))]
    pub code: u8,
    /// `updateData`
    pub data: Bytes,
    /// What comes behind it.
    #[serde(default)]
    pub then: Then,
}

impl Behaviour for FastPathUpdate {
    fn class(&self) -> Class {
        Class::Moment
    }

    fn strike(&self, dice: &mut Dice) -> Vec<Op> {
        self.then.behind(Statement::FastPathUpdate {
            code: self.code,
            data: self.data.roll(dice),
        })
    }
}
