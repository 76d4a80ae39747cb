//! `edit`: one field of a message gets another value; everything else stays.

use badrdp_proto::message::{ByteOrder, Field};
use badrdp_proto::{Message, MessageName, pdu};
use badrdp_tls::record;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Behaviour, Class};
use crate::bytes::{MAX_LEN, format_hex, parse_hex};
use crate::dice::Dice;

/// A server that lies in one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "EditToml", into = "EditToml")]
pub struct Edit {
    field: String,
    change: Change,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Change {
    Add(i64),
    Bytes(Vec<u8>),
    Set(u64),
    Xor(u64),
}

/// How it is written: the field, and exactly one of `set`, `add`, `xor`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditToml {
    /// The field, as `badrdp list fields MESSAGE` names it.
    field: String,
    /// Added to the field's value; wraps around.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    add: Option<i64>,
    /// The field's new value, or its new bytes in hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    set: Option<Value>,
    /// Combined with the field's value by exclusive or.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    xor: Option<u64>,
}

/// A number, or bytes in hexadecimal digits.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "`set` takes a number or a string of hexadecimal digits"
)]
enum Value {
    /// Written in the field's own byte order; cut to its width.
    Number(u64),
    /// Replaces the field, also by another length.
    Hex(String),
}

/// Why it edits nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// Not hexadecimal.
    #[error("`set` takes a number or a string of hexadecimal digits")]
    Hex,
    /// None or several changes.
    #[error("needs exactly one of `add`, `set`, `xor`")]
    NotOne,
    /// A change that leaves every value as it is.
    #[error("`{0} = 0` changes nothing")]
    Nothing(&'static str),
    /// Past the bound.
    #[error("`set` takes at most {MAX_LEN} bytes")]
    TooLong,
}

impl Behaviour for Edit {
    fn class(&self) -> Class {
        Class::Message
    }

    fn alter(&self, mut message: Message, _: &mut Dice) -> Vec<Message> {
        let mut fields = message.fields.iter_mut();
        if let Some(field) = fields.find(|field| field.name == self.field)
            && let Some(old) = message.bytes.get(field.range.clone())
        {
            let new = self.change.apply(old, field.order);
            let (from, to) = (field.range.len(), new.len());
            message.bytes.splice(field.range.clone(), new);
            field.range.end = field.range.start + to;
            // Fields are in wire order: what follows lies behind, and moves.
            for Field { range, .. } in fields {
                let moved = |place: usize| (place + to).saturating_sub(from);
                *range = moved(range.start)..moved(range.end);
            }
        }
        vec![message]
    }

    fn check_message(&self, name: MessageName) -> Result<(), String> {
        let lists = [pdu::field_names(name), record::field_names(name)];
        if lists.iter().any(|list| list.contains(&self.field.as_str())) {
            return Ok(());
        }
        Err(format!(
            "`{name}` has no field `{}`, expected one of `{}`",
            self.field,
            lists.concat().join("`, `")
        ))
    }
}

impl Change {
    fn apply(&self, old: &[u8], order: ByteOrder) -> Vec<u8> {
        let number = match self {
            Self::Bytes(bytes) => return bytes.clone(),
            Self::Set(value) => *value,
            Self::Add(value) => read(old, order).wrapping_add_signed(*value),
            Self::Xor(value) => read(old, order) ^ value,
        };
        write(number, old, order)
    }
}

/// The last eight bytes of a longer field are its number.
fn read(bytes: &[u8], order: ByteOrder) -> u64 {
    let fold = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
    match order {
        ByteOrder::Big => bytes.iter().fold(0, fold),
        ByteOrder::Little => bytes.iter().rev().fold(0, fold),
    }
}

