//! What went over the wire, message by message, as a person wants to read it: decrypted, with
//! the fields of each and without credentials.

use std::fmt::Write as _;
use std::time::Duration;

use badrdp_proto::{MessageName, Phase};
use serde::{Serialize, Serializer};

use super::millis;

/// One message, as the server understood it or as it left the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exchange {
    /// When, from the start of the connection on. What the server says is noted when it is made,
    /// so faults of time do not move it.
    #[serde(serialize_with = "millis", rename = "at_ms")]
    pub at: Duration,
    /// Who said it.
    pub from: Side,
    /// What it is.
    pub message: MessageName,
    /// The phase of the connection sequence that it belongs to.
    pub phase: Phase,
    /// What its bytes went over the wire in.
    pub protection: Envelope,
    /// How many bytes it has in all, before it was encrypted.
    pub len: u64,
    /// The first [`Exchange::MOST`] of them; credentials are zero.
    #[serde(serialize_with = "hex")]
    pub bytes: Box<[u8]>,
    /// The faults that changed it, by name. Its bytes are those after the change.
    pub changed_by: Vec<&'static str>,
    /// Its fields, in wire order; none where no decoder tells them.
    pub fields: Vec<FieldSeen>,
}

impl Exchange {
    /// How many bytes of a message are kept.
    pub const MOST: usize = 512;
}

/// Who says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The client.
    Client,
    /// The server.
    Server,
}

/// What protects a message on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Envelope {
    /// TLS, and CredSSP inside it: the message is part of the logon.
    Credssp,
    /// Nothing: its bytes are those of the wire.
    None,
    /// The encryption of Standard RDP Security (MS-RDPBCGR 5.3).
    StandardRdpSecurity,
    /// TLS.
    Tls,
}

/// A field of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldSeen {
    /// `structure.field`, or `redacted` for what was a credential.
    pub name: &'static str,
    /// Where its bytes begin in the message.
    pub start: usize,
    /// And where they end, exclusive.
    pub end: usize,
    /// Its number, where it is one of at most eight bytes.
    pub value: Option<String>,
}

fn hex<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    serializer.serialize_str(&text)
}
