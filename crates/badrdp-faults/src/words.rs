//! JSON Schemas for the words that scenarios use.

use badrdp_proto::{Direction, MessageName, Phase};
use schemars::{Schema, SchemaGenerator, json_schema};

use crate::bytes::pdu_names;

/// Any message.
pub(crate) fn message(_: &mut SchemaGenerator) -> Schema {
    let names: Vec<_> = MessageName::ALL.iter().map(|name| name.name()).collect();
    json_schema!({ "type": "string", "enum": names })
}

/// A message that the server sends.
pub(crate) fn server_message(_: &mut SchemaGenerator) -> Schema {
    let names: Vec<_> = MessageName::ALL
        .iter()
        .filter(|name| name.direction() == Direction::ServerToClient)
        .map(|name| name.name())
        .collect();
    json_schema!({ "type": "string", "enum": names })
}

/// A PDU that has a plain form.
pub(crate) fn pdu(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": pdu_names() })
}

/// A phase.
pub(crate) fn phase(_: &mut SchemaGenerator) -> Schema {
    let names: Vec<_> = Phase::ALL.iter().map(|phase| phase.name()).collect();
    json_schema!({ "type": "string", "enum": names })
}

/// A direction.
pub(crate) fn direction(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": ["client-to-server", "server-to-client"] })
}
