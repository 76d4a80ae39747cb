//! The insides of arrays, tables and enums.

use std::ops::Range;
use std::vec;

use serde::de::{DeserializeSeed, EnumAccess, Error as _, MapAccess, SeqAccess, Unexpected};
use serde::de::{Deserializer as _, VariantAccess, Visitor};
use toml::Spanned;
use toml::de::{DeArray, DeString, DeTable, DeValue};

use crate::error::Error;
use crate::node::Node;

/// What an array has.
pub(crate) struct Elements<'de>(vec::IntoIter<Spanned<DeValue<'de>>>);

impl<'de> Elements<'de> {
    pub(crate) fn new(array: DeArray<'de>) -> Self {
        Self(array.into_iter())
    }
}

impl<'de> SeqAccess<'de> for Elements<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        self.0
            .next()
            .map(|value| node(value).read(seed))
            .transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

/// What a table has, or one of serde's helper types, which are read as tables.
pub(crate) struct Entries<'de> {
    entries: vec::IntoIter<(Node<'de>, Node<'de>)>,
    value: Option<Node<'de>>,
}

impl<'de> Entries<'de> {
    pub(crate) fn new(table: DeTable<'de>) -> Self {
        Self::from(table.into_iter().map(entry).collect::<Vec<_>>())
    }

    /// Of a helper type: its fields with these values.
    pub(crate) fn of<const N: usize>(
        fields: &'static [&'static str],
        values: [Node<'de>; N],
    ) -> Self {
        let word = |field: &&'static str, span| Node::word(DeString::Borrowed(field), span);
        let pairs = fields.iter().zip(values);
        let entries = pairs.map(|(field, value)| (word(field, value.span()), value));
        Self::from(entries.collect::<Vec<_>>())
    }
}

impl<'de> From<Vec<(Node<'de>, Node<'de>)>> for Entries<'de> {
    fn from(entries: Vec<(Node<'de>, Node<'de>)>) -> Self {
        let (entries, value) = (entries.into_iter(), None);
        Self { entries, value }
    }
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((key, value)) = self.entries.next() else {
            return Ok(None);
        };
        self.value = Some(value);
        key.read(seed).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        match self.value.take() {
            Some(value) => value.read(seed),
            None => Err(Error::custom("a value is wanted before its key")),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}

/// A variant: a word, or a table with one key.
pub(crate) struct Variant<'de> {
    name: Node<'de>,
    content: Option<Node<'de>>,
}

impl<'de> Variant<'de> {
    pub(crate) const fn word(word: DeString<'de>, span: Range<usize>) -> Self {
        let name = Node::word(word, span);
        Self {
            name,
            content: None,
        }
    }

    pub(crate) fn table(table: DeTable<'de>) -> Result<Self, Error> {
        let count = table.len();
        let mut entries = table.into_iter().map(entry);
        match (entries.next(), count) {
            (Some((name, content)), 1) => {
                let content = Some(content);
                Ok(Self { name, content })
            }
            _ => Err(Error::custom(format!(
                "the table has {count} keys, expected exactly one"
            ))),
        }
    }
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Error;
    type Variant = Content<'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Content<'de>), Error> {
        let name = self.name.read(seed)?;
        Ok((name, Content(self.content)))
    }
}

/// What a variant holds, if it came as a table.
pub(crate) struct Content<'de>(Option<Node<'de>>);

impl<'de> Content<'de> {
    fn node(self) -> Result<Node<'de>, Error> {
        let missing = || Error::invalid_type(Unexpected::UnitVariant, &"a table with its value");
        self.0.ok_or_else(missing)
    }
}

impl<'de> VariantAccess<'de> for Content<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        match self.0 {
            None => Ok(()),
            Some(content) if content.is_empty_table() => Ok(()),
            Some(content) => {
                let error = Error::custom("nothing belongs behind this word");
                Err(error.or_at(&content.span()))
            }
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        self.node()?.read(seed)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value, Error> {
        read_by(self.node()?, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        read_by(self.node()?.with_keys_of(fields)?, visitor)
    }
}

/// The content of a variant, by the visitor of the variant.
fn read_by<'de, V: Visitor<'de>>(node: Node<'de>, visitor: V) -> Result<V::Value, Error> {
    let span = node.span();
    let value = node.deserialize_any(visitor);
    value.map_err(|error| error.or_at(&span))
}

fn node<'de>(value: Spanned<DeValue<'de>>) -> Node<'de> {
    let span = value.span();
    Node::new(value.into_inner(), span)
}

fn entry<'de>(
    (key, value): (Spanned<DeString<'de>>, Spanned<DeValue<'de>>),
) -> (Node<'de>, Node<'de>) {
    let span = key.span();
    (Node::word(key.into_inner(), span), node(value))
}
