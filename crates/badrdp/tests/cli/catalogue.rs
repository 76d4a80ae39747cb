//! What the catalogue and the reference say: list, show, explain, schema.

use crate::support::run;

const FIXTURES: [&str; 4] = [
    "--scenarios",
    "tests/fixtures/scenarios",
    "--certs",
    "tests/fixtures/certs",
];

fn with_fixtures(args: &[&str]) -> crate::support::Run {
    run(&[args, FIXTURES.as_slice()].concat())
}

#[test]
fn list_shows_what_a_tag_selects_by_cause() {
    insta::assert_snapshot!(with_fixtures(&["list", "--tag", "fixture"]).page());
}

#[test]
fn list_as_json() {
    insta::assert_snapshot!(
        with_fixtures(&["list", "--tag", "fixture", "--format", "json"]).page()
    );
}

#[test]
fn list_takes_globs_and_causes_together() {
    let run = run(&[
        "list",
        "*reset*",
        "--cause",
        "middlebox",
        "--format",
        "json",
    ]);
    let all = run.json();
    let ids: Vec<_> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    assert!(ids.contains(&"middlebox/reset-after-client-hello"));
    assert!(
        ids.iter()
            .all(|id| id.starts_with("middlebox/") && id.contains("reset"))
    );
}

#[test]
fn every_list_of_words_has_a_name_in_each_row() {
    for what in [
        "causes",
        "faults",
        "messages",
        "outcomes",
        "profiles",
        "certificates",
    ] {
        let rows = run(&["list", what, "--format", "json"]).json();
        let rows = rows.as_array().unwrap();
        assert!(rows.len() > 5, "{what}");
        assert!(rows.iter().all(|row| row["name"].is_string()), "{what}");
    }
}

#[test]
fn list_fields_names_what_edit_can_change() {
    insta::assert_snapshot!(run(&["list", "fields", "connection-confirm"]).page());
    let client = run(&["list", "fields", "client-hello"]);
    assert!(
        client.stderr.contains("the client sends it"),
        "{}",
        client.stderr
    );
}

#[test]
fn show_tells_the_story() {
    insta::assert_snapshot!(with_fixtures(&["show", "network/cut-behind-a-balancer"]).page());
}

#[test]
fn show_prints_the_file_as_it_is() {
    let run = with_fixtures(&["show", "network/cut-behind-a-balancer", "--toml"]);
    let file = include_str!("../fixtures/scenarios/network/cut-behind-a-balancer.toml");
    assert_eq!(run.stdout, file);
}

#[test]
fn show_as_json_has_the_file_and_the_certificate() {
    let args = ["show", "network/cut-behind-a-balancer", "--format", "json"];
    let json = with_fixtures(&args).json();
    assert_eq!(json["certificate"]["title"], "Valid for a minute");
    assert_eq!(json["file"]["fault"][4]["when"]["nth"], 3);
}

#[test]
fn every_scenario_can_be_shown() {
    let all = run(&["list", "--format", "json"]).json();
    for scenario in all.as_array().unwrap() {
        let id = scenario["id"].as_str().unwrap();
        let run = run(&["show", id]);
        assert_eq!(run.code, Some(0), "{id}: {}", run.stderr);
    }
}

#[test]
fn an_unknown_id_names_the_nearest() {
    for id in [
        "reset-after-client-hello",
        "middlebox/reset-after-client-helo",
        "certificate",
        "x/*",
    ] {
        let run = run(&["show", id]);
        assert_eq!((run.code, run.stdout.as_str()), (Some(4), ""), "{id}");
    }
    insta::assert_snapshot!(run(&["show", "middlebox/reset-after-client-helo"]).page());
    insta::assert_snapshot!(run(&["list", "certificate"]).page());
}

#[test]
fn a_tag_that_nothing_has_is_told() {
    let run = with_fixtures(&["list", "network/cut-*", "--tag", "balancr"]);
    insta::assert_snapshot!(run.page());
}

#[test]
fn explain_names_scenarios_for_the_code() {
    let run = run(&["explain", "0x904", "0x7"]);
    assert_eq!(run.code, Some(0));
    let needle = "badrdp serve middlebox/reset-after-client-hello";
    assert!(run.stdout.contains("badrdp serve "), "{}", run.stdout);
    let json = crate::support::run(&["explain", "W4", "--format", "json"]).json();
    let scenarios = json["causes"][0]["scenarios"].as_array().unwrap();
    let ids = scenarios.iter().map(|one| one["id"].as_str().unwrap());
    assert!(
        ids.map(|id| format!("badrdp serve {id}"))
            .any(|line| line == needle)
    );
}

#[test]
fn explain_names_the_scenario_of_the_very_code_before_those_of_its_class() {
    let json = run(&["explain", "STATUS_ACCOUNT_DISABLED", "--format", "json"]).json();
    let class = &json["causes"][0];
    assert_eq!(class["id"], "W8");
    assert_eq!(class["scenarios"][0]["id"], "account/disabled");
    let page = run(&["explain", "STATUS_ACCOUNT_DISABLED"]).stdout;
    assert!(page.contains(" more: badrdp list --tag W8\n"), "{page}");
    // The code of the broker belongs to no wire class.
    let page = run(&["explain", "0x400"]).stdout;
    assert!(page.contains("More scenarios:\n  badrdp serve "), "{page}");
}

#[test]
fn an_unknown_code_is_told() {
    insta::assert_snapshot!(run(&["explain", "ERRCONNECT_TLS_CONECT_FAILED"]).page());
}

#[test]
fn schemas_are_json_and_describe_themselves() {
    for format in ["scenario", "profile", "certificate"] {
        let schema = run(&["schema", format]).json();
        assert_eq!(schema["type"], "object", "{format}");
        assert!(schema["$schema"].is_string(), "{format}");
    }
}
