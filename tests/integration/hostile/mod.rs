//! Clients that want to hurt the server, or the other clients.
//!
//! A test that ends has also shown that nothing panicked: the record of a driver that panics
//! is never complete, and every test waits for the records that it made.

mod crowd;
mod garbage;
mod slow;

use std::time::Duration;

use tokio::time::Instant;

use crate::support::{CONFIRM, Client, REQUEST, Served};

/// How long an honest client may wait behind hostile ones. Alone it waits less than a
/// millisecond; the rest is for the hostile clients' share of two cores, and for a debug build.
const HONEST: Duration = Duration::from_secs(2);

/// An honest client negotiates without delay.
async fn assert_still_serves(server: &Served) {
    let start = Instant::now();
    let mut client = Client::connect(server.address()).await;
    client.send(&REQUEST).await;
    assert_eq!(client.hear(CONFIRM.len()).await, CONFIRM);
    let elapsed = start.elapsed();
    assert!(elapsed < HONEST, "an honest client waited for {elapsed:?}");
    client.close().await;
}
