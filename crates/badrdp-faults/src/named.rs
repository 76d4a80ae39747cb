//! Numbers that have names in a standard: a scenario may write either.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

/// A list of numbers and their names.
pub trait Names {
    /// What one of them is, for sentences such as "unknown NTSTATUS".
    const WHAT: &'static str;

    /// Every number that has a name, and that name.
    fn all() -> Vec<(u32, &'static str)>;
}

/// A number out of `N`, or any other.
pub struct Named<N> {
    number: u32,
    names: PhantomData<fn() -> N>,
}

impl<N: Names> Named<N> {
    /// This number, whether it has a name or not.
    #[must_use]
    pub const fn new(number: u32) -> Self {
        Self {
            number,
            names: PhantomData,
        }
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.number
    }

    /// Its name, if it has one.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        N::all()
            .into_iter()
            .find(|(number, _)| *number == self.number)
            .map(|(_, name)| name)
    }
}

impl<N> Clone for Named<N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<N> Copy for Named<N> {}

impl<N> PartialEq for Named<N> {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl<N> Eq for Named<N> {}

impl<N: Names> fmt::Debug for Named<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<N: Names> fmt::Display for Named<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "{:#010x}", self.number),
        }
    }
}

impl<N: Names> Serialize for Named<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.name() {
            Some(name) => serializer.serialize_str(name),
            None => serializer.serialize_u32(self.number),
        }
    }
}

impl<'de, N: Names> Deserialize<'de> for Named<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Word<N>(PhantomData<fn() -> N>);

        impl<N: Names> Visitor<'_> for Word<N> {
            type Value = Named<N>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "the name or the number of a {}", N::WHAT)
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
                u32::try_from(number)
                    .map(Named::new)
                    .map_err(|_| E::custom(format!("a {} has 32 bits", N::WHAT)))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
                u32::try_from(number)
                    .map(Named::new)
                    .map_err(|_| E::custom(format!("a {} has 32 bits", N::WHAT)))
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<Self::Value, E> {
                let all = N::all();
                match all.iter().find(|(_, name)| *name == word) {
                    Some((number, _)) => Ok(Named::new(*number)),
                    None => {
                        let known: Vec<_> = all.iter().map(|(_, name)| *name).collect();
                        Err(E::custom(format!(
                            "unknown {} `{word}`, expected one of `{}`",
                            N::WHAT,
                            known.join("`, `")
                        )))
                    }
                }
            }
        }

        deserializer.deserialize_any(Word(PhantomData))
    }
}

impl<N: Names> JsonSchema for Named<N> {
    fn schema_name() -> Cow<'static, str> {
        N::WHAT.replace(' ', "_").into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<_> = N::all().into_iter().map(|(_, name)| name).collect();
        json_schema!({ "anyOf": [{ "type": "string", "enum": names }, { "type": "integer", "minimum": 0, "maximum": 4_294_967_295_u32 }] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    enum Codes {}

    impl Names for Codes {
        const WHAT: &'static str = "code";

        fn all() -> Vec<(u32, &'static str)> {
            vec![(7, "DENIED"), (9, "TIRED")]
        }
    }

    #[derive(Debug, serde::Serialize, serde::Deserialize)]
    struct Table {
        code: Named<Codes>,
    }

    #[test]
    fn a_name_and_a_number_are_the_same() {
        let named: Table = toml::from_str("code = 'DENIED'").unwrap();
        let number: Table = toml::from_str("code = 7").unwrap();
        assert_eq!(named.code, number.code);
        assert_eq!(toml::to_string(&number).unwrap(), "code = \"DENIED\"\n");
    }

    #[test]
    fn any_number_will_do_but_not_any_name() {
        let table: Table = toml::from_str("code = 0xDEADBEEF").unwrap();
        assert_eq!(table.code.to_string(), "0xdeadbeef");
        let error = toml::from_str::<Table>("code = 'DENYED'").unwrap_err();
        let text = "unknown code `DENYED`, expected one of `DENIED`, `TIRED`";
        assert_eq!(error.message(), text);
        assert!(toml::from_str::<Table>("code = -1").is_err());
    }
}
