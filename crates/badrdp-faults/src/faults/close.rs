//! `close`: a FIN. What was queued leaves first; the client's bytes are drained, because
//! Linux turns a close with unread bytes into an RST.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::dice::Dice;
use crate::step::Op;

/// The server ends the connection in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Close {
    /// Send a TLS `close_notify` first (RFC 8446 6.1). Without it the client sees a
    /// truncated stream.
    #[serde(default)]
    pub notify: bool,
}

impl Behaviour for Close {
    fn class(&self) -> Class {
        Class::Moment
    }

    fn strike(&self, _: &mut Dice) -> Vec<Op> {
        vec![Op::Close {
            notify: self.notify,
        }]
    }
}
