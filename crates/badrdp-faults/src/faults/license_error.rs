//! `license_error`: a License Error PDU at any time (MS-RDPBCGR 2.2.1.12.1.3).

use badrdp_proto::acceptor::Statement;
use badrdp_proto::licensing::error::{ErrorCode, StateTransition as Transition};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::dice::Dice;
use crate::ending::Then;
use crate::named::{Named, Names};
use crate::step::Op;

/// A License Error PDU, also where no licensing is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LicenseError {
    /// `dwErrorCode`: by its name in the standard, or any number.
    pub code: LicensingError,
    /// `dwStateTransition`: by its name in the standard, or any number.
    #[serde(default = "total_abort")]
    pub transition: StateTransition,
    /// What comes behind it.
    #[serde(default)]
    pub then: Then,
}

impl Behaviour for LicenseError {
    fn class(&self) -> Class {
        Class::Moment
    }

    fn strike(&self, _: &mut Dice) -> Vec<Op> {
        self.then.behind(Statement::LicenseError {
            code: self.code.number(),
            transition: self.transition.number(),
        })
    }
}

const fn total_abort() -> StateTransition {
    StateTransition::new(Transition::TOTAL_ABORT.0)
}

/// `dwErrorCode` (MS-RDPBCGR 2.2.1.12.1.3).
#[derive(Clone, Copy, Debug)]
pub enum LicensingErrors {}

impl Names for LicensingErrors {
    const WHAT: &'static str = "licensing error";

    fn all() -> Vec<(u32, &'static str)> {
        ErrorCode::NAMED
            .iter()
            .map(|(name, code)| (code.0, *name))
            .collect()
    }
}

/// `dwErrorCode`, by its name or any number.
pub type LicensingError = Named<LicensingErrors>;

/// `dwStateTransition` (MS-RDPBCGR 2.2.1.12.1.3).
#[derive(Clone, Copy, Debug)]
pub enum StateTransitions {}

impl Names for StateTransitions {
    const WHAT: &'static str = "state transition";

    fn all() -> Vec<(u32, &'static str)> {
        Transition::NAMED
            .iter()
            .map(|(name, code)| (code.0, *name))
            .collect()
    }
}

/// `dwStateTransition`, by its name or any number.
pub type StateTransition = Named<StateTransitions>;
