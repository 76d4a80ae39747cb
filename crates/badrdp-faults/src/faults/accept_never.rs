//! `accept_never`: the kernel completes the TCP handshake, nobody ever accepts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class, ListenerMode};

/// A server process that hangs: the client believes that it is connected.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptNever {}

impl Behaviour for AcceptNever {
    fn class(&self) -> Class {
        Class::Listener
    }

    fn listener(&self) -> Option<ListenerMode> {
        Some(ListenerMode::AcceptNever)
    }
}
