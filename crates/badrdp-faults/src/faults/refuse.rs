//! `refuse`: the port is bound, so that nobody else takes it, and not listening: SYNs get RST.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class, ListenerMode};

/// Remote Desktop is off, or the service is not up yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Refuse {}

impl Behaviour for Refuse {
    fn class(&self) -> Class {
        Class::Listener
    }

    fn listener(&self) -> Option<ListenerMode> {
        Some(ListenerMode::Refuse)
    }
}
