//! Wire classes (what a server does to bring a client to a code) and pairs of codes.

use serde::{Deserialize, Serialize};

use super::code;
use super::entry::Evidence;

/// One way in which a server, or something on the path, ends or spoils a connection.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct WireClass {
    /// `W1` to `W16`; scenarios carry it as a tag.
    pub id: String,
    /// A few words.
    pub title: String,
    /// What goes over the wire.
    pub wire: String,
    /// What mstsc shows then.
    pub mstsc: String,
    /// The same, as codes.
    pub codes: Vec<CodePair>,
    /// How well the link from wire to mstsc is founded.
    pub evidence: Evidence,
    /// Where it comes from.
    pub source: String,
}

impl WireClass {
    /// Whether mstsc shows `code` for this class, and `extended` with it if that was reported.
    pub fn shows(&self, code: u32, extended: Option<u32>) -> bool {
        self.codes.iter().any(|pair| {
            pair.code == code
                && match (pair.extended, extended) {
                    (Some(reported), Some(asked)) => reported == asked,
                    _ => true,
                }
        })
    }

    /// Whether both numbers were reported together for this class.
    pub fn shows_exactly(&self, code: u32, extended: u32) -> bool {
        let pair = CodePair {
            code,
            extended: Some(extended),
        };
        self.codes.contains(&pair)
    }
}

/// A disconnect reason with its extended reason, where that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CodePair {
    /// The disconnect reason.
    #[serde(deserialize_with = "code::number")]
    pub code: u32,
    /// The extended disconnect reason; `None` where the report does not give it.
    #[serde(default, deserialize_with = "code::optional_number")]
    pub extended: Option<u32>,
}

/// Two numbers that need words of their own when they come together.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// The disconnect reason.
    #[serde(deserialize_with = "code::number")]
    pub code: u32,
    /// The extended disconnect reason.
    #[serde(deserialize_with = "code::number")]
    pub extended: u32,
    /// The gist, one sentence.
    pub title: String,
    /// What the pair says and what it does not.
    pub meaning: String,
    /// What is known, each with its evidence.
    #[serde(rename(deserialize = "point"))]
    pub points: Vec<Point>,
}

/// One founded statement about a pair.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// The statement.
    pub text: String,
    /// How well it is founded.
    pub evidence: Evidence,
    /// Where it comes from.
    pub source: String,
}
