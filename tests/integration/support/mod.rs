//! What the tests share: servers that are armed from TOML, and clients made of raw sockets.
//!
//! ```text
//! TOML --serve--> Served --address--> Client, handshake   raw sockets, rustls without I/O
//!                   |--event--> what happens, as it happens
//!                   `--record--> what one connection came to
//! ```

mod client;
mod served;
mod tls_client;

use std::time::Duration;

use tokio::time::timeout;

pub(crate) use self::client::{CONFIRM, Client, Ending, REQUEST, confirm_of};
pub(crate) use self::served::{Served, assert_delivered};
pub(crate) use self::tls_client::{Handshake, client_hello};

/// How long anything may take that does not wait on purpose. Loopback needs microseconds and a
/// handshake of a debug build milliseconds; the rest is for a machine that is busy.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// How much later than declared a pause may end: a timer that is due waits for a free core, and
/// two cores run all tests and servers at once.
pub(crate) const LATE: Duration = Duration::from_secs(4);

/// How long a silence is listened to before it counts as one. Whatever a server wants to say
/// at once is there within a millisecond.
pub(crate) const SILENCE: Duration = Duration::from_millis(300);

/// Awaits `future`, at most for [`PATIENCE`].
pub(crate) async fn within<F: Future>(what: &str, future: F) -> F::Output {
    match timeout(PATIENCE, future).await {
        Ok(output) => output,
        Err(_) => panic!("{what} took longer than {PATIENCE:?}"),
    }
}
