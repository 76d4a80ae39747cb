//! Faults that take time, and a client or another fault that does not let them: what was begun
//! counts as delivered.

use badrdp_scenario::End;
use badrdp_server::DeliveryState;

use crate::support::{Client, Ending, REQUEST, SILENCE, Served, assert_delivered, confirm_of};

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_fault_is_delivered_although_the_client_does_not_wait_for_its_end() {
    for fault in [
        "stall = { for = '1h' }",
        "latency = { mean = '1h' }",
        "bandwidth = { rate = '1 B/s' }",
        "slice = { size = 18, delay = '1h' }",
    ] {
        let fault = format!("[[fault]]\nwhen = {{ after = 'connection-request' }}\n{fault}");
        let server = Served::start(&fault).await;
        let mut client = Client::connect(server.address()).await;
        client.send(&REQUEST).await;
        client.hear_nothing(SILENCE).await;
        client.close().await;
        let record = server.record(1).await;
        assert_eq!(record.end, End::ClientClose, "{fault}");
        assert_delivered(&record);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_is_delivered_although_another_fault_ends_it() {
    for (end, ending) in [("close", Ending::Closed), ("reset", Ending::Reset)] {
        let faults = format!(
            "[[fault]]\nwhen = {{ after = 'connection-request' }}\nstall = {{ for = '1h' }}
             [[fault]]\nwhen = {{ after = 'connection-request', delay = '200ms' }}\n{end} = {{}}"
        );
        let server = Served::start(&faults).await;
        assert_eq!(confirm_of(server.address()).await, (Vec::new(), ending));
        assert_delivered(&server.record(1).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_message_that_is_held_back_was_not_delivered() {
    for delay in [
        "latency = { mean = '1h' }",
        "bandwidth = { rate = '1 B/s' }",
    ] {
        let faults = format!(
            "[[fault]]\nwhen = {{ after = 'connection-request' }}\n{delay}
             [[fault]]\nwhen = {{ at = 'connection-confirm' }}\ncorrupt = {{}}"
        );
        let server = Served::start(&faults).await;
        let mut client = Client::connect(server.address()).await;
        client.send(&REQUEST).await;
        client.hear_nothing(SILENCE).await;
        client.close().await;
        let record = server.record(1).await;
        assert_eq!(record.sent, 0);
        let states = record.deliveries.iter().map(|delivery| &delivery.state);
        let expected = [DeliveryState::Delivered, DeliveryState::NotReached];
        assert!(states.eq(&expected), "{delay}: {:?}", record.deliveries);
    }
}
