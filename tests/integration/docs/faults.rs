//! A page for each fault: what it does, its parameters, an example out of the catalogue.

use badrdp_faults::{Class, Fault, FaultSpec};
use badrdp_scenario::Scenario;
use serde_json::Value;

use super::markdown::code;
use super::{keys, tables};

pub(super) fn pages() -> String {
    let scenarios = tables::scenarios();
    let schema = badrdp_scenario::schema::scenario();
    let page = |(name, meaning): &(&str, &str)| page(name, meaning, schema.as_value(), &scenarios);
    let pages: Vec<_> = Fault::ALL.iter().map(page).collect();
    pages.join("\n")
}

fn page(name: &str, meaning: &str, schema: &Value, scenarios: &[Scenario]) -> String {
    let uses: Vec<(&Scenario, &FaultSpec)> = scenarios
        .iter()
        .filter_map(|one| Some((one, one.faults.iter().find(|it| it.fault().name() == name)?)))
        .collect();
    // The shortest story shows it best.
    let (scenario, spec) = *uses
        .iter()
        .min_by_key(|(scenario, _)| (scenario.faults.len(), &scenario.id))
        .unwrap_or_else(|| panic!("no scenario shows `{name}`"));
    let strikes = strikes(spec.fault().behaviour().class());
    let mut text = format!("### `{name}`\n\n{meaning} {strikes}\n");
    let parameters = parameters(schema, name);
    if parameters.lines().count() > 2 {
        text.push_str(&format!("\n{parameters}"));
    }
    let written = toml::Value::try_from(spec).unwrap();
    let line = |key: &str| format!("{key} = {}\n", written[key]);
    text.push_str(&format!(
        "\n```toml fault\n[[fault]]\n{}{}```\n\nSo in {}; {} in all.\n",
        line("when"),
        line(name),
        code(&scenario.id),
        count(uses.len()),
    ));
    text
}

fn parameters(schema: &Value, name: &str) -> String {
    let choices = schema["$defs"]["Fault"]["properties"][name]["anyOf"].as_array();
    let path = choices.unwrap()[0]["$ref"].as_str().unwrap();
    keys::keys(schema, path.rsplit('/').next())
}

const fn strikes(class: Class) -> &'static str {
    match class {
        Class::Flow => "It shapes everything that is sent from its moment on.",
        Class::Listener => {
            "It lies in the listener, so its moment is always `when = { during = \"tcp\" }`."
        }
        Class::Message => "It changes one server message: `when = { at = \"…\" }`.",
        Class::Moment => "It strikes at any moment.",
    }
}

fn count(scenarios: usize) -> String {
    match scenarios {
        1 => "1 scenario".to_owned(),
        many => format!("{many} scenarios"),
    }
}
