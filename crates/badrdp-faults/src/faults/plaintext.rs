//! `plaintext`: the server selected TLS, then speaks RDP in the clear and says no more.

use badrdp_proto::{MessageName, pdu};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::bytes::Pdu;
use crate::dice::Dice;
use crate::step::Op;

/// A server whose listener and negotiation disagree about the security layer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plaintext {
    /// The PDU that is spoken in the clear.
    #[serde(default = "ultimatum")]
    #[schemars(schema_with = "crate::words::pdu")]
    pub pdu: Pdu,
}

impl Behaviour for Plaintext {
    fn class(&self) -> Class {
        Class::Moment
    }

    fn strike(&self, _: &mut Dice) -> Vec<Op> {
        let bytes = pdu::sample(self.pdu.0).map_or_else(Vec::new, |message| message.bytes);
        vec![
            Op::Write {
                message: self.pdu.0,
                bytes,
                hold: std::time::Duration::ZERO,
                raw: true,
            },
            Op::Stall {
                limit: None,
                read: true,
            },
        ]
    }
}

const fn ultimatum() -> Pdu {
    Pdu(MessageName::DisconnectProviderUltimatum)
}
