//! JSON Schemas for words of other crates.

use badrdp_proto::Phase;
use schemars::{Schema, SchemaGenerator, json_schema};

pub(crate) fn phase(_: &mut SchemaGenerator) -> Schema {
    let names: Vec<_> = Phase::ALL.iter().map(|phase| phase.name()).collect();
    json_schema!({ "type": "string", "enum": names })
}

pub(crate) fn depth(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "enum": [8, 15, 16, 24, 32] })
}

pub(crate) fn versions(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "minItems": 1, "items": { "enum": ["ssl3", "1.0", "1.1", "1.2", "1.3"] } })
}

pub(crate) fn suites(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "minItems": 1, "items": { "type": "string", "pattern": "^(TLS|SSL)_" } })
}

pub(crate) fn suite(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": "^(TLS|SSL)_" })
}

pub(crate) fn honesty(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "enum": ["honest", "wrong"] })
}

pub(crate) fn server_name(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "enum": ["any", "required"] })
}

pub(crate) fn client_certificate(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "enum": ["none", "request", "require"] })
}
