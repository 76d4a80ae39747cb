//! The keys of a file format, as its JSON Schema has them.

use serde_json::{Map, Value};

use super::markdown::{code, table};

/// A table of a file, and the type in the schema that describes it; the file itself has none.
type Section = (&'static str, Option<&'static str>);

const SCENARIO: &[Section] = &[
    ("At the top", None),
    ("`[server]`", Some("ServerTable")),
    ("`[server.tls]`", Some("TlsTable")),
    ("`[server.credssp]`", Some("CredsspTable")),
    (
        "`[server.standard_security]`",
        Some("StandardSecurityTable"),
    ),
    ("`[server.licensing]`", Some("LicensingTable")),
    ("`[server.session]`", Some("SessionTable")),
    ("`heartbeat`", Some("Heartbeat")),
    ("`[[fault]]`: `when`", Some("When")),
    ("`[expect]`", Some("Expect")),
    ("`attempts`", Some("Attempts")),
    ("`[[expect.accept]]`", Some("Accept")),
    ("`[[expect.connection]]`", Some("ExpectedConnection")),
    ("`[[symptom]]`", Some("Symptom")),
];

pub(super) fn scenario() -> String {
    sections(badrdp_scenario::schema::scenario().as_value(), SCENARIO)
}

/// What a profile and `[[server.connection]]` have besides the keys of `[server]`.
pub(super) fn profile() -> String {
    let profile = badrdp_scenario::schema::profile();
    beyond_server(profile.as_value(), None)
}

pub(super) fn server_connection() -> String {
    let scenario = badrdp_scenario::schema::scenario();
    beyond_server(scenario.as_value(), Some("ServerConnection"))
}

fn beyond_server(schema: &Value, name: Option<&str>) -> String {
    let scenario = badrdp_scenario::schema::scenario();
    let server = properties(scenario.as_value(), Some("ServerTable"));
    let mut schema = schema.clone();
    let object = match name {
        None => &mut schema,
        Some(name) => &mut schema["$defs"][name],
    };
    let own = object["properties"].as_object_mut().unwrap();
    own.retain(|key, _| !server.contains(key));
    keys(&schema, name)
}

fn properties(schema: &Value, name: Option<&str>) -> Vec<String> {
    let object = name.map_or(schema, |name| definition(schema, name));
    let properties = object["properties"].as_object().unwrap();
    properties.keys().cloned().collect()
}

pub(super) fn certificate() -> String {
    let sections_of_it: &[Section] =
        &[("At the top", None), ("`[[extension]]`", Some("Extension"))];
    sections(badrdp_certs::schema().as_value(), sections_of_it)
}

pub(super) fn client() -> String {
    let sections_of_it: &[Section] = &[
        ("At the top", None),
        ("`[[outcome]]`", Some("RuleFile")),
        ("`[[cause]]`", Some("CauseFile")),
    ];
    sections(badrdp_runner::adapter::schema().as_value(), sections_of_it)
}

pub(super) fn known() -> String {
    keys(
        badrdp_runner::known::schema().as_value(),
        Some("KnownEntry"),
    )
}

fn sections(schema: &Value, sections: &[Section]) -> String {
    let section = |(title, name): &Section| format!("### {title}\n\n{}", keys(schema, *name));
    let sections: Vec<_> = sections.iter().map(section).collect();
    sections.join("\n")
}

/// The keys of one type; without a name, those of the file.
pub(super) fn keys(schema: &Value, name: Option<&str>) -> String {
    let object = match name {
        None => schema,
        Some(name) => definition(schema, name),
    };
    let none = Map::new();
    let properties = object["properties"].as_object().unwrap_or(&none);
    let required: Vec<_> = object["required"]
        .as_array()
        .into_iter()
        .flatten()
        .collect();
    let row = |(key, value): (&String, &Value)| {
        let must = required.iter().any(|name| *name == key);
        let mut kind = kind(schema, value);
        if let Some(default) = value.get("default").filter(|value| is_told(value)) {
            let word = default.as_str().map(str::to_owned);
            let default = word.unwrap_or_else(|| default.to_string());
            kind.push_str(&format!(", {} if not said", code(default)));
        }
        let description = value["description"].as_str().unwrap_or_default();
        let mark = if must { " *" } else { "" };
        [code(key) + mark, kind, description.to_owned()]
    };
    table(["key", "value", "meaning"], properties.iter().map(row))
}

/// Whether a default says more than that there is nothing.
fn is_told(default: &Value) -> bool {
    default.is_u64() || default.as_str().is_some_and(|text| !text.is_empty())
}

fn definition<'a>(schema: &'a Value, name: &str) -> &'a Value {
    schema["$defs"]
        .get(name)
        .unwrap_or_else(|| panic!("the schema has no type `{name}`"))
}

/// What a value looks like, in words.
fn kind(schema: &Value, value: &Value) -> String {
    /// Longer lists have a page of their own.
    const FEW: usize = 8;
    if let Some(path) = value["$ref"].as_str() {
        let name = path.rsplit('/').next().unwrap();
        return named(schema, name);
    }
    let words = value["enum"].as_array().map(|words| words.iter().collect());
    if let Some(words) = words.or_else(|| constants(value)) {
        return if words.len() > FEW {
            "a word".to_owned()
        } else {
            words
                .into_iter()
                .map(code)
                .collect::<Vec<_>>()
                .join(", ")
                .replace('"', "")
        };
    }
    if let Some(choices) = value["anyOf"].as_array() {
        let choices = choices.iter().filter(|choice| choice["type"] != "null");
        let mut kinds: Vec<_> = choices.map(|choice| kind(schema, choice)).collect();
        kinds.dedup();
        return kinds.join(" or ");
    }
    let types: Vec<_> = match &value["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    match types.first() {
        Some(&"array") => format!("list: {}", kind(schema, &value["items"])),
        Some(&"boolean") => "`true` or `false`".to_owned(),
        Some(&"integer") => "number".to_owned(),
        Some(&"object") => "table".to_owned(),
        Some(&"string") => "text".to_owned(),
        _ => "any".to_owned(),
    }
}

fn named(schema: &Value, name: &str) -> String {
    match name {
        "Period" => "time".to_owned(),
        "Rate" => "data rate".to_owned(),
        "Cause" | "Connections" | "Outcome" => name.to_lowercase(),
        _ => kind(schema, definition(schema, name)),
    }
}

/// The words of a closed list whose words are described one by one.
fn constants(value: &Value) -> Option<Vec<&Value>> {
    value["oneOf"]
        .as_array()?
        .iter()
        .map(|choice| choice.get("const"))
        .collect()
}
