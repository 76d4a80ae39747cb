//! Faults that change one message: the client gets exactly these bytes.

use crate::support::{CONFIRM, Ending, Served, assert_delivered, confirm_of};

/// The bytes that come of faults at the Connection Confirm, before the FIN behind it.
async fn confirm_with(faults: &[&str]) -> Vec<u8> {
    let at = |fault| format!("[[fault]]\nwhen = {{ at = 'connection-confirm' }}\n{fault}\n");
    let mut text: String = faults.iter().map(at).collect();
    text.push_str("[[fault]]\nwhen = { after = 'connection-confirm' }\nclose = {}");
    let server = Served::start(&text).await;
    let (heard, ending) = confirm_of(server.address()).await;
    assert_eq!(ending, Ending::Closed);
    let record = server.record(1).await;
    assert_delivered(&record);
    assert_eq!(record.sent, u64::try_from(heard.len()).unwrap());
    heard
}

#[tokio::test(flavor = "multi_thread")]
async fn truncate_keeps_the_first_bytes() {
    assert_eq!(
        confirm_with(&["truncate = { keep = 4 }"]).await,
        CONFIRM[..4]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn corrupt_flips_the_bytes_that_it_names() {
    let mut first = CONFIRM;
    first[0] ^= 0xFF;
    assert_eq!(confirm_with(&["corrupt = { offset = 0 }"]).await, first);
    let mut last = CONFIRM;
    last[17] ^= 1;
    last[18] ^= 1;
    let fault = "corrupt = { offset = -2, count = 2, xor = 1 }";
    assert_eq!(confirm_with(&[fault]).await, last);
}

#[tokio::test(flavor = "multi_thread")]
async fn corrupt_without_a_place_flips_one_byte() {
    let heard = confirm_with(&["corrupt = {}"]).await;
    let pairs = heard.iter().zip(CONFIRM);
    assert_eq!(
        pairs
            .filter(|(heard, honest)| *heard ^ honest == 0xFF)
            .count(),
        1
    );
    assert_eq!(heard.len(), CONFIRM.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn replace_sends_other_bytes_in_their_place() {
    assert_eq!(
        confirm_with(&["replace = { hex = '00 ff 10' }"]).await,
        [0, 0xFF, 0x10]
    );
    assert_eq!(
        confirm_with(&["replace = { text = 'SSH-2.0' }"]).await,
        b"SSH-2.0"
    );
    // X.224 13.12: Error TPDU with reject cause 0.
    let error = [3, 0, 0, 9, 4, 0x70, 0, 0, 0];
    assert_eq!(confirm_with(&["replace = { pdu = 'error' }"]).await, error);
}

#[tokio::test(flavor = "multi_thread")]
async fn random_bytes_are_the_same_for_the_same_seed() {
    let noise = confirm_with(&["replace = { random = 64 }"]).await;
    assert_eq!(noise.len(), 64);
    assert_eq!(confirm_with(&["replace = { random = 64 }"]).await, noise);
}

#[tokio::test(flavor = "multi_thread")]
async fn drop_sends_nothing() {
    assert!(confirm_with(&["drop = {}"]).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn duplicate_sends_the_same_bytes_again() {
    assert_eq!(confirm_with(&["duplicate = {}"]).await, CONFIRM.repeat(2));
    assert_eq!(
        confirm_with(&["duplicate = { times = 3 }"]).await,
        CONFIRM.repeat(4)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_faults_apply_in_the_order_of_the_file() {
    let (cut, twice) = ("truncate = { keep = 3 }", "duplicate = {}");
    assert_eq!(confirm_with(&[cut, twice]).await, [3, 0, 0, 3, 0, 0]);
    let (flip, replace) = (
        "corrupt = { offset = 0, xor = 1 }",
        "replace = { hex = '10 20' }",
    );
    assert_eq!(confirm_with(&[replace, flip]).await, [0x11, 0x20]);
    assert_eq!(confirm_with(&[flip, replace]).await, [0x10, 0x20]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_that_is_not_said_is_not_recorded() {
    for (fault, refused) in [
        ("duplicate = {}", true),
        ("edit = { field = 'neg.failure-code', set = 99 }", true),
        ("edit = { field = 'neg.type', set = 2 }", false),
        ("truncate = { keep = 15 }", false),
        ("drop = {}", false),
    ] {
        let fault = format!("[[fault]]\nwhen = {{ at = 'connection-confirm' }}\n{fault}");
        let server = Served::with("failure = 'HYBRID_REQUIRED_BY_SERVER'", &fault).await;
        confirm_of(server.address()).await;
        assert_eq!(
            server.record(1).await.security_refused(),
            refused,
            "{fault}"
        );
    }
}
