//! The moment at which a fault strikes.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use badrdp_proto::{Direction, MessageName, Phase};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use crate::pattern::Pattern;
use crate::quantity::Period;

/// When a fault strikes: a moment, on which connections, how much later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WhenToml", into = "WhenToml")]
pub struct When {
    /// The moment.
    pub moment: Moment,
    /// The connections, counted from 1 in the order in which they were accepted.
    pub connections: Connections,
    /// How much later than the moment. The server goes on meanwhile.
    pub delay: Option<Period>,
    /// Which occurrence of the message, from 1.
    pub nth: u32,
}

/// A moment on a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Once this message was sent or received in full.
    After(MessageName),
    /// This server message itself.
    At(MessageName),
    /// Once so many bytes went in this direction.
    AtByte {
        /// How many bytes.
        offset: u64,
        /// Counted in this direction.
        direction: Direction,
    },
    /// When this server message is due, instead of or ahead of it.
    Before(MessageName),
    /// From the start of this phase on; flow faults end with it.
    During(Phase),
    /// Once the client's bytes contain this.
    OnPattern(Pattern),
}

/// How it is written.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WhenToml {
    /// After this message, of either side, is through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "crate::words::message")]
    after: Option<MessageName>,
    /// This server message itself: for faults that change it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "crate::words::server_message")]
    at: Option<MessageName>,
    /// Once so many bytes went over the wire.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_byte: Option<u64>,
    /// When this server message is due, before it is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "crate::words::server_message")]
    before: Option<MessageName>,
    /// On which connections: a number, or a range as `"2.."`, `"..3"`, `"2..4"` with both ends included.
    #[serde(default, skip_serializing_if = "Connections::is_all")]
    connection: Connections,
    /// So much later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    delay: Option<Period>,
    /// The direction in which `at_byte` counts; server to client if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "crate::words::direction")]
    direction: Option<Direction>,
    /// From the start of this phase on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "crate::words::phase")]
    during: Option<Phase>,
    /// Which occurrence of the message, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nth: Option<u32>,
    /// Once the client's bytes contain this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    on_pattern: Option<Pattern>,
}

/// Why it names no moment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WhenError {
    /// A client message cannot be foreseen or changed.
    #[error("`{0}` is sent by the client, so only `after` fits it")]
    ClientMessage(MessageName),
    /// `direction` without `at_byte`.
    #[error("`direction` goes with `at_byte` only")]
    Direction,
    /// None or several moments.
    #[error("needs exactly one of `after`, `at`, `at_byte`, `before`, `during`, `on_pattern`")]
    NotOne,
    /// `nth` without a message, or 0.
    #[error("`nth` counts a message from 1 and goes with `after`, `at` or `before` only")]
    Nth,
}

impl When {
    /// The delay, zero where none is given.
    #[must_use]
    pub fn delay(&self) -> Duration {
        self.delay.map_or(Duration::ZERO, Period::duration)
    }
}

impl JsonSchema for When {
    fn schema_name() -> Cow<'static, str> {
        "When".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        WhenToml::json_schema(generator)
    }
}

impl TryFrom<WhenToml> for When {
    type Error = WhenError;

    fn try_from(toml: WhenToml) -> Result<Self, WhenError> {
        let server_message = |name: MessageName| match name.direction() {
            Direction::ServerToClient => Ok(name),
            Direction::ClientToServer => Err(WhenError::ClientMessage(name)),
        };
        let mut moments = Vec::new();
        moments.extend(toml.after.map(Moment::After));
        moments.extend(toml.at.map(server_message).transpose()?.map(Moment::At));
        moments.extend(toml.at_byte.map(|offset| Moment::AtByte {
            offset,
            direction: toml.direction.unwrap_or(Direction::ServerToClient),
        }));
        moments.extend(
            toml.before
                .map(server_message)
                .transpose()?
                .map(Moment::Before),
        );
        moments.extend(toml.during.map(Moment::During));
        moments.extend(toml.on_pattern.map(Moment::OnPattern));
        let (Some(moment), true) = (moments.pop(), moments.is_empty()) else {
            return Err(WhenError::NotOne);
        };
        if toml.direction.is_some() && !matches!(moment, Moment::AtByte { .. }) {
            return Err(WhenError::Direction);
        }
        let counts = matches!(moment, Moment::After(_) | Moment::At(_) | Moment::Before(_));
        if toml.nth.is_some_and(|nth| nth == 0 || !counts) {
            return Err(WhenError::Nth);
        }
        Ok(Self {
            moment,
            connections: toml.connection,
            delay: toml.delay,
            nth: toml.nth.unwrap_or(1),
        })
    }
}

