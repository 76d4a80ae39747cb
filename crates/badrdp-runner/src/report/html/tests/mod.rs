//! Tests of the page as text: what a browser makes of it is `tests/integration/html_report`.

mod parsed;
mod sample;

use std::io::Read as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use self::parsed::Parsed;
use self::sample::{HOSTILE, sample};
use super::assets::{policy, script, style};
use super::{render, render_with};
use crate::report::model::Case;

#[test]
fn the_page_is_valid() {
    let page = Parsed::new(&render(&sample()).unwrap());
    assert_eq!(page.errors, Vec::<String>::new());
}

#[test]
fn without_scripts_there_are_totals_failures_and_sweeps() {
    let page = render(&sample()).unwrap();
    let plain = page.replace(style(), "...").replace(script(), "...");
    let plain = plain.replace(&*html_attribute(policy()), "...");
    // The data is looked at below.
    let plain = regex_lite::Regex::new(r#"(type="(?:application/json|text/plain)"[^>]*>)[^<]*"#)
        .unwrap()
        .replace_all(&plain, "$1...");
    insta::assert_snapshot!(plain);
}

#[test]
fn the_policy_names_the_style_and_the_script_of_the_page() {
    let page = Parsed::new(&render(&sample()).unwrap());
    assert_eq!(page.texts("style"), [style()]);
    assert_eq!(page.scripts(None), [script()]);
    assert!(page.contents("meta").contains(&policy().to_owned()));
    assert!(policy().starts_with("default-src 'none'; script-src 'sha256-"));
}

#[test]
fn the_scripts_make_no_code_of_text() {
    let forbidden = [
        "</script",
        "<!--",
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "http://",
        "https://",
        "fetch(",
        "import(",
    ];
    let allowed = "http://www.w3.org/2000/svg";
    let script = script().replace(allowed, "");
    for word in forbidden {
        assert!(!script.contains(word), "{word}");
    }
    assert!(
        !style().contains("url(") && !style().contains("@import") && !style().contains("</style")
    );
}

#[test]
fn hostile_text_stays_text() {
    let report = sample();
    let text = render(&report).unwrap();
    let page = Parsed::new(&text);
    // One index, one script, a block for each case: whatever they contain.
    assert_eq!(page.texts("script").len(), 2 + report.cases.len());
    assert_eq!(page.texts("img").len(), 0);
    let index = &page.scripts(Some("application/json"))[0];
    assert!(!index.contains(['<', '>', '&', '\u{2028}', '\u{2029}']));
    let index: serde_json::Value = serde_json::from_str(index).unwrap();
    assert_eq!(index["scenarios"][1]["title"], HOSTILE);
    assert!(!text.contains('\u{202e}') && !text.contains('\u{1b}') && !text.contains('\0'));
}

#[test]
fn the_evidence_of_a_case_is_all_of_it() {
    let report = sample();
    let page = Parsed::new(&render(&report).unwrap());
    let cases: Vec<Case> = page
        .scripts(Some("text/plain"))
        .iter()
        .map(|packed| unpack(packed))
        .collect();
    assert_eq!(cases, report.cases);
}

#[test]
fn evidence_that_does_not_fit_is_left_out_passed_cases_first() {
    let report = sample();
    let sizes: Vec<usize> = super::evidence::pack(&report, usize::MAX)
        .unwrap()
        .iter()
        .map(|block| block.packed.len())
        .collect();
    let text = render_with(&report, sizes.iter().sum::<usize>() - 1).unwrap();
    let kept: Vec<Case> = Parsed::new(&text)
        .scripts(Some("text/plain"))
        .iter()
        .map(|packed| unpack(packed))
        .collect();
    assert_eq!(kept.len(), report.cases.len() - 1);
    assert!(kept.iter().all(|case| case.verdict.name() != "PASS"));
    assert!(text.contains("The evidence of 1 case is not in this page"));
}

#[test]
fn an_empty_report_is_a_page() {
    let mut report = sample();
    report.cases.clear();
    report.clients.clear();
    report.scenarios.clear();
    let page = render(&report).unwrap();
    assert_eq!(Parsed::new(&page).errors, Vec::<String>::new());
    assert!(page.contains("badrdp: no failure in 0 cases"));
}

fn unpack(packed: &str) -> Case {
    let gzip = STANDARD.decode(packed).unwrap();
    let mut json = String::new();
    flate2::read::GzDecoder::new(gzip.as_slice())
        .read_to_string(&mut json)
        .unwrap();
    serde_json::from_str(&json).unwrap()
}

fn html_attribute(text: &str) -> String {
    text.replace('\'', "&#39;")
}
