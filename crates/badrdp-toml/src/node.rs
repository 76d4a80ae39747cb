//! A value and where it stands, as a serde deserializer.

use std::ops::Range;

use serde::de::{DeserializeSeed, Deserializer, Error as _, Expected, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use toml::de::{DeInteger, DeString, DeValue};

use crate::access::{Elements, Entries, Variant};
use crate::error::Error;

/// A value and where it stands.
///
/// There is one type for everything that is read, keys and what serde's helper types ask for
/// included, so that each type to be read is compiled once.
pub(crate) struct Node<'de> {
    value: Value<'de>,
    span: Range<usize>,
}

/// What is at a place.
enum Value<'de> {
    /// What the file says.
    Said(DeValue<'de>),
    /// A number that the file does not say: where something stands.
    Place(usize),
}

impl<'de> Node<'de> {
    pub(crate) const fn new(value: DeValue<'de>, span: Range<usize>) -> Self {
        let value = Value::Said(value);
        Self { value, span }
    }

    pub(crate) const fn word(word: DeString<'de>, span: Range<usize>) -> Self {
        Self::new(DeValue::String(word), span)
    }

    const fn place(place: usize, span: Range<usize>) -> Self {
        let value = Value::Place(place);
        Self { value, span }
    }

    pub(crate) fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Makes a value of it. A mistake points here unless it points further in.
    pub(crate) fn read<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        let span = self.span();
        seed.deserialize(self).map_err(|error| error.or_at(&span))
    }

    pub(crate) fn is_empty_table(&self) -> bool {
        matches!(&self.value, Value::Said(DeValue::Table(table)) if table.is_empty())
    }

    /// The same, if every key of it is one of `fields`.
    pub(crate) fn with_keys_of(self, fields: &'static [&'static str]) -> Result<Self, Error> {
        if let Value::Said(DeValue::Table(table)) = &self.value {
            for key in table.keys() {
                if !fields.contains(&key.get_ref().as_ref()) {
                    let error = Error::unknown_field(key.get_ref(), fields);
                    return Err(error.or_at(&key.span()));
                }
            }
        }
        Ok(self)
    }

    /// The fields of `Spanned`, in their order: start, end and value.
    fn spanned(self, fields: &'static [&'static str]) -> Entries<'de> {
        let span = self.span();
        let (start, end) = (span.start, span.end);
        let values = [
            Self::place(start, span.clone()),
            Self::place(end, span),
            self,
        ];
        Entries::of(fields, values)
    }

    /// The same as another than what a visitor wants.
    fn unlike(&self, expected: &dyn Expected) -> Error {
        let unexpected = match &self.value {
            Value::Place(_) => Unexpected::Other("place"),
            Value::Said(DeValue::String(text)) => Unexpected::Str(text),
            Value::Said(DeValue::Integer(number)) => match (signed(number), unsigned(number)) {
                (Some(number), _) => Unexpected::Signed(number),
                (None, Some(number)) => Unexpected::Unsigned(number),
                (None, None) => Unexpected::Other("number that is too large"),
            },
            Value::Said(DeValue::Float(number)) => {
                Unexpected::Float(number.as_str().parse().unwrap_or(f64::NAN))
            }
            Value::Said(DeValue::Boolean(flag)) => Unexpected::Bool(*flag),
            Value::Said(DeValue::Datetime(_)) => Unexpected::Other("date or time"),
            Value::Said(DeValue::Array(_)) => Unexpected::Seq,
            Value::Said(DeValue::Table(_)) => Unexpected::Map,
        };
        Error::invalid_type(unexpected, expected)
    }
}

fn signed(number: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

fn unsigned(number: &DeInteger<'_>) -> Option<u64> {
    u64::from_str_radix(number.as_str(), number.radix()).ok()
}

/// Kinds that TOML does not tell apart. The visitor says what does not fit.
macro_rules! as_one_kind {
    ($($($kind:ident)+ => $one:ident;)+) => {
        $($(
            fn $kind<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
                self.$one(visitor)
            }
        )+)+
    };
}

impl<'de> Deserializer<'de> for Node<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Said(DeValue::Array(_)) => self.deserialize_seq(visitor),
            Value::Said(DeValue::Boolean(_)) => self.deserialize_bool(visitor),
            Value::Said(DeValue::Datetime(_)) => Err(self.unlike(&visitor)),
            Value::Said(DeValue::Float(_)) => self.deserialize_f64(visitor),
            Value::Said(DeValue::Integer(_)) | Value::Place(_) => self.deserialize_i64(visitor),
            Value::Said(DeValue::String(_)) => self.deserialize_string(visitor),
            Value::Said(DeValue::Table(_)) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Said(DeValue::Boolean(flag)) => visitor.visit_bool(flag),
            _ => Err(self.unlike(&visitor)),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let number = match &self.value {
            Value::Said(DeValue::Float(number)) => number.as_str().parse().ok(),
            _ => return self.deserialize_i64(visitor),
        };
        match number {
            Some(number) => visitor.visit_f64(number),
            None => Err(self.unlike(&visitor)),
        }
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let (signed, unsigned) = match &self.value {
            Value::Said(DeValue::Integer(number)) => (signed(number), unsigned(number)),
            Value::Place(place) => (None, u64::try_from(*place).ok()),
            Value::Said(_) => (None, None),
        };
        match (signed, unsigned) {
            (Some(number), _) => visitor.visit_i64(number),
            (None, Some(number)) => visitor.visit_u64(number),
            (None, None) => Err(self.unlike(&visitor)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Said(DeValue::Table(table)) => visitor.visit_map(Entries::new(table)),
            _ => Err(self.unlike(&visitor)),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Said(DeValue::Array(array)) => visitor.visit_seq(Elements::new(array)),
            _ => Err(self.unlike(&visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Said(DeValue::String(DeString::Borrowed(text))) => {
                visitor.visit_borrowed_str(text)
            }
            Value::Said(DeValue::String(DeString::Owned(text))) => visitor.visit_string(text),
            _ => Err(self.unlike(&visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let entries = match self.value {
            _ if serde_spanned::de::is_spanned(name) => self.spanned(fields),
            Value::Said(DeValue::Datetime(date)) if toml_datetime::de::is_datetime(name) => {
                let date = DeString::Owned(date.to_string());
                Entries::of(fields, [Self::word(date, self.span)])
            }
            Value::Said(DeValue::Table(table)) => Entries::new(table),
            _ => return Err(self.unlike(&visitor)),
        };
        visitor.visit_map(entries)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let variant = match self.value {
            Value::Said(DeValue::String(word)) => Variant::word(word, self.span),
            Value::Said(DeValue::Table(table)) => Variant::table(table)?,
            _ => return Err(self.unlike(&visitor)),
        };
        visitor.visit_enum(variant)
    }

    as_one_kind! {
        deserialize_char deserialize_identifier deserialize_str => deserialize_string;
        deserialize_i8 deserialize_i16 deserialize_i32 => deserialize_i64;
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 => deserialize_i64;
        deserialize_f32 => deserialize_f64;
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    forward_to_deserialize_any! {
        bytes byte_buf i128 ignored_any tuple_struct u128 unit unit_struct
    }
}
