//! Patterns in what a client sends, as a traffic inspector looks for them.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// 1 to 64 bytes, some of which may be anything.
///
/// Written as text (`"mstshash="`) or, with the prefix `hex:`, as bytes where `??` stands for
/// any (`"hex: 16 03 ?? ?? ?? 01"`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pattern(Vec<Option<u8>>);

/// Text that is no pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// A word behind `hex:` is neither two hexadecimal digits nor `??`.
    #[error(
        "a pattern behind `hex:` is pairs of hexadecimal digits or `??`, such as \"hex: 16 03 ?? 01\""
    )]
    Hex,
    /// Empty or too long.
    #[error("a pattern has 1 to {max} bytes", max = Pattern::MAX_LEN)]
    Length,
}

impl Pattern {
    /// The most bytes that a pattern may have.
    pub const MAX_LEN: usize = 64;

    /// How many bytes it spans.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Never: a pattern has at least one byte.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it occurs anywhere in `bytes`.
    #[must_use]
    pub fn occurs_in(&self, bytes: &[u8]) -> bool {
        bytes.windows(self.0.len()).any(|window| {
            self.0
                .iter()
                .zip(window)
                .all(|(want, have)| want.is_none_or(|byte| byte == *have))
        })
    }
}

impl TryFrom<String> for Pattern {
    type Error = PatternError;

    fn try_from(text: String) -> Result<Self, PatternError> {
        let bytes = match text.strip_prefix("hex:") {
            Some(hex) => hex
                .split_ascii_whitespace()
                .map(|word| match word {
                    "??" => Ok(None),
                    _ if word.len() == 2 && !word.starts_with('+') => u8::from_str_radix(word, 16)
                        .map(Some)
                        .map_err(|_| PatternError::Hex),
                    _ => Err(PatternError::Hex),
                })
                .collect::<Result<_, _>>()?,
            None => text.bytes().map(Some).collect::<Vec<_>>(),
        };
        if bytes.is_empty() || bytes.len() > Self::MAX_LEN {
            return Err(PatternError::Length);
        }
        Ok(Self(bytes))
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: Option<String> = self
            .0
            .iter()
            .map(|byte| {
                byte.filter(|byte| (0x20..0x7F).contains(byte))
                    .map(char::from)
            })
            .collect();
        if let Some(text) = text.filter(|text| !text.starts_with("hex:")) {
            return f.write_str(&text);
        }
        f.write_str("hex:")?;
        for byte in &self.0 {
            match byte {
                Some(byte) => write!(f, " {byte:02x}")?,
                None => f.write_str(" ??")?,
            }
        }
        Ok(())
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> Self {
        pattern.to_string()
    }
}

impl JsonSchema for Pattern {
    fn schema_name() -> Cow<'static, str> {
        "Pattern".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "1 to 64 bytes in what the client sends: text, or `hex:` and pairs of digits with ?? for any byte.",
            "examples": ["mstshash=", "hex: 16 03 ?? ?? ?? 01"],
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pattern(text: &str) -> Pattern {
        Pattern::try_from(text.to_owned()).unwrap()
    }

    #[test]
    fn text_and_bytes_match() {
        assert!(pattern("mstshash=").occurs_in(b"Cookie: mstshash=alice"));
        assert!(pattern("hex: 16 03 ?? ?? ?? 01").occurs_in(&[0, 0x16, 3, 1, 2, 0, 1, 9]));
        assert!(!pattern("hex: 16 03 ?? ?? ?? 01").occurs_in(&[0x16, 3, 1, 2, 0, 2]));
    }

    #[test]
    fn nonsense_is_refused() {
        for text in ["", "hex:", "hex: 1", "hex: zz", "hex: +1"] {
            assert!(Pattern::try_from(text.to_owned()).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn patterns_read_back(bytes in proptest::collection::vec(proptest::option::of(any::<u8>()), 1..=64)) {
            let pattern = Pattern(bytes);
            prop_assert_eq!(Pattern::try_from(pattern.to_string()), Ok(pattern));
        }
    }
}
