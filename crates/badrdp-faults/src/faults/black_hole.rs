//! `black_hole`: SYNs are never answered, because the accept queue is full and stays so.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class, ListenerMode};

/// A firewall that drops, a host that is gone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BlackHole {}

impl Behaviour for BlackHole {
    fn class(&self) -> Class {
        Class::Listener
    }

    fn listener(&self) -> Option<ListenerMode> {
        Some(ListenerMode::BlackHole)
    }
}
