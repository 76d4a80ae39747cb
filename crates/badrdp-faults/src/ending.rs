//! What a server does once it has said something: the end that several faults share.

use badrdp_proto::acceptor::Statement;
use badrdp_proto::mcs::Reason;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::step::Op;

/// What comes behind a statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Then {
    /// FIN, behind a `close_notify` where TLS stands.
    Close,
    /// MCS Disconnect Provider Ultimatum, then FIN: the orderly way out (MS-RDPBCGR 1.3.1.4).
    Disconnect,
    /// A real TCP RST.
    Reset,
    /// Nothing: the session goes on.
    #[default]
    Stay,
}

impl Then {
    /// What to do.
    pub(crate) fn ops(self) -> Vec<Op> {
        let close = Op::Close { notify: true };
        match self {
            Self::Close => vec![close],
            Self::Disconnect => {
                // What Windows gives as its reason.
                let reason = Reason::UserRequested.number();
                let ultimatum = Statement::DisconnectProviderUltimatum { reason };
                vec![Op::Say(ultimatum), close]
            }
            Self::Reset => vec![Op::Reset],
            Self::Stay => Vec::new(),
        }
    }

    /// A statement, and what comes behind it.
    pub(crate) fn behind(self, statement: Statement) -> Vec<Op> {
        let mut ops = vec![Op::Say(statement)];
        ops.extend(self.ops());
        ops
    }
}
