//! `error_info`: Set Error Info: why the server is about to disconnect (MS-RDPBCGR 2.2.5.1).

use badrdp_proto::acceptor::Statement;
use badrdp_proto::session::error_info;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::dice::Dice;
use crate::ending::Then;
use crate::named::{Named, Names};
use crate::step::Op;

/// A Set Error Info PDU with any code, and the way out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorInfo {
    /// `errorInfo`: by its name in MS-RDPBCGR 2.2.5.1.1 without "ERRINFO_", or any number.
    pub code: ErrorInfoCode,
    /// What comes behind it.
    #[serde(default)]
    pub then: Then,
}

impl Behaviour for ErrorInfo {
    fn class(&self) -> Class {
        Class::Moment
    }

    fn strike(&self, _: &mut Dice) -> Vec<Op> {
        self.then.behind(Statement::ErrorInfo {
            code: self.code.number(),
        })
    }
}

/// `errorInfo` (MS-RDPBCGR 2.2.5.1.1).
#[derive(Clone, Copy, Debug)]
pub enum ErrorInfoCodes {}

impl Names for ErrorInfoCodes {
    const WHAT: &'static str = "error info code";

    fn all() -> Vec<(u32, &'static str)> {
        error_info::ERROR_CODES.to_vec()
    }
}

/// `errorInfo`, by its name or any number.
pub type ErrorInfoCode = Named<ErrorInfoCodes>;
