//! Writes a message and remembers where each field went.

use crate::message::{ByteOrder, Field, Message, MessageName};

/// Builds a [`Message`] field by field, so that bytes and spans cannot differ.
#[derive(Debug)]
pub struct Writer {
    name: MessageName,
    bytes: Vec<u8>,
    fields: Vec<Field>,
}

impl Writer {
    /// Starts the message called `name`.
    #[must_use]
    pub fn new(name: MessageName) -> Self {
        // Room for a Connection Confirm; most other messages are longer.
        Self {
            name,
            bytes: Vec::with_capacity(24),
            fields: Vec::with_capacity(12),
        }
    }

    /// How many bytes were written so far.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether nothing was written yet.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Writes one byte.
    pub fn u8(&mut self, field: &'static str, value: u8) -> &mut Self {
        self.field(field, &[value], ByteOrder::Big)
    }

    /// Writes 16 bits, most significant byte first.
    pub fn u16_be(&mut self, field: &'static str, value: u16) -> &mut Self {
        self.field(field, &value.to_be_bytes(), ByteOrder::Big)
    }

    /// Writes 16 bits, least significant byte first.
    pub fn u16_le(&mut self, field: &'static str, value: u16) -> &mut Self {
        self.field(field, &value.to_le_bytes(), ByteOrder::Little)
    }

    /// Writes 32 bits, most significant byte first.
    pub fn u32_be(&mut self, field: &'static str, value: u32) -> &mut Self {
        self.field(field, &value.to_be_bytes(), ByteOrder::Big)
    }

    /// Writes 32 bits, least significant byte first.
    pub fn u32_le(&mut self, field: &'static str, value: u32) -> &mut Self {
        self.field(field, &value.to_le_bytes(), ByteOrder::Little)
    }

    /// Writes bytes that are no number.
    pub fn raw(&mut self, field: &'static str, bytes: &[u8]) -> &mut Self {
        self.field(field, bytes, ByteOrder::Big)
    }

    /// Writes what another message consists of, with its fields.
    pub fn append(&mut self, inner: Message) -> &mut Self {
        let start = self.bytes.len();
        self.bytes.extend(inner.bytes);
        self.fields
            .extend(inner.fields.into_iter().map(|field| Field {
                range: start + field.range.start..start + field.range.end,
                ..field
            }));
        self
    }

    /// Ends the message.
    #[must_use]
    pub fn finish(self) -> Message {
        Message {
            name: self.name,
            bytes: self.bytes,
            fields: self.fields,
        }
    }

    fn field(&mut self, name: &'static str, bytes: &[u8], order: ByteOrder) -> &mut Self {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        self.fields.push(Field {
            name,
            range: start..self.bytes.len(),
            order,
        });
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_follow_the_bytes() {
        let mut writer = Writer::new(MessageName::ConnectionConfirm);
        writer
            .u8("tpkt.version", 3)
            .u16_be("tpkt.length", 0x0102)
            .u32_le("neg.selected", 1);
        let message = writer.finish();
        assert_eq!(message.bytes, [3, 1, 2, 1, 0, 0, 0]);
        assert_eq!(
            message
                .field("neg.selected")
                .map(|field| field.range.clone()),
            Some(3..7)
        );
        assert_eq!(message.field("tpkt.reserved"), None);
    }

    #[test]
    fn spans_of_an_inner_message_move_along() {
        let mut inner = Writer::new(MessageName::DemandActive);
        inner.u16_le("demand-active.source-length", 4);
        let mut outer = Writer::new(MessageName::DemandActive);
        outer.u8("tpkt.version", 3).append(inner.finish());
        let message = outer.finish();
        assert_eq!(message.bytes, [3, 4, 0]);
        let field = message.field("demand-active.source-length");
        assert_eq!(field.map(|field| field.range.clone()), Some(1..3));
    }
}
