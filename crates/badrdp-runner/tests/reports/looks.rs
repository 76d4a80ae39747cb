//! What people read.

use badrdp_runner::report::model::Verdict;
use badrdp_runner::report::{annotations, ctrf, human, junit, markdown, one, tap};

use crate::handmade::{case, report};

#[test]
fn text() {
    insta::assert_snapshot!(human::render(&report()).unwrap());
}

#[test]
fn junit_xml() {
    insta::assert_snapshot!(junit::render(&report()).unwrap());
}

#[test]
fn ctrf_json() {
    insta::assert_snapshot!(ctrf::render(&report()).unwrap());
}

#[test]
fn tap_14() {
    insta::assert_snapshot!(tap::render(&report()).unwrap());
}

#[test]
fn a_summary_in_markdown() {
    insta::assert_snapshot!(markdown::render(&report()).unwrap());
}

#[test]
fn annotations_of_github() {
    insta::assert_snapshot!(annotations::render(&report()).join("\n"));
}

#[test]
fn one_case_with_its_evidence() {
    let report = report();
    let failed = report
        .cases
        .iter()
        .find(|case| case.verdict == Verdict::Fail);
    insta::assert_snapshot!(one::render(&report, failed.unwrap()));
}

#[test]
fn an_interrupted_run_says_so_everywhere() {
    let mut report = report();
    report.interrupted = true;
    for (kind, render) in badrdp_runner::report::REPORTS {
        let text = render(&report).unwrap();
        assert!(text.to_lowercase().contains("interrupted"), "{kind}");
    }
}

#[test]
fn an_empty_report_is_valid_in_every_form() {
    let mut report = report();
    report.keep(|_| false);
    assert_eq!((report.clients.len(), report.scenarios.len()), (0, 0));
    for (kind, render) in badrdp_runner::report::REPORTS {
        assert!(!render(&report).unwrap().is_empty(), "{kind}");
    }
}

#[test]
fn nothing_that_a_client_says_leaves_its_place() {
    let report = report();
    let markdown = markdown::render(&report).unwrap();
    let opened = markdown.matches("<details>").count();
    assert_eq!(opened, markdown.matches("</details>").count());
    assert!(!markdown.contains("<script>") && !markdown.contains("\u{1b}"));
    let xml = junit::render(&report).unwrap();
    let allowed = |c: char| matches!(c, '\n' | '\t' | ' '..='\u{fffd}' | '\u{10000}'..);
    assert!(xml.chars().all(allowed));
    for line in annotations::render(&report) {
        assert!(!line.contains('\n') && line.starts_with("::"));
    }
}

#[test]
fn github_is_told_of_ten_at_most() {
    let mut report = report();
    report.cases = (0..25)
        .map(|number| case(&format!("healthy/{number}"), "hasty", Verdict::Fail))
        .collect();
    let lines = annotations::render(&report);
    assert_eq!(lines.len(), 10);
    assert!(lines[9].contains("and 16 more"), "{}", lines[9]);
}
