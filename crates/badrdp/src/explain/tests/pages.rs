//! What a person and a program read.

use super::{Shelf, page};
use crate::explain::*;

#[test]
fn the_page_for_a_pair_reads_well() {
    let explanation = explain("0x904", Some("0x7"))
        .unwrap()
        .with_scenarios(&Shelf);
    let mut page = String::new();
    text(&explanation, &mut page).unwrap();
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("pair_0x904_0x7", page);
    });
}

#[test]
fn the_page_for_an_ambiguous_number_reads_well() {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("ambiguous_5", page("5", None));
    });
}

#[test]
fn an_unknown_code_gets_the_nearest_names() {
    let error = explain("ERRCONNECT_TLS_FAILED", None).unwrap_err();
    assert_eq!(error.nearest[0], "ERRCONNECT_TLS_CONNECT_FAILED");
    insta::assert_snapshot!(error, @"unknown code `ERRCONNECT_TLS_FAILED`, the nearest names are ERRCONNECT_TLS_CONNECT_FAILED, ERRCONNECT_CONNECT_FAILED and ERRCONNECT_LOGON_FAILURE");
    insta::assert_snapshot!(explain("0x907A", None).unwrap_err(), @"unknown code `0x907A`, no source explains it");
    insta::assert_snapshot!(explain("0xA04", None).unwrap_err(), @"unknown code `0xA04`, no source explains it; as a disconnect reason of mstsc its low byte would place it with the network");
    insta::assert_snapshot!(explain("99999999999", None).unwrap_err(), @"unknown code `99999999999`, and no known name is near it");
    insta::assert_snapshot!(explain("", None).unwrap_err(), @"unknown code ``, and no known name is near it");
}

#[test]
fn no_line_is_wider_than_100_columns() {
    for table in catalogue().families() {
        for entry in &table.entries {
            let page = page(&format!("{:#x}", entry.value), Some("0x7"));
            for line in page.lines() {
                assert!(line.chars().count() <= 100, "{line}");
                assert_eq!(line, line.trim_end());
            }
        }
    }
}

#[test]
fn json_carries_evidence_and_scenarios() {
    let explanation = explain("0x904", Some("0x7"))
        .unwrap()
        .with_scenarios(&Shelf);
    let json = serde_json::to_value(&explanation).unwrap();
    assert_eq!(json["meanings"][0]["value"], 2308);
    assert_eq!(json["meanings"][0]["evidence"], "documented");
    assert_eq!(json["pair"]["points"][2]["evidence"], "reported");
    let first = &json["causes"][0];
    assert_eq!(
        (&first["id"], &first["pair_reported"]),
        (&"W1".into(), &true.into())
    );
}
