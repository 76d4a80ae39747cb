//! What the pages point at is there.

use std::collections::BTreeSet;

use super::markdown::{Page, pages};

/// The targets of a page's links.
fn targets(page: &Page) -> Vec<String> {
    let links = page.text.split("](").skip(1);
    links
        .filter_map(|rest| Some(rest.split_once(')')?.0.to_owned()))
        .collect()
}

/// The anchors that a page's headings make, as code hosts make them.
fn anchors(text: &str) -> BTreeSet<String> {
    let heading = |line: &str| {
        let title = line.strip_prefix('#')?.trim_start_matches('#').trim();
        let keep = |c: char| c.is_alphanumeric() || c == '-' || c == '_' || c == ' ';
        let kept: String = title.to_lowercase().chars().filter(|c| keep(*c)).collect();
        Some(kept.replace(' ', "-"))
    };
    text.lines().filter_map(heading).collect()
}

#[test]
fn every_link_leads_somewhere() {
    for page in pages() {
        for target in targets(&page) {
            if target.contains("://") {
                continue;
            }
            let (file, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let path = match file {
                "" => page.path.clone(),
                file => page.path.parent().unwrap().join(file),
            };
            assert!(path.exists(), "{}: {target}", page.name());
            if !anchor.is_empty() {
                let text = std::fs::read_to_string(&path).unwrap();
                assert!(anchors(&text).contains(anchor), "{}: {target}", page.name());
            }
        }
    }
}
