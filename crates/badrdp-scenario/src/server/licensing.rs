//! `[server.licensing]`: the licensing phase (MS-RDPBCGR 1.3.1.1, MS-RDPELE).

use badrdp_faults::faults::{LicensingError, StateTransition};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::layered::{replaces, table};

table! {
    /// What the server does in the licensing phase.
    pub struct LicensingTable {
        /// Which way it goes.
        pub mode: LicensingMode,
        /// `dwErrorCode` of the License Error PDU that ends the phase; STATUS_VALID_CLIENT if
        /// not said.
        pub error: LicensingError,
        /// `dwStateTransition` of that PDU; ST_NO_TRANSITION if not said.
        pub transition: StateTransition,
    }
}

/// The ways through the licensing phase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LicensingMode {
    /// License Request, Platform Challenge, New License (MS-RDPELE 1.3.3).
    Full,
    /// No licensing PDU at all, against the standard.
    None,
    /// One License Error PDU.
    #[default]
    Short,
}

replaces!(LicensingMode, LicensingError, StateTransition);
