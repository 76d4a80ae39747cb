//! `status_info`: Server Status Info: what the server is busy with (MS-RDPBCGR 2.2.5.2).

use badrdp_proto::acceptor::Statement;
use badrdp_proto::session::status_info;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::dice::Dice;
use crate::ending::Then;
use crate::named::{Named, Names};
use crate::step::Op;

/// A Server Status Info PDU with any code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatusInfo {
    /// `statusCode`: by its name in the standard without "TS_STATUS_", or any number.
    pub code: StatusCode,
    /// What comes behind it.
    #[serde(default)]
    pub then: Then,
}

impl Behaviour for StatusInfo {
    fn class(&self) -> Class {
        Class::Moment
    }

    fn strike(&self, _: &mut Dice) -> Vec<Op> {
        self.then.behind(Statement::StatusInfo {
            code: self.code.number(),
        })
    }
}

/// `statusCode` (MS-RDPBCGR 2.2.5.2).
#[derive(Clone, Copy, Debug)]
pub enum StatusCodes {}

impl Names for StatusCodes {
    const WHAT: &'static str = "status code";

    fn all() -> Vec<(u32, &'static str)> {
        status_info::STATUS_CODES.to_vec()
    }
}

/// `statusCode`, by its name or any number.
pub type StatusCode = Named<StatusCodes>;
