//! Reports that are read from files.

use badrdp_runner::report::model::ReadError;
use badrdp_runner::report::{Report, json};

use crate::handmade::report;

#[test]
fn what_is_written_is_read_again() {
    let text = json::render(&report()).unwrap();
    assert_eq!(Report::parse(text.as_bytes()).unwrap(), report());
}

#[test]
fn what_a_later_version_adds_is_left_aside() {
    let mut value = serde_json::to_value(report()).unwrap();
    value["mood"] = "good".into();
    value["cases"][0]["mood"] = "good".into();
    let text = value.to_string();
    assert_eq!(Report::parse(text.as_bytes()).unwrap(), report());
}

#[test]
fn what_is_no_report_says_why() {
    let sentences: Vec<_> = [
        "",
        "{",
        "[]",
        "{\"tests\": 3}",
        "{\"schema\": \"badrdp-report\"}",
        "{\"schema\": \"badrdp-report\", \"format\": 2}",
        "{\"schema\": \"badrdp-report\", \"format\": 1, \"badrdp\": 1}",
        "\u{7f}ELF",
    ]
    .iter()
    .map(|text| Report::parse(text.as_bytes()).unwrap_err().to_string())
    .collect();
    insta::assert_snapshot!(sentences.join("\n"));
}

#[test]
fn a_file_that_never_ends_is_not_read_to_its_end() {
    let error = Report::read_at_most("/dev/zero".as_ref(), 4 << 20).unwrap_err();
    assert!(matches!(error, ReadError::TooLarge(_)), "{error}");
    assert_eq!(
        error.to_string(),
        "it has more than 4 MiB, which is more than is read"
    );
}

#[test]
fn what_is_kept_of_a_report_has_scores_of_its_own() {
    let mut report = report();
    for case in &mut report.cases {
        case.named = Some(case.cause.clone());
    }
    report.score();
    assert_eq!(report.scores.len(), 2);
    report.keep(|case| case.key() == ("session/idle", "careful"));
    assert_eq!(report.scores.len(), 1);
    let score = &report.scores[0];
    assert_eq!((score.client.as_str(), score.cases()), ("careful", 1));
}