fn write(number: u64, old: &[u8], order: ByteOrder) -> Vec<u8> {
    let digits = number.to_le_bytes();
    let mut out = old.to_vec();
    match order {
        ByteOrder::Little => out
            .iter_mut()
            .zip(digits)
            .for_each(|(byte, digit)| *byte = digit),
        ByteOrder::Big => out
            .iter_mut()
            .rev()
            .zip(digits)
            .for_each(|(byte, digit)| *byte = digit),
    }
    out
}

impl TryFrom<EditToml> for Edit {
    type Error = EditError;

    fn try_from(toml: EditToml) -> Result<Self, EditError> {
        let change = match (toml.add, toml.set, toml.xor) {
            (Some(0), None, None) => return Err(EditError::Nothing("add")),
            (Some(add), None, None) => Change::Add(add),
            (None, Some(Value::Number(number)), None) => Change::Set(number),
            (None, Some(Value::Hex(hex)), None) => {
                let bytes = parse_hex(&hex).ok_or(EditError::Hex)?;
                if bytes.len() > MAX_LEN {
                    return Err(EditError::TooLong);
                }
                Change::Bytes(bytes)
            }
            (None, None, Some(0)) => return Err(EditError::Nothing("xor")),
            (None, None, Some(xor)) => Change::Xor(xor),
            _ => return Err(EditError::NotOne),
        };
        Ok(Self {
            field: toml.field,
            change,
        })
    }
}

impl From<Edit> for EditToml {
    fn from(edit: Edit) -> Self {
        let mut toml = Self {
            field: edit.field,
            add: None,
            set: None,
            xor: None,
        };
        match edit.change {
            Change::Add(add) => toml.add = Some(add),
            Change::Bytes(bytes) => {
                toml.set = Some(Value::Hex(format_hex(&bytes)));
            }
            Change::Set(number) => toml.set = Some(Value::Number(number)),
            Change::Xor(xor) => toml.xor = Some(xor),
        }
        toml
    }
}

impl JsonSchema for Edit {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        EditToml::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        EditToml::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use crate::dice::Stream;

    use super::*;

    fn edited(toml: &str) -> Vec<u8> {
        let edit: Edit = toml::from_str(toml).unwrap();
        let confirm = pdu::sample(MessageName::ConnectionConfirm).unwrap();
        let dice = &mut Dice::new(0, "", 1, Stream::Faults);
        edit.alter(confirm, dice).remove(0).bytes
    }

    #[test]
    fn numbers_keep_the_fields_own_byte_order() {
        assert_eq!(
            edited("field = 'neg.selected-protocol'\nset = 0x0102")[15..],
            [2, 1, 0, 0]
        );
        assert_eq!(edited("field = 'tpkt.length'\nadd = 256")[2..4], [1, 19]);
        assert_eq!(edited("field = 'neg.flags'\nxor = 0xFF")[12], 0xE0);
    }

    #[test]
    fn bytes_may_change_the_length() {
        assert_eq!(
            edited("field = 'neg.length'\nset = 'AA BB CC'")[13..16],
            [0xAA, 0xBB, 0xCC]
        );
    }

    #[test]
    fn what_changes_nothing_or_is_too_much_is_refused() {
        let error = |change: &str| {
            let toml = format!("field = 'neg.flags'\n{change}");
            let error = toml::from_str::<Edit>(&toml).unwrap_err();
            error.message().to_owned()
        };
        assert_eq!(error("add = 0"), "`add = 0` changes nothing");
        assert_eq!(error("xor = 0"), "`xor = 0` changes nothing");
        let long = format!("set = '{}'", "00".repeat(MAX_LEN + 1));
        assert_eq!(error(&long), "`set` takes at most 1048576 bytes");
    }

    #[test]
    fn an_unknown_field_lists_those_there_are() {
        let edit: Edit = toml::from_str("field = 'neg.flag'\nset = 1").unwrap();
        let error = edit
            .check_message(MessageName::ConnectionConfirm)
            .unwrap_err();
        assert!(error.starts_with(
            "`connection-confirm` has no field `neg.flag`, expected one of `tpkt.version`"
        ));
    }
}
