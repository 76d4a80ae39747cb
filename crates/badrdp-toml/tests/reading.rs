//! What is read is what the `toml` crate reads, and a mistake is pointed at where it stands.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;

use badrdp_toml::{Datetime, Spanned, from_str, keys};
use proptest::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Everything {
    text: Option<String>,
    letter: Option<char>,
    flag: Option<bool>,
    small: Option<u8>,
    large: Option<u64>,
    negative: Option<i64>,
    ratio: Option<f64>,
    when: Option<Datetime>,
    place: Option<Spanned<String>>,
    pair: Option<(u16, String)>,
    list: Option<Vec<Choice>>,
    #[serde(default)]
    table: BTreeMap<Word, u32>,
    either: Option<Either>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Word {
    One,
    Two,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Choice {
    Nothing,
    Number(u32),
    Both { left: bool, right: bool },
    Pair(u8, u8),
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Either {
    Number(i64),
    Ratio(f64),
    Flag(bool),
    Text(String),
    List(Vec<u32>),
}

/// Reads with both readers, which have to agree.
fn both(text: &str) -> Everything {
    let ours: Everything = from_str(text).unwrap();
    assert_eq!(ours, toml::from_str(text).unwrap(), "{text}");
    ours
}

#[test]
fn every_kind_of_value_is_read() {
    let read = both(
        r#"
text = "a\tb"
letter = 'x'
flag = true
small = 0xFF
large = 9223372036854775808
negative = -9_000
ratio = 0.5
when = 2027-01-31
place = 'here'
pair = [1, 'two']
list = ['nothing', { number = 7 }, { both = { left = true, right = false } }, { pair = [1, 2] }]
either = [1, 2]
[table]
one = 1
two = 2
"#,
    );
    assert_eq!(read.large, Some(1 << 63));
    let place = read.place.unwrap();
    assert_eq!(place.span().len(), "'here'".len());
}

#[test]
fn what_may_be_of_several_kinds_is_read() {
    for either in ["1", "-1", "0.5", "inf", "false", "'word'", "[]"] {
        both(&format!("either = {either}"));
    }
    both("ratio = 1");
    assert!(from_str::<Everything>("either = 2027-01-31").is_err());
}

/// The sentence, and the words that it is about.
fn mistake<T: DeserializeOwned>(text: &str) -> (String, &str) {
    let error = from_str::<T>(text).map(|_| ()).unwrap_err();
    (error.message().to_owned(), &text[error.span()])
}

#[test]
fn a_mistake_is_pointed_at_where_it_stands() {
    for (text, message, place) in [
        (
            "flag = 1",
            "invalid type: integer `1`, expected `true` or `false`",
            "1",
        ),
        (
            "small = 256",
            "invalid value: integer `256`, expected a number from 0 to 255",
            "256",
        ),
        (
            "list = ['nothing', 'neither']",
            "unknown word `neither`, expected one of `nothing`, `number`, `both`, `pair`",
            "'neither'",
        ),
        (
            "list = [{ number = 1, pair = [] }]",
            "the table has 2 keys, expected exactly one",
            "{ number = 1, pair = [] }",
        ),
        (
            "list = [{ both = { left = true, rite = true } }]",
            "unknown key `rite`, expected `left` or `right`",
            "rite",
        ),
        (
            "list = [{ both = { left = true } }]",
            "missing key `right`",
            "{ left = true }",
        ),
        (
            "list = ['number']",
            "invalid type: unit variant, expected a table with its value",
            "'number'",
        ),
        (
            "list = [{ nothing = 1 }]",
            "nothing belongs behind this word",
            "1",
        ),
        (
            "table = { three = 3 }",
            "unknown word `three`, expected `one` or `two`",
            "three",
        ),
        (
            "text = 2027-01-31",
            "invalid type: date or time, expected a string",
            "2027-01-31",
        ),
        (
            "when = 'today'",
            "invalid type: string \"today\", expected a TOML datetime",
            "'today'",
        ),
        (
            "large = 99999999999999999999",
            "invalid type: number that is too large, expected a number from 0 on",
            "99999999999999999999",
        ),
        ("table = []", "invalid type: array, expected a table", "[]"),
        (
            "pair = [1]",
            "invalid length 1, expected a tuple of size 2",
            "[1]",
        ),
    ] {
        assert_eq!(
            mistake::<Everything>(text),
            (message.to_owned(), place),
            "{text}"
        );
    }
}

#[test]
fn what_is_no_toml_is_pointed_at_too() {
    let error = from_str::<Everything>("flag = true\ntext = \"").unwrap_err();
    assert!(error.span().start >= "flag = true\n".len(), "{error:?}");
    assert!(keys("text = ").is_empty());
    assert_eq!(keys("b = 1\n[a]\nc = 2"), ["a", "b"]);
}

fn any_either() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f32>().prop_map(|number| toml::Value::Float(number.into()).to_string()),
        any::<bool>().prop_map(|flag| flag.to_string()),
        any::<String>().prop_map(|text| toml::Value::String(text).to_string()),
        proptest::collection::vec(any::<u32>(), 0..4).prop_map(|list| format!("{list:?}")),
    ]
}

proptest! {
    #[test]
    fn both_readers_agree(text in any::<String>(), either in any_either(), small in any::<u8>()) {
        let text = toml::Value::String(text);
        let file = format!("text = {text}\nplace = {text}\neither = {either}\nsmall = {small}\n");
        let ours: Everything = from_str(&file).unwrap();
        let theirs: Everything = toml::from_str(&file).unwrap();
        prop_assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
    }

    #[test]
    fn any_text_is_read_or_fails_in_order(text in any::<String>()) {
        if let Err(error) = from_str::<Everything>(&text) {
            prop_assert!(text.get(error.span()).is_some());
        }
    }
}
