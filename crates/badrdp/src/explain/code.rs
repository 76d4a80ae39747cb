//! What a user types: a number in one of its spellings, or a symbol in any case.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _};

use super::data::catalogue;

/// A code as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Code {
    /// `0x904`, `2308`, `C000006D`, or `-1073741715` as Windows likes to print an NTSTATUS.
    Number(u32),
    /// Anything else.
    Symbol(String),
}

impl Code {
    /// Reads `typed`. It cannot fail: what is no number is a symbol, perhaps one nobody knows.
    pub fn parse(typed: &str) -> Self {
        let typed = typed.trim();
        let lower = typed.to_ascii_lowercase();
        let number = if let Some(digits) = lower.strip_prefix("0x") {
            from_hex(digits)
        } else if lower.starts_with('-') {
            lower.parse::<i32>().ok().map(i32::cast_unsigned)
        } else if lower.len() == 8 && lower.contains(|c: char| c.is_ascii_alphabetic()) {
            from_hex(&lower)
        } else if lower.bytes().all(|byte| byte.is_ascii_digit()) {
            lower.parse().ok()
        } else {
            None
        };
        number.map_or_else(|| Self::Symbol(typed.to_owned()), Self::Number)
    }
}

/// A code that no family has. Its message is one sentence with the nearest names.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct UnknownCode {
    /// What was typed.
    pub typed: String,
    /// What was expected there: a code or an extended reason.
    pub expected: &'static str,
    /// The names nearest to it, the nearest first; empty for a number.
    pub nearest: Vec<String>,
}

impl UnknownCode {
    pub(super) fn new(typed: &str, expected: &'static str) -> Self {
        let nearest = match Code::parse(typed) {
            Code::Number(_) => Vec::new(),
            Code::Symbol(word) => nearest(&word),
        };
        Self {
            typed: typed.trim().to_owned(),
            expected,
            nearest,
        }
    }
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown {} `{}`", self.expected, self.typed)?;
        match (Code::parse(&self.typed), self.nearest.as_slice()) {
            (Code::Number(number), _) => match class_of(number) {
                Some(class) => write!(
                    f,
                    ", no source explains it; as a disconnect reason of mstsc its low byte would \
                     place it with {class}"
                ),
                None => f.write_str(", no source explains it"),
            },
            (Code::Symbol(_), []) => f.write_str(", and no known name is near it"),
            (Code::Symbol(_), [one]) => write!(f, ", the nearest name is {one}"),
            (Code::Symbol(_), [rest @ .., last]) => {
                write!(f, ", the nearest names are {} and {last}", rest.join(", "))
            }
        }
    }
}

/// Upper case without the separators, so that `TLS_Connect-failed` is `TLSCONNECTFAILED`.
pub(super) fn normalized(word: &str) -> String {
    word.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// Reads a number that a data file writes as a string.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let text = String::deserialize(deserializer)?;
    match Code::parse(&text) {
        Code::Number(number) => Ok(number),
        Code::Symbol(_) => Err(D::Error::custom(format!("`{text}` is no number"))),
    }
}

/// Like [`number`], for a field that may be absent.
pub(super) fn optional_number<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<u32>, D::Error> {
    number(deserializer).map(Some)
}

/// The class that a disconnect reason has by its low byte, if it is shaped like one.
///
/// The pattern is inferred: it holds for every documented value, and no vendor states it.
pub(super) fn class_of(number: u32) -> Option<&'static str> {
    if !(0x100..0x1_0000).contains(&number) {
        return None;
    }
    CLASSES
        .iter()
        .find_map(|&(low, class)| (number & 0xFF == low).then_some(class))
}

const CLASSES: [(u32, &str); 6] = [
    (0x4, "the network"),
    (0x6, "Standard RDP Security and encryption"),
    (0x7, "TLS and the logon"),
    (0x8, "the client itself and licensing"),
    (0x9, "Network Level Authentication"),
    (0xA, "smart cards"),
];

fn from_hex(digits: &str) -> Option<u32> {
    // `from_str_radix` would take a sign.
    let plain = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    plain
        .then(|| u32::from_str_radix(digits, 16).ok())
        .flatten()
}

/// The three known names that look most like `word`.
fn nearest(word: &str) -> Vec<String> {
    /// Below this, names have little more in common than their language.
    const SIMILAR: f64 = 0.8;

    let word = normalized(word);
    let mut scored = Vec::new();
    for table in catalogue().families() {
        for entry in &table.entries {
            let score = entry
                .spellings(&table.prefixes)
                .iter()
                .map(|spelling| strsim::jaro_winkler(&word, spelling))
                .fold(0.0, f64::max);
            if let Some(name) = entry.name.as_ref().filter(|_| score >= SIMILAR) {
                scored.push((score, name));
            }
        }
    }
    scored.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    scored
        .into_iter()
        .take(3)
        .map(|(_, name)| name.clone())
        .collect()
}
