//! `edit`: every field of the Connection Confirm lies where the standard puts it.

use badrdp_proto::{MessageName, pdu};

use crate::support::{CONFIRM, Ending, Served, assert_delivered, confirm_of};

/// The byte of each field that an exclusive or with a small number changes: the last one up to
/// X.224, the first one in what Microsoft defined (MS-RDPBCGR 2.2.1.2 and 2.2.1.2.1).
const LOW_BYTES: [(&str, usize); 12] = [
    ("tpkt.version", 0),
    ("tpkt.reserved", 1),
    ("tpkt.length", 3),
    ("x224.length-indicator", 4),
    ("x224.code", 5),
    ("x224.destination-reference", 7),
    ("x224.source-reference", 9),
    ("x224.class", 10),
    ("neg.type", 11),
    ("neg.flags", 12),
    ("neg.length", 13),
    ("neg.selected-protocol", 15),
];

/// The Connection Confirms of one connection after another, each with its own edit.
async fn confirms(server: &str, edits: &[String]) -> Vec<Vec<u8>> {
    let at = |(edit, number): (&String, u32)| {
        format!(
            "[[fault]]\nwhen = {{ at = 'connection-confirm', connection = {number} }}\nedit = {{ {edit} }}\n"
        )
    };
    let mut faults: String = edits.iter().zip(1..).map(at).collect();
    faults.push_str("[[fault]]\nwhen = { after = 'connection-confirm' }\nclose = {}");
    let served = Served::with(server, &faults).await;
    let mut confirms = Vec::new();
    for number in 1..=u32::try_from(edits.len()).unwrap() {
        let (heard, ending) = confirm_of(served.address()).await;
        assert_eq!(ending, Ending::Closed);
        assert_delivered(&served.record(number).await);
        confirms.push(heard);
    }
    confirms
}

#[tokio::test(flavor = "multi_thread")]
async fn every_field_can_be_changed_and_nothing_else_changes() {
    let edits = LOW_BYTES.map(|(field, _)| format!("field = '{field}', xor = 0x5A"));
    for (confirm, (field, place)) in confirms("", &edits).await.iter().zip(LOW_BYTES) {
        let mut expected = CONFIRM;
        expected[place] ^= 0x5A;
        assert_eq!(*confirm, expected, "{field}");
    }
}

#[test]
fn the_table_lists_every_field_but_the_one_of_a_failure() {
    let mut fields: Vec<_> = LOW_BYTES.map(|(field, _)| field).to_vec();
    fields.push("neg.failure-code");
    assert_eq!(pdu::field_names(MessageName::ConnectionConfirm), fields);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_of_a_failure_can_be_changed() {
    let edits = ["field = 'neg.failure-code', set = 0x01020304".to_owned()];
    let confirm = confirms("failure = 'HYBRID_REQUIRED_BY_SERVER'", &edits).await;
    assert_eq!(confirm[0][11..], [3, 0, 8, 0, 4, 3, 2, 1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_are_set_and_added_in_the_byte_order_of_the_field() {
    let edits = [
        "field = 'tpkt.length', set = 0x0102",
        "field = 'neg.length', set = 0x0102",
        "field = 'tpkt.length', add = -20",
        "field = 'neg.selected-protocol', add = 255",
    ];
    let confirms = confirms("", &edits.map(str::to_owned)).await;
    assert_eq!(confirms[0][2..4], [1, 2]);
    assert_eq!(confirms[1][13..15], [2, 1]);
    assert_eq!(confirms[2][2..4], [0xFF, 0xFF], "19 - 20 wraps around");
    assert_eq!(confirms[3][15..], [0, 1, 0, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_may_have_another_length_than_the_field() {
    let edits = [
        "field = 'neg.flags', set = ''",
        "field = 'neg.flags', set = 'aa bb cc'",
    ];
    let confirms = confirms("", &edits.map(str::to_owned)).await;
    assert_eq!(confirms[0], [&CONFIRM[..12], &CONFIRM[13..]].concat());
    assert_eq!(
        confirms[1],
        [&CONFIRM[..12], &[0xAA, 0xBB, 0xCC], &CONFIRM[13..]].concat()
    );
}
