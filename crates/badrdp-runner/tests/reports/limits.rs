//! Reports of runs that are too large for where they go.

use badrdp_runner::report::markdown;
use badrdp_runner::report::model::Verdict;

use crate::handmade::{case, report};

#[test]
fn a_summary_is_never_longer_than_github_takes() {
    let mut report = report();
    report.cases = (0..9000)
        .map(|number| {
            let mut case = case(&format!("healthy/{number}"), "hasty", Verdict::Fail);
            case.log = "<&>\u{1}".repeat(1000);
            case
        })
        .collect();
    let text = markdown::render(&report).unwrap();
    assert!(text.len() < markdown::MAX, "{}", text.len());
    assert!(text.len() > markdown::MAX / 2, "{}", text.len());
    let (_, last) = text.trim_end().rsplit_once('\n').unwrap();
    assert!(
        last.contains("Left out because there is no more room"),
        "{last}"
    );
    assert!(last.contains("the evidence of"), "{last}");
    let opened = text.matches("<details>").count();
    assert_eq!(opened, text.matches("</details>").count());
}

#[test]
fn a_summary_fits_into_what_is_left() {
    let report = report();
    let whole = markdown::render(&report).unwrap();
    for most in (0..whole.len() + 500).step_by(97) {
        let text = markdown::within(&report, most);
        assert!(text.len() <= most, "{} of {most}", text.len());
        let opened = text.matches("<details>").count();
        assert_eq!(opened, text.matches("</details>").count());
    }
    assert_eq!(markdown::within(&report, 100), "");
    assert_eq!(markdown::within(&report, whole.len() + 500), whole);
}
