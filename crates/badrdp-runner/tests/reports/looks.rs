//! What people read.

use badrdp_runner::report::diff::{Diff, Tolerance};
use badrdp_runner::report::model::{Field, Sweep, SweepRow, Verdict};
use badrdp_runner::report::{annotations, ctrf, human, junit, markdown, one, tap};

use crate::handmade::{EVIL, case, report};

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
fn of_many_messages_those_around_the_fault_are_shown() {
    let mut report = report();
    let case = &mut report.cases[0];
    let connection = &mut case.connections[0];
    connection.events.clear();
    let plain = connection.exchanges[1].clone();
    connection.exchanges = vec![plain; 40];
    connection.exchanges[20].changed_by = vec!["edit".to_owned()];
    connection.exchanges[20].bytes = "00".repeat(4000);
    let case = report.cases[0].clone();
    let page = one::render(&report, &case);
    let (_, bytes) = page.split_once("Connection 1, bytes\n").unwrap();
    let (bytes, _) = bytes.split_once("\n\n").unwrap();
    let lines: Vec<_> = bytes.lines().collect();
    assert_eq!(lines[0], "  (19 messages not shown)");
    assert_eq!(*lines.last().unwrap(), "  (18 messages not shown)");
    let heads = lines
        .iter()
        .filter(|line| line.contains(" ms  server says"));
    assert_eq!(heads.count(), 3);
    assert!(bytes.contains(", changed by edit\n"), "{bytes}");
    assert!(lines.len() < 100, "{}", lines.len());
}

#[test]
fn bytes_and_fields_of_any_file_are_shown_without_a_panic() {
    let report = report();
    for bytes in ["", "0", "zz", "00 11", "\u{e9}\u{e9}", "0011"] {
        for (start, end) in [(0, 9), (9, 3), (u64::MAX, u64::MAX), (1, u64::MAX)] {
            let mut case = report.cases[0].clone();
            let exchange = &mut case.connections[0].exchanges[2];
            exchange.bytes = bytes.to_owned();
            exchange.len = u64::MAX;
            exchange.fields = vec![Field {
                name: format!("{EVIL}name"),
                start,
                end,
                value: None,
            }];
            let page = one::render(&report, &case);
            assert!(page.contains("name") && !page.contains('\u{1b}'), "{page}");
        }
    }
}

#[test]
fn text_for_terminals_does_nothing_to_them() {
    let mut report = report();
    report.clients[0].version = Some(EVIL.to_owned());
    report.scenarios[0].title = EVIL.to_owned();
    report.sweeps.push(Sweep {
        profile: EVIL.to_owned(),
        client: EVIL.to_owned(),
        seed: 7,
        healthy: Verdict::Pass,
        possible: 1,
        run: 1,
        rows: vec![SweepRow {
            message: EVIL.to_owned(),
            faults: [("drop".to_owned(), EVIL.to_owned())].into(),
        }],
    });
    let evil = case(&format!("network/{EVIL}"), EVIL, Verdict::Fail);
    report.cases.push(evil.clone());
    let diff = Diff::new(&self::report(), &report, Tolerance::default());
    for text in [
        human::render(&report).unwrap(),
        one::render(&report, &evil),
        tap::render(&report).unwrap(),
        diff.to_string(),
    ] {
        let fit = |c: char| matches!(c, '\n' | '\t') || !c.is_control();
        assert!(text.chars().all(fit), "{text}");
        // Nor does anything begin a line of its own.
        assert!(!text.lines().any(|line| line.starts_with("::error")));
    }
}

#[test]
fn columns_are_wide_enough_for_what_stands_in_them() {
    let mut report = report();
    let long = "network/a-name-that-is-longer-than-any-name-has-been-so-far";
    report
        .cases
        .push(case(long, "nmap-rdp-enum-encryption", Verdict::Pass));
    let text = human::render(&report).unwrap();
    let (table, _) = text.split_once("\n\n").unwrap();
    let outcome = |line: &str| line.find("connection-reset").unwrap();
    let places: Vec<_> = table.lines().map(outcome).collect();
    assert!(places.iter().all(|place| *place == places[0]), "{table}");
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
