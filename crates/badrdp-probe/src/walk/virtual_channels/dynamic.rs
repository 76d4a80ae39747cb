//! Dynamic virtual channels: the client speaks of them, and listens on none (MS-RDPEDYC 3.2).

use badrdp_proto::channels::dynamic::{
    DynamicPdu, NO_LISTENER, VERSIONS, capabilities_response, create_response,
};

use super::super::Walk;

/// The channel that carries them.
pub(super) const CHANNEL: &str = "drdynvc";

/// How far the two sides are.
#[derive(Default)]
pub(in super::super) struct Dynamic {
    /// The server has said its version.
    announced: bool,
}

/// Takes a message.
pub(super) fn look(walk: &mut Walk, message: &[u8]) {
    let pdu = match DynamicPdu::decode(message) {
        Ok(pdu) => pdu,
        Err(error) => return walk.odd(format!("channel {CHANNEL}: {error}")),
    };
    if let DynamicPdu::Capabilities { version } = pdu {
        walk.dynamic.announced = true;
        if !VERSIONS.contains(&version) {
            walk.odd(format!(
                "channel {CHANNEL}: version {version} is in no standard"
            ));
        }
        let version = version.clamp(*VERSIONS.start(), *VERSIONS.end());
        return walk.say_in(CHANNEL, &capabilities_response(version));
    }
    if !walk.dynamic.announced {
        walk.odd(format!(
            "channel {CHANNEL}: a message before the server has said its version"
        ));
    }
    match pdu {
        DynamicPdu::Create { id, .. } => {
            walk.say_in(CHANNEL, &create_response(id, NO_LISTENER));
        }
        DynamicPdu::Data { id, .. }
        | DynamicPdu::DataFirst { id, .. }
        | DynamicPdu::Close { id } => walk.odd(format!(
            "channel {CHANNEL}: a message for the dynamic channel {id}, which is not open"
        )),
        DynamicPdu::SoftSync => walk.odd(format!(
            "channel {CHANNEL}: a move to a side channel that nobody opened"
        )),
        DynamicPdu::Unknown(command) => walk.odd(format!(
            "channel {CHANNEL}: the command {command} is in no standard"
        )),
        DynamicPdu::Capabilities { .. } => {}
    }
}
