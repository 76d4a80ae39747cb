//! Reports of a real run, read by readers that are not ours.
//!
//! Python with `junitparser` and `jsonschema` reads what it can; where they are missing that is
//! said aloud, and with `BADRDP_REQUIRE_CLIENTS=1` it is an error.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use badrdp_runner::report::model::schema;
use badrdp_runner::report::{About, REPORTS, Report};
use badrdp_runner::{Adapter, Adapters, run};
use serde_json::Value;

use crate::clients::{catalogue, options, skip};

/// A client that says what no format likes, and never connects.
const RUDE: &str = r#"
title    = "Rude"
command  = ["sh", "-c", '''printf "\033[31mred\033[0m <b>&amp; ]]> \000\001\377\376 \357\277\277\n"; exit 3''']
evidence = "measured"
[[skip]]
scenario = "middlebox/corrupt-*"
reason   = "it has <b>better</b> things to do"
"#;

/// A real run: the probe and a rude client, something that passes, fails and is skipped.
async fn report() -> Report {
    let catalogue = catalogue();
    let ids = [
        "certificate/expired",
        "healthy/tls",
        "middlebox/captive-portal-redirect",
        "middlebox/corrupt-server-random",
    ];
    let scenarios = ids.map(|id| Arc::new(catalogue.scenario(id).unwrap()));
    let adapters = vec![
        Adapters::find("probe").unwrap(),
        Adapter::parse("rude", "rude.toml", RUDE).unwrap(),
    ];
    let suite = run(scenarios.into(), adapters, options(4), |_| {}).await;
    let about = About {
        started: jiff::Timestamp::now().to_string(),
        seed: Some(7),
        ..About::default()
    };
    Report::new(&suite, about)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_fits_its_schema_and_is_read_again() {
    let report = report().await;
    let json = serde_json::to_value(&report).unwrap();
    let validator = jsonschema::validator_for(schema().as_value()).unwrap();
    if let Err(error) = validator.validate(&json) {
        panic!("{error} at {}", error.instance_path());
    }
    let again = Report::parse(json.to_string().as_bytes()).unwrap();
    assert_eq!(again, report);
    let mut wrong = json;
    wrong["cases"][0]["verdict"] = "MAYBE".into();
    assert!(
        !validator.is_valid(&wrong),
        "the schema refuses what is wrong"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_read_the_reports() {
    if !can_import(&["junitparser", "jsonschema"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let report = report().await;
    for (kind, render) in REPORTS {
        std::fs::write(folder.path().join(kind), render(&report).unwrap()).unwrap();
    }
    let text = serde_json::to_string(&schema()).unwrap();
    std::fs::write(folder.path().join("schema"), text).unwrap();
    std::fs::write(folder.path().join("ctrf-schema"), CTRF).unwrap();
    let seen = python(READ, folder.path());
    let count = |verdict: &str| {
        let cases = report.cases.iter();
        cases.filter(|case| case.verdict.name() == verdict).count()
    };
    assert_eq!(seen["junit"]["tests"], report.cases.len());
    assert_eq!(seen["junit"]["failures"], count("FAIL"));
    assert_eq!(seen["junit"]["errors"], count("HARNESS-ERROR"));
    assert_eq!(seen["junit"]["skipped"], count("SKIPPED"));
    assert!(count("FAIL") >= 3 && count("PASS") >= 2 && count("SKIPPED") >= 1);
    assert_eq!(seen["ctrf"]["tests"], report.cases.len());
    assert_eq!(seen["ctrf"]["failed"], count("FAIL"));
    for case in &report.cases {
        let suite = &seen["cases"][&case.client];
        let out = suite[&case.scenario].as_str();
        let out = out.unwrap_or_else(|| panic!("{} {}", case.client, case.scenario));
        let first = out.lines().next().unwrap_or_default();
        assert_eq!(first, format!("repeat: {}", case.repeat), "{out}");
    }
}

/// Reads everything in the folder, and tells what it found as JSON.
const READ: &str = r#"
import json, sys, jsonschema, junitparser
folder = sys.argv[1] + "/"
load = lambda name: json.load(open(folder + name, encoding="utf-8"))
jsonschema.validate(load("json"), load("schema"), cls=jsonschema.Draft202012Validator)
ctrf = load("ctrf")
jsonschema.validate(ctrf, load("ctrf-schema"))
suites = junitparser.JUnitXml.fromfile(folder + "junit")
print(json.dumps({
    "junit": {
        "tests": sum(len(list(suite)) for suite in suites),
        "failures": suites.failures, "errors": suites.errors, "skipped": suites.skipped,
    },
    "cases": {suite.name: {case.name: case.system_out for case in suite} for suite in suites},
    "ctrf": ctrf["results"]["summary"],
}))
"#;

/// What CTRF demands of the parts that we write (https://ctrf.io, specification 0.0.0): objects
/// take no other keys.
const CTRF: &str = r#"{
  "type": "object",
  "required": ["reportFormat", "specVersion", "results"],
  "properties": {
    "reportFormat": { "const": "CTRF" },
    "specVersion": { "type": "string", "pattern": "^[0-9]+\\.[0-9]+\\.[0-9]+$" },
    "timestamp": { "type": "string" },
    "generatedBy": { "type": "string" },
    "results": {
      "type": "object",
      "required": ["tool", "summary", "tests"],
      "properties": {
        "tool": {
          "required": ["name"],
          "properties": { "name": { "type": "string" }, "version": { "type": "string" } },
          "additionalProperties": false
        },
        "summary": {
          "required": ["tests", "passed", "failed", "skipped", "pending", "other", "start", "stop"],
          "properties": { "extra": { "type": "object" } },
          "patternProperties": {
            "^(tests|passed|failed|skipped|pending|other|flaky|suites|start|stop|duration)$": { "type": "integer" }
          },
          "additionalProperties": false
        },
        "tests": {
          "type": "array",
          "items": {
            "required": ["name", "status", "duration"],
            "properties": {
              "name": { "type": "string", "minLength": 1 },
              "status": { "enum": ["passed", "failed", "skipped", "pending", "other"] },
              "rawStatus": { "type": "string" },
              "duration": { "type": "integer" },
              "suite": { "type": "array", "minItems": 1, "items": { "type": "string" } },
              "tags": { "type": "array", "items": { "type": "string" } },
              "message": { "type": "string" },
              "trace": { "type": "string" },
              "retries": { "type": "integer" },
              "retryAttempts": { "type": "array", "items": { "required": ["attempt", "status"] } },
              "flaky": { "type": "boolean" },
              "stdout": { "type": "array", "items": { "type": "string" } },
              "extra": { "type": "object" }
            },
            "additionalProperties": false
          }
        }
      },
      "additionalProperties": false
    }
  },
  "additionalProperties": false
}"#;

/// Runs a script and takes the JSON that it prints.
fn python(script: &str, folder: &Path) -> Value {
    let output = Command::new("python3")
        .args(["-c", script])
        .arg(folder)
        .env("PYTHONIOENCODING", "utf-8")
        .output()
        .unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{complaint}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Whether Python has these modules. Says so if not, or fails where it must.
fn can_import(modules: &[&str]) -> bool {
    let script = format!("import {}", modules.join(", "));
    let output = Command::new("python3").args(["-c", &script]).output();
    if output.is_ok_and(|output| output.status.success()) {
        return true;
    }
    let required = std::env::var("BADRDP_REQUIRE_CLIENTS").is_ok_and(|value| value == "1");
    assert!(!required, "python3 has not all of {modules:?}");
    skip(&format!("python3 has not all of {modules:?}"));
    false
}
