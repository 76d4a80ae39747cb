//! The messages of a record are those that left: after faults, as far as they got.

use std::sync::{Arc, Mutex};

use badrdp_proto::MessageName;
use badrdp_server::{ConnectionRecord, Evidence, Exchange, Side};

use crate::support::{CONFIRM, Client, REQUEST, Served, confirm_of};

/// What the server said.
fn said(record: &ConnectionRecord) -> Vec<&Exchange> {
    let exchanges = record.exchanges.iter();
    exchanges
        .filter(|exchange| exchange.from == Side::Server)
        .collect()
}

async fn record(faults: &str) -> ConnectionRecord {
    let end = "[[fault]]\nwhen = { after = 'connection-confirm', delay = '10ms' }\nreset = {}";
    let served = Served::start(&format!("{faults}\n{end}")).await;
    confirm_of(served.address()).await;
    served.record(1).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_told_with_its_fields() {
    let record = record("").await;
    let request = &record.exchanges[0];
    assert_eq!(
        (request.from, request.message),
        (Side::Client, MessageName::ConnectionRequest)
    );
    assert_eq!((&*request.bytes, request.len), (&REQUEST[..], 19));
    let [confirm] = said(&record)[..] else {
        panic!("{record:?}");
    };
    assert_eq!(*confirm.bytes, CONFIRM);
    assert!(confirm.changed_by.is_empty());
    let last = confirm.fields.last().unwrap();
    assert_eq!(last.name, "neg.selected-protocol");
    assert_eq!((last.start, last.end), (15, 19));
    assert_eq!(last.value.as_deref(), Some("1"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_that_changes_a_message_is_named_with_it() {
    let fault = "[[fault]]\nwhen = { at = 'connection-confirm' }\n\
        edit = { field = 'neg.flags', set = 0 }";
    let record = record(fault).await;
    let confirm = said(&record)[0];
    assert_eq!(confirm.changed_by, ["edit"]);
    assert_eq!(confirm.bytes[12], 0);
    assert_eq!(confirm.fields.len(), 12);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_dropped_is_not_told_and_what_is_cut_as_far_as_it_goes() {
    let fault = "[[fault]]\nwhen = { at = 'connection-confirm' }\ndrop = {}";
    assert!(said(&record(fault).await).is_empty());
    let fault = "[[fault]]\nwhen = { at = 'connection-confirm' }\ntruncate = { keep = 5 }";
    let record = record(fault).await;
    let confirm = said(&record)[0];
    assert_eq!(*confirm.bytes, CONFIRM[..5]);
    assert_eq!(confirm.changed_by, ["truncate"]);
    assert_eq!(confirm.fields.last().unwrap().name, "x224.length-indicator");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_in_the_middle_leaves_the_first_half() {
    let served = Served::start("[[fault]]\nwhen = { at_byte = 8 }\nreset = {}").await;
    let mut client = Client::connect(served.address()).await;
    client.send(&REQUEST).await;
    client.hear_out().await;
    let record = served.record(1).await;
    let [confirm] = said(&record)[..] else {
        panic!("{record:?}");
    };
    assert_eq!(*confirm.bytes, CONFIRM[..8]);
    assert!(confirm.changed_by.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_before_a_reset_only_is_not_told() {
    let served =
        Served::start("[[fault]]\nwhen = { before = 'connection-confirm' }\nreset = {}").await;
    confirm_of(served.address()).await;
    assert!(said(&served.record(1).await).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_of_another_service_are_told_as_they_are() {
    let fault = "[[fault]]\nwhen = { before = 'connection-confirm' }\n\
        inject = { text = 'SSH-2.0-OpenSSH_9.9' }";
    let record = record(fault).await;
    let foreign = said(&record)[0];
    assert_eq!(foreign.message, MessageName::Foreign);
    assert_eq!(&*foreign.bytes, b"SSH-2.0-OpenSSH_9.9");
    assert_eq!(foreign.changed_by, ["inject"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn slices_are_one_message() {
    let fault = "[[fault]]\nwhen = { after = 'connection-request' }\n\
        slice = { size = 4, delay = '1ms' }";
    let served = Served::start(fault).await;
    let mut client = Client::connect(served.address()).await;
    client.send(&REQUEST).await;
    client.hear(CONFIRM.len()).await;
    drop(client);
    let record = served.record(1).await;
    let [confirm] = said(&record)[..] else {
        panic!("{record:?}");
    };
    assert_eq!(*confirm.bytes, CONFIRM);
    assert_eq!(confirm.fields.len(), 12);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_only_passed_on_is_not_kept() {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hears = Arc::clone(&heard);
    let evidence = Evidence {
        exchange_sink: Some(Arc::new(move |_: &_, number, exchange| {
            hears.lock().unwrap().push((number, exchange.message));
        })),
        ..Evidence::default()
    };
    let reset = "[[fault]]\nwhen = { after = 'connection-confirm' }\nreset = {}";
    let served = Served::keeping(reset, evidence).await;
    confirm_of(served.address()).await;
    let record = served.record(1).await;
    assert!(record.exchanges.is_empty() && record.left_out_exchanges == 0);
    let expected = [
        (1, MessageName::ConnectionRequest),
        (1, MessageName::ConnectionConfirm),
    ];
    assert_eq!(*heard.lock().unwrap(), expected);
}
