//! Bytes that a scenario gives: as text, in hex, at random, or as a PDU by name.

use badrdp_proto::{MessageName, pdu};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::dice::Dice;

/// The most bytes that one fault may bring along.
pub const MAX_LEN: usize = 1 << 20;

/// Bytes to send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BytesToml", into = "BytesToml")]
pub enum Bytes {
    /// These.
    Hex(Vec<u8>),
    /// The plain form of this PDU.
    Pdu(MessageName),
    /// So many random ones, from the seed.
    Random(usize),
    /// This text in UTF-8.
    Text(String),
}

/// How it is written: exactly one key.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BytesToml {
    /// Bytes as hexadecimal digits; spaces are passed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hex: Option<String>,
    /// A server PDU by its name, in its plain form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "crate::words::pdu")]
    pdu: Option<MessageName>,
    /// So many random bytes, from the seed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    random: Option<usize>,
    /// Text in UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

/// Why no bytes come of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BytesError {
    /// Not hexadecimal.
    #[error("`hex` takes pairs of hexadecimal digits")]
    Hex,
    /// None or several keys.
    #[error("needs exactly one of `hex`, `pdu`, `random`, `text`")]
    NotOne,
    /// No such PDU.
    #[error("`{0}` has no plain form; those that have one: {list}", list = pdu_names().join(", "))]
    Pdu(MessageName),
    /// Past the bound.
    #[error("at most {MAX_LEN} bytes")]
    TooLong,
}

impl Bytes {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Hex(bytes) => bytes.len(),
            Self::Pdu(name) => pdu::sample(*name).map_or(0, |message| message.bytes.len()),
            Self::Random(count) => *count,
            Self::Text(text) => text.len(),
        }
    }

    /// The bytes themselves.
    #[must_use]
    pub fn roll(&self, dice: &mut Dice) -> Vec<u8> {
        match self {
            Self::Hex(bytes) => bytes.clone(),
            Self::Pdu(name) => pdu::sample(*name).map_or_else(Vec::new, |message| message.bytes),
            Self::Random(count) => dice.bytes(*count),
            Self::Text(text) => text.clone().into_bytes(),
        }
    }
}

impl JsonSchema for Bytes {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        BytesToml::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        BytesToml::json_schema(generator)
    }
}

/// The name of a PDU that has a plain form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "MessageName", into = "MessageName")]
pub struct Pdu(pub(crate) MessageName);

impl TryFrom<MessageName> for Pdu {
    type Error = BytesError;

    fn try_from(name: MessageName) -> Result<Self, BytesError> {
        pdu::sample(name)
            .map(|_| Self(name))
            .ok_or(BytesError::Pdu(name))
    }
}

impl From<Pdu> for MessageName {
    fn from(pdu: Pdu) -> Self {
        pdu.0
    }
}

/// The PDUs that have a plain form.
#[must_use]
pub fn pdu_names() -> Vec<&'static str> {
    MessageName::ALL
        .iter()
        .filter(|name| pdu::sample(**name).is_some())
        .map(|name| name.name())
        .collect()
}

impl TryFrom<BytesToml> for Bytes {
    type Error = BytesError;

    fn try_from(toml: BytesToml) -> Result<Self, BytesError> {
        let bytes = match toml {
            BytesToml {
                hex: Some(hex),
                pdu: None,
                random: None,
                text: None,
            } => Self::Hex(parse_hex(&hex).ok_or(BytesError::Hex)?),
            BytesToml {
                hex: None,
                pdu: Some(name),
                random: None,
                text: None,
            } => {
                pdu::sample(name).ok_or(BytesError::Pdu(name))?;
                Self::Pdu(name)
            }
            BytesToml {
                hex: None,
                pdu: None,
                random: Some(count),
                text: None,
            } => Self::Random(count),
            BytesToml {
                hex: None,
                pdu: None,
                random: None,
                text: Some(text),
            } => Self::Text(text),
            _ => return Err(BytesError::NotOne),
        };
        if bytes.len() > MAX_LEN {
            Err(BytesError::TooLong)
        } else {
            Ok(bytes)
        }
    }
}

impl From<Bytes> for BytesToml {
    fn from(bytes: Bytes) -> Self {
        match bytes {
            Bytes::Hex(bytes) => Self {
                hex: Some(format_hex(&bytes)),
                ..Self::default()
            },
            Bytes::Pdu(name) => Self {
                pdu: Some(name),
                ..Self::default()
            },
            Bytes::Random(count) => Self {
                random: Some(count),
                ..Self::default()
            },
            Bytes::Text(text) => Self {
                text: Some(text),
                ..Self::default()
            },
        }
    }
}

/// Pairs of hexadecimal digits with or without white space.
#[must_use]
pub fn parse_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> = text
        .chars()
        .filter(|c| !c.is_ascii_whitespace())
        .map(|c| c.to_digit(16))
        .collect::<Option<_>>()?;
    digits.len().is_multiple_of(2).then(|| {
        digits
            .chunks(2)
            .filter_map(|pair| u8::try_from(pair[0] * 16 + pair[1]).ok())
            .collect()
    })
}

/// Pairs of hexadecimal digits with a space between.
#[must_use]
pub fn format_hex(bytes: &[u8]) -> String {
    let pairs: Vec<_> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    pairs.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_one_key() {
        assert_eq!(
            Bytes::try_from(BytesToml::default()),
            Err(BytesError::NotOne)
        );
        let two = BytesToml {
            hex: Some("00".into()),
            random: Some(1),
            ..BytesToml::default()
        };
        assert_eq!(Bytes::try_from(two), Err(BytesError::NotOne));
    }

    #[test]
    fn a_client_pdu_has_no_plain_form() {
        let toml = BytesToml {
            pdu: Some(MessageName::ClientHello),
            ..BytesToml::default()
        };
        let text = Bytes::try_from(toml).unwrap_err().to_string();
        assert!(text.starts_with(
            "`client-hello` has no plain form; those that have one: connection-confirm"
        ));
    }

    #[test]
    fn hex_reads_back() {
        assert_eq!(
            parse_hex(&format_hex(&[0, 0x7F, 0xFF])),
            Some(vec![0, 0x7F, 0xFF])
        );
        assert_eq!(parse_hex("0"), None);
        assert_eq!(parse_hex("gg"), None);
    }
}
