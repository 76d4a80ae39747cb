//! What is found for what a user types.

use super::{Shelf, page};
use crate::explain::*;

#[test]
fn the_pair_of_a_closed_socket_leads_to_its_wire_classes() {
    let explanation = explain("0x904", Some("0x7")).unwrap();
    let reported = |cause: &&Cause| cause.pair_reported == Some(true);
    let ids: Vec<_> = explanation
        .causes
        .iter()
        .filter(reported)
        .map(|cause| cause.class.id.as_str())
        .collect();
    assert_eq!(
        ids,
        [
            "W1", "W3", "W4", "W6", "W7", "W9", "W10", "W11", "W13", "W15"
        ]
    );
    let page = page("0x904", Some("0x7"));
    assert!(page.contains("names no cause"), "{page}");
    assert!(
        page.contains("most likely filled in by the client"),
        "{page}"
    );
}

#[test]
fn decimal_and_hex_give_the_same() {
    assert_eq!(page("0x904", None), page("2308", None));
    assert_eq!(page("0x904", Some("0x7")), page("2308", Some("7")));
    assert_eq!(page("0xC000006D", None), page("-1073741715", None));
    assert_eq!(page("0xC000006D", None), page("c000006d", None));
    assert_eq!(page("0x00020008", None), page("0X20008", None));
    assert_eq!(page("0x904/0x7", None), page("0x904", Some("0x7")));
}

#[test]
fn a_symbol_is_found_in_any_case_and_without_its_prefix() {
    for (typed, family) in [
        ("SSL_NOT_ALLOWED_BY_SERVER", Family::NegotiationFailure),
        ("errconnect_tls_connect_failed", Family::Freerdp),
        ("Status_Logon_Failure", Family::Ntstatus),
        ("handshake-failure", Family::TlsAlert),
        ("ERRINFO_SECURITY_DATA_TOO_SHORT17", Family::Errinfo),
        ("disconnectReasonAtClientWinsockFDCLOSE", Family::Mstsc),
    ] {
        assert_eq!(families(typed), [family], "{typed}");
    }
    let denied = [Family::Extended, Family::Errinfo];
    assert_eq!(families("server_denied_connection"), denied);
}

#[test]
fn mstsc_comes_first_for_a_disconnect_reason() {
    assert_eq!(families("0x104")[0], Family::Mstsc);
    assert_eq!(families("147"), [Family::XfreerdpExit]);
}

#[test]
fn an_errinfo_value_in_freerdp_spelling_is_recognised() {
    let explanation = explain("0x0001112F", None).unwrap();
    assert_eq!(explanation.meanings[0].family, Family::Errinfo);
    assert_eq!(explanation.code, "0x0001112F");
    assert_eq!(explanation.notes.len(), 1);
}

#[test]
fn a_number_that_only_a_range_covers_may_be_a_disconnect_reason() {
    assert_eq!(families("0x10F3"), [Family::Errinfo, Family::Extended]);
    let explanation = explain("0x4A07", None).unwrap();
    assert!(
        explanation.notes[0].ends_with("TLS and the logon."),
        "{:?}",
        explanation.notes
    );
}

#[test]
fn a_wire_class_can_be_asked_for() {
    assert_eq!(explain("w4", None).unwrap().causes[0].class.id, "W4");
}

#[test]
fn an_extended_reason_nobody_knows_is_said_to_be_so() {
    let explanation = explain("0x904", Some("0x55")).unwrap();
    assert_eq!(
        explanation.notes,
        ["No source names 0x55 (85) as an extended reason."]
    );
    let error = explain("0x904", Some("rubbish")).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("unknown extended reason `rubbish`"),
        "{error}"
    );
}

#[test]
fn scenarios_are_listed_once_below_their_cause() {
    let explanation = explain("0x904", Some("0x7"))
        .unwrap()
        .with_scenarios(&Shelf);
    let cause = explanation
        .causes
        .iter()
        .find(|cause| cause.class.id == "W4")
        .unwrap();
    assert_eq!(cause.scenarios.len(), 2);
    assert_eq!(explanation.scenarios.len(), 1);
    assert_eq!(explanation.scenarios[0].id, "network/drop-in-session");
}

#[test]
fn the_scenario_of_the_number_itself_comes_first_and_once() {
    struct Tagged;
    impl Scenarios for Tagged {
        fn by_tag(&self, tag: &str) -> Vec<(String, String)> {
            let ids: &[&str] = match tag {
                "W8" => &["account/access-denied", "account/disabled"],
                "0xC0000072" => &["account/disabled", "account/elsewhere"],
                "3221225586" => &["account/elsewhere"],
                _ => &[],
            };
            let ids = ids.iter();
            ids.map(|id| ((*id).to_owned(), String::new())).collect()
        }
    }
    let explanation = explain("0xC0000072", None).unwrap().with_scenarios(&Tagged);
    let ids = |scenarios: &[Scenario]| -> Vec<String> {
        scenarios.iter().map(|one| one.id.clone()).collect()
    };
    let of_class = ids(&explanation.causes[0].scenarios);
    assert_eq!(of_class, ["account/disabled", "account/access-denied"]);
    assert_eq!(ids(&explanation.scenarios), ["account/elsewhere"]);
}

fn families(code: &str) -> Vec<Family> {
    explain(code, None)
        .unwrap()
        .meanings
        .iter()
        .map(|meaning| meaning.family)
        .collect()
}