impl From<When> for WhenToml {
    fn from(when: When) -> Self {
        let mut toml = Self {
            connection: when.connections,
            delay: when.delay,
            nth: (when.nth != 1).then_some(when.nth),
            ..Self::default()
        };
        match when.moment {
            Moment::After(name) => toml.after = Some(name),
            Moment::At(name) => toml.at = Some(name),
            Moment::AtByte { offset, direction } => {
                toml.at_byte = Some(offset);
                toml.direction = Some(direction);
            }
            Moment::Before(name) => toml.before = Some(name),
            Moment::During(phase) => toml.during = Some(phase),
            Moment::OnPattern(pattern) => toml.on_pattern = Some(pattern),
        }
        toml
    }
}

/// Which connections, counted from 1; both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "ConnectionsToml", into = "ConnectionsToml")]
pub struct Connections {
    first: u32,
    last: u32,
}

/// How it is written.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(
    untagged,
    expecting = "`connection` takes a number from 1 or a range such as \"2..\", \"..3\" or \"2..4\""
)]
enum ConnectionsToml {
    One(u32),
    Range(String),
}

/// Text that is no range of connections.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("connections count from 1: a number, or a range such as \"2..\", \"..3\" or \"2..4\"")]
pub struct ConnectionsError;

impl Connections {
    /// Every connection.
    pub const ALL: Self = Self {
        first: 1,
        last: u32::MAX,
    };

    /// From `first` to `last`, both included; `None` where that is empty or counts from 0.
    #[must_use]
    pub const fn new(first: u32, last: u32) -> Option<Self> {
        if first >= 1 && first <= last {
            Some(Self { first, last })
        } else {
            None
        }
    }

    /// Whether connection `number` is one of them.
    #[must_use]
    pub const fn contains(self, number: u32) -> bool {
        self.first <= number && number <= self.last
    }

    /// The lowest of them.
    #[must_use]
    pub const fn first(self) -> u32 {
        self.first
    }

    /// Whether it is every connection.
    #[must_use]
    pub fn is_all(&self) -> bool {
        *self == Self::ALL
    }
}

impl Default for Connections {
    fn default() -> Self {
        Self::ALL
    }
}

impl TryFrom<ConnectionsToml> for Connections {
    type Error = ConnectionsError;

    fn try_from(toml: ConnectionsToml) -> Result<Self, ConnectionsError> {
        let (first, last) = match toml {
            ConnectionsToml::One(number) => (number, number),
            ConnectionsToml::Range(text) => {
                let (first, last) = text.split_once("..").ok_or(ConnectionsError)?;
                let end = |text: &str, open| match text.trim() {
                    "" => Ok(open),
                    number => number.parse().map_err(|_| ConnectionsError),
                };
                (end(first, 1)?, end(last, u32::MAX)?)
            }
        };
        Self::new(first, last).ok_or(ConnectionsError)
    }
}

impl From<Connections> for ConnectionsToml {
    fn from(connections: Connections) -> Self {
        if connections.first == connections.last {
            Self::One(connections.first)
        } else {
            Self::Range(connections.to_string())
        }
    }
}

impl fmt::Display for Connections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.first, self.last) {
            (first, u32::MAX) => write!(f, "{first}.."),
            (first, last) if first == last => write!(f, "{first}"),
            (first, last) => write!(f, "{first}..{last}"),
        }
    }
}

impl JsonSchema for Connections {
    fn schema_name() -> Cow<'static, str> {
        "Connections".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A connection's number from 1, or a range with both ends: \"2..\", \"..3\", \"2..4\".",
            "anyOf": [{ "type": "integer", "minimum": 1 }, { "type": "string", "pattern": "^ *[0-9]* *\\.\\. *[0-9]* *$" }],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<When, String> {
        toml::from_str(text).map_err(|error| error.message().to_owned())
    }

    #[test]
    fn one_moment_and_no_more() {
        assert!(parse("").unwrap_err().contains("exactly one of"));
        assert!(
            parse("after = 'client-hello'\nduring = 'active'")
                .unwrap_err()
                .contains("exactly one of")
        );
    }

    #[test]
    fn a_client_message_cannot_be_foreseen() {
        let error = parse("before = 'client-hello'").unwrap_err();
        assert_eq!(
            error,
            "`client-hello` is sent by the client, so only `after` fits it"
        );
    }

    #[test]
    fn connections_are_numbers_or_ranges() {
        let when = parse("after = 'client-hello'\nconnection = '2..'").unwrap();
        assert!(!when.connections.contains(1) && when.connections.contains(9));
        let when = parse("after = 'client-hello'\nconnection = 3").unwrap();
        assert!(when.connections.contains(3) && !when.connections.contains(4));
        assert!(parse("after = 'client-hello'\nconnection = 0").is_err());
        assert!(parse("after = 'client-hello'\nconnection = '4..2'").is_err());
    }

    #[test]
    fn nth_goes_with_messages() {
        assert!(parse("during = 'tcp'\nnth = 2").is_err());
        assert_eq!(
            parse("at = 'encrypted-handshake'\nnth = 2").map(|when| when.nth),
            Ok(2)
        );
    }
}
