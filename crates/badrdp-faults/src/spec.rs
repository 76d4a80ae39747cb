//! A fault as a scenario states it: when, and what. One that was parsed is valid.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::dice::{Dice, Stream};
use crate::faults::{Class, Fault, FaultKeys, Key, ListenerMode};
use crate::step::Op;
use crate::when::{Moment, When};

/// One `[[fault]]`.
///
/// INVARIANT: the moment fits the fault's [`Class`], and the message fits the fault.
#[derive(Clone, Debug, PartialEq)]
pub struct FaultSpec {
    when: When,
    fault: Fault,
}

/// Why a `[[fault]]` makes no sense.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpecError {
    /// A flow fault with `at`.
    #[error(
        "`{0}` shapes everything from a moment on: use `after`, `before` or `during`, not `at`"
    )]
    Flow(&'static str),
    /// A listener fault that is tied to a connection.
    #[error(
        "`{0}` is there before any connection: write `when = {{ during = \"tcp\" }}` and nothing more"
    )]
    Listener(&'static str),
    /// A message fault without a message.
    #[error("`{0}` changes one message: write `when = {{ at = \"<message>\" }}`, without a delay")]
    Message(&'static str),
    /// The fault does not fit the message.
    #[error("{0}")]
    MessageUnfit(String),
    /// A moment fault with `at`.
    #[error(
        "`{0}` strikes at a moment: use `after`, `before`, `during`, `at_byte` or `on_pattern`, not `at`"
    )]
    Moment(&'static str),
    /// No fault is named, or more than one.
    #[error("each [[fault]] names exactly one fault, this one names {}; write several [[fault]] in the order in which they apply", list(.0))]
    NotOne(Vec<&'static str>),
    /// The fault's parameters make no sense together.
    #[error("{0}")]
    Parameters(String),
}

impl FaultSpec {
    /// Whether it has the honest server say something in its own words, which takes a session.
    #[must_use]
    pub fn speaks(&self) -> bool {
        let behaviour = self.fault.behaviour();
        let dice = &mut Dice::new(0, "", 0, Stream::Faults);
        behaviour.class() == Class::Moment
            && behaviour
                .strike(dice)
                .iter()
                .any(|op| matches!(op, Op::Say(_)))
    }

    /// Joins a moment and a fault.
    ///
    /// # Errors
    /// When they do not fit each other, or the fault's parameters do not.
    pub fn new(when: When, fault: Fault) -> Result<Self, SpecError> {
        let name = fault.name();
        let behaviour = fault.behaviour();
        behaviour.check().map_err(SpecError::Parameters)?;
        let at = matches!(when.moment, Moment::At(_));
        match behaviour.class() {
            Class::Flow if at => return Err(SpecError::Flow(name)),
            Class::Moment if at => return Err(SpecError::Moment(name)),
            Class::Message if !at || when.delay.is_some() => return Err(SpecError::Message(name)),
            Class::Listener => {
                let plain = when.connections.is_all() && when.delay.is_none();
                if when.moment != Moment::During(badrdp_proto::Phase::Tcp) || !plain {
                    return Err(SpecError::Listener(name));
                }
            }
            Class::Flow | Class::Moment | Class::Message => {}
        }
        if let Moment::At(message) = when.moment {
            behaviour
                .check_message(message)
                .map_err(SpecError::MessageUnfit)?;
        }
        Ok(Self { when, fault })
    }

    /// The moment.
    #[must_use]
    pub const fn when(&self) -> &When {
        &self.when
    }

    /// The fault.
    #[must_use]
    pub const fn fault(&self) -> &Fault {
        &self.fault
    }

    /// What the listener does instead of serving, for the faults that live there.
    #[must_use]
    pub fn listener(&self) -> Option<ListenerMode> {
        self.fault.behaviour().listener()
    }
}

impl<'de> Deserialize<'de> for FaultSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(SpecVisitor)
    }
}

/// Reads `when`, and exactly one fault as a key.
struct SpecVisitor;

impl<'de> Visitor<'de> for SpecVisitor {
    type Value = FaultSpec;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<FaultSpec, M::Error> {
        let mut when = None;
        let mut faults = Vec::new();
        while let Some(key) = map.next_key::<Key>()? {
            match key.fault(&mut map)? {
                Some(fault) => faults.push(fault),
                None => when = Some(map.next_value()?),
            }
        }
        let when = when.ok_or_else(|| M::Error::missing_field("when"))?;
        let spec = match (faults.pop(), faults.is_empty()) {
            (Some(fault), true) => FaultSpec::new(when, fault),
            (last, _) => Err(SpecError::NotOne(
                faults.iter().chain(&last).map(Fault::name).collect(),
            )),
        };
        spec.map_err(M::Error::custom)
    }
}

impl Serialize for FaultSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("when", &self.when)?;
        self.fault.write(&mut map)?;
        map.end()
    }
}

impl JsonSchema for FaultSpec {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Fault".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        FaultKeys::json_schema(generator)
    }
}

fn list(names: &[&str]) -> String {
    match names {
        [] => "none".to_owned(),
        names => format!("`{}`", names.join("` and `")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<FaultSpec, String> {
        toml::from_str(text).map_err(|error| error.message().to_owned())
    }

    #[test]
    fn the_name_of_the_fault_is_the_key() {
        let spec = parse("when = { after = 'client-hello' }\nreset = {}").unwrap();
        assert_eq!(spec.fault().name(), "reset");
    }

    #[test]
    fn exactly_one_fault_is_named() {
        let error = parse("when = { after = 'client-hello' }").unwrap_err();
        assert!(error.contains("this one names none"), "{error}");
        let error = parse("when = { after = 'client-hello' }\nreset = {}\nstall = {}").unwrap_err();
        assert!(error.contains("names `reset` and `stall`"), "{error}");
    }

    #[test]
    fn the_moment_has_to_fit() {
        for (text, expected) in [
            (
                "when = { after = 'client-hello' }\ndrop = {}",
                "changes one message",
            ),
            (
                "when = { at = 'server-hello' }\nreset = {}",
                "strikes at a moment",
            ),
            (
                "when = { at = 'server-hello' }\nslice = { size = 1, delay = '1s' }",
                "shapes everything",
            ),
            (
                "when = { during = 'tcp', connection = 2 }\nrefuse = {}",
                "before any connection",
            ),
            (
                "when = { at = 'server-hello' }\nedit = { field = 'neg.flags', set = 1 }",
                "has no field",
            ),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.contains(expected), "{text}: {error}");
        }
    }

    #[test]
    fn an_unknown_fault_lists_those_there_are() {
        let error = parse("when = { after = 'client-hello' }\nrest = {}").unwrap_err();
        assert!(
            error.contains("unknown field `rest`, expected one of"),
            "{error}"
        );
        assert!(error.contains("`reset`"), "{error}");
    }
}
