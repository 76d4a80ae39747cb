//! What went over the wire, message by message, as a person wants to read it: decrypted, with
//! the fields of each and without credentials.

use std::time::Duration;

use badrdp_proto::acceptor::plain::REDACTED;
use badrdp_proto::message::{ByteOrder, Field};
use badrdp_proto::{Message, MessageName, Phase};
use serde::{Serialize, Serializer};

use super::millis;
use crate::hex::hex;

/// One message, as the server understood it or as it left the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exchange {
    /// When, from the start of the connection on: when it was understood, or when the last byte of
    /// it had left.
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
    #[serde(serialize_with = "in_hex")]
    pub bytes: Box<[u8]>,
    /// The faults that changed it, by name. Its bytes are those after the change.
    pub changed_by: Vec<&'static str>,
    /// Its fields, in wire order; none where no decoder tells them.
    pub fields: Vec<FieldSeen>,
}

impl Exchange {
    /// How many bytes of a message are kept.
    pub const MOST: usize = 512;

    /// A message without fields, said now.
    pub(crate) fn new(
        from: Side,
        message: MessageName,
        protection: Envelope,
        bytes: &[u8],
    ) -> Self {
        Self {
            at: Duration::ZERO,
            from,
            message,
            phase: message.phase(),
            protection,
            len: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            bytes: bytes.get(..Self::MOST).unwrap_or(bytes).into(),
            changed_by: Vec::new(),
            fields: Vec::new(),
        }
    }

    /// Its fields are those of `message`, as far as `bytes` are still laid out like it: where
    /// their length is another one, up to the first difference.
    pub(crate) fn mark(&mut self, message: &Message, bytes: &[u8]) {
        let same = if bytes.len() == message.bytes.len() {
            bytes.len()
        } else {
            let pairs = bytes.iter().zip(&message.bytes);
            pairs.take_while(|(left, right)| left == right).count()
        };
        let fields = message.fields.iter();
        let intact: Vec<_> = fields.filter(|field| field.range.end <= same).collect();
        self.fields = self.seen(&intact, bytes);
    }

    /// Its fields are these.
    pub(crate) fn fields(&mut self, fields: &[Field], bytes: &[u8]) {
        let all: Vec<_> = fields.iter().collect();
        self.fields = self.seen(&all, bytes);
    }

    /// The fields that begin in the bytes that are kept.
    fn seen(&self, fields: &[&Field], bytes: &[u8]) -> Vec<FieldSeen> {
        fields
            .iter()
            .filter(|field| field.range.start < self.bytes.len())
            .map(|field| FieldSeen {
                name: field.name,
                start: field.range.start,
                end: field.range.end,
                value: value(field, bytes.get(field.range.clone()).unwrap_or_default()),
            })
            .collect()
    }
}

/// What a field says: a number of at most four bytes, or a short text.
fn value(field: &Field, bytes: &[u8]) -> Option<String> {
    const LONGEST_NUMBER: usize = 4;
    const LONGEST_TEXT: usize = 128;
    // What is only there to frame something says nothing by itself.
    let frames = field.name.ends_with("header");
    if frames || field.name == REDACTED || bytes.len() > LONGEST_TEXT {
        return None;
    }
    if bytes.len() > LONGEST_NUMBER {
        return text(bytes);
    }
    let join = |number: u32, byte: &u8| (number << 8) | u32::from(*byte);
    let number = match field.order {
        ByteOrder::Big => bytes.iter().fold(0, join),
        ByteOrder::Little => bytes.iter().rev().fold(0, join),
    };
    Some(match number {
        0..10 => number.to_string(),
        _ => format!("{number} ({number:#x})"),
    })
}

/// A text in ASCII or UTF-16, quoted; `None` for anything else.
fn text(bytes: &[u8]) -> Option<String> {
    let bytes = bytes.strip_suffix(b"\r\n").unwrap_or(bytes);
    let utf16 = bytes.chunks(2).all(|pair| matches!(pair, [_, 0]));
    let bytes: Vec<u8> = if utf16 {
        bytes.iter().step_by(2).copied().collect()
    } else {
        bytes.to_vec()
    };
    let end = bytes.iter().rposition(|byte| *byte != 0)? + 1;
    let text = std::str::from_utf8(bytes.get(..end)?).ok()?;
    let is_plain = |letter: char| letter == ' ' || letter.is_ascii_graphic();
    text.chars().all(is_plain).then(|| format!("\"{text}\""))
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
    /// What it says, where it is a number of at most four bytes or a short text.
    pub value: Option<String>,
}

fn in_hex<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&hex(bytes))
}
