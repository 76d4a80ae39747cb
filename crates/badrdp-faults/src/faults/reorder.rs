//! `reorder`: one message leaves behind others that were said after it.

use std::num::NonZeroU16;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};

/// A message that others overtake. It waits for them as long as the connection lasts: one
/// behind which the server says nothing by itself never leaves, and the fault was not reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reorder {
    /// How many messages leave before it.
    #[serde(default = "one")]
    pub behind: NonZeroU16,
}

impl Behaviour for Reorder {
    fn class(&self) -> Class {
        Class::Message
    }

    fn waits_for(&self) -> Option<NonZeroU16> {
        Some(self.behind)
    }
}

const fn one() -> NonZeroU16 {
    NonZeroU16::MIN
}
