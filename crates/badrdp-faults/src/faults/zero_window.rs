//! `zero_window`: the server accepts with the smallest receive buffer and never reads.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class, ListenerMode};

/// A server process that hangs after accept; the window towards the client closes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ZeroWindow {}

impl Behaviour for ZeroWindow {
    fn class(&self) -> Class {
        Class::Listener
    }

    fn listener(&self) -> Option<ListenerMode> {
        Some(ListenerMode::NeverRead)
    }
}
