//! Every PDU that the server can say, in its plain form, by name.
//!
//! Scenarios name PDUs (`replace = { pdu = "error" }`) and fields
//! (`edit = { field = "neg.flags" }`): both lists come from the encoders here.

use std::sync::OnceLock;

use crate::credssp::{self, NtStatus, early_user_authorization_result};
use crate::gcc::{ServerBlocks, ServerCore, ServerKeys, ServerNetwork, ServerSecurity};
use crate::licensing;
use crate::mcs::domain::{attach_user_confirm, channel_join_confirm};
use crate::mcs::{RT_SUCCESSFUL, Reason, connect_response, disconnect_provider_ultimatum};
use crate::message::{Message, MessageName};
use crate::negotiation::{Negotiation, Protocols};
use crate::session;
use crate::standard_security::certificate::{self, PublicKey, Signature};
use crate::x224;

/// The plain form of the server PDU called `name`; `None` for client messages and for
/// TLS messages, which exist only inside a handshake.
#[must_use]
pub fn sample(name: MessageName) -> Option<Message> {
    Some(match name {
        MessageName::ConnectionConfirm => {
            let negotiation = Negotiation::Response {
                flags: 0x1F,
                selected: Protocols::SSL,
            };
            x224::connection_confirm(x224::WINDOWS_SOURCE_REFERENCE, Some(negotiation))
        }
        MessageName::ConnectResponse => connect_response(&every_server_block()),
        MessageName::AttachUserConfirm => attach_user_confirm(RT_SUCCESSFUL, Some(1007)),
        MessageName::ChannelJoinConfirm => {
            channel_join_confirm(RT_SUCCESSFUL, 1007, 1003, Some(1003))
        }
        MessageName::DisconnectProviderUltimatum => {
            disconnect_provider_ultimatum(Reason::UserRequested)
        }
        MessageName::DisconnectRequest => x224::disconnect_request(0),
        MessageName::ErrorTpdu => x224::error(0),
        MessageName::EarlyUserAuthorizationResult => early_user_authorization_result(0),
        MessageName::TsRequestReply => {
            credssp::error_reply(u32::from(credssp::VERSION), NtStatus::STATUS_NOT_SUPPORTED)
        }
        name => return session::samples::sample(name).or_else(|| licensing::samples::sample(name)),
    })
}

/// Every block that a Connect Response can have, with three channels and a key that nobody has.
fn every_server_block() -> ServerBlocks {
    // Signed once: every scenario that edits a field asks for the names of all.
    static CERTIFICATE: OnceLock<Message> = OnceLock::new();
    let certificate = CERTIFICATE.get_or_init(|| {
        let key = PublicKey {
            modulus: vec![0xFF; 64],
            exponent: 65_537,
        };
        certificate::proprietary(&key, Signature::Right)
    });
    let certificate = certificate.clone();
    ServerBlocks {
        core: Some(ServerCore {
            version: ServerCore::RDP_5,
            client_requested_protocols: Some(Protocols::RDP),
            early_capability_flags: Some(0),
        }),
        network: Some(ServerNetwork::consecutive(3)),
        security: Some(ServerSecurity {
            encryption_method: 2,
            encryption_level: 2,
            keys: Some(ServerKeys::with_fields(vec![0; 32], certificate)),
        }),
        message_channel: Some(1008),
        multitransport: Some(0),
        unknown: 0,
    }
}

/// The fields of the server PDU called `name`, in wire order, then those that only other forms
/// of it have; empty where [`sample`] has none.
#[must_use]
pub fn field_names(name: MessageName) -> &'static [&'static str] {
    // Listed once: hundreds of scenarios edit a field.
    static LISTED: [OnceLock<Vec<&str>>; MessageName::ALL.len()] =
        [const { OnceLock::new() }; MessageName::ALL.len()];
    let listed = MessageName::ALL.iter().zip(&LISTED);
    match listed.into_iter().find(|(known, _)| **known == name) {
        Some((_, names)) => names.get_or_init(|| list_field_names(name)),
        None => &[],
    }
}

fn list_field_names(name: MessageName) -> Vec<&'static str> {
    let mut names: Vec<_> = sample(name).map_or_else(Vec::new, |message| {
        message.fields.iter().map(|field| field.name).collect()
    });
    if name == MessageName::ConnectionConfirm {
        names.push("neg.failure-code");
    }
    if name == MessageName::ConnectResponse {
        names.push("gcc.security.server-certificate"); // a chain, or what is no certificate
    }
    if session::forms::is_enveloped(name) {
        let envelope = session::forms::envelope(name).fields;
        names.splice(0..0, envelope.iter().map(|field| field.name));
    }
    let credssp = (name == MessageName::TsRequestReply).then(credssp::server::samples);
    let others = session::forms::other_forms(name).into_iter();
    for message in others.chain(credssp.into_iter().flatten()) {
        for field in message.fields {
            if !names.contains(&field.name) {
                names.push(field.name);
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_cover_every_byte_of_every_pdu_once() {
        for name in MessageName::ALL {
            let Some(message) = sample(*name) else {
                continue;
            };
            assert_eq!(message.name, *name);
            let mut next = 0;
            for field in &message.fields {
                assert_eq!(field.range.start, next, "{name}: {}", field.name);
                next = field.range.end;
            }
            assert_eq!(next, message.bytes.len(), "{name}");
        }
    }
}
