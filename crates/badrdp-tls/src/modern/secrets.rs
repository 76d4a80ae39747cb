//! The traffic secrets of TLS 1.3 handshakes that are under way.
//!
//! rustls gives keys away only after the handshake. An alert in the middle of it needs them
//! before, and the key log is the one place where rustls says them.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use rustls::KeyLog;

/// Overhears what a server protects its records with after its Finished, on the way to the key
/// log.
#[derive(Default)]
pub(crate) struct Tap {
    log: Option<Arc<dyn KeyLog>>,
    /// By client random; the engine takes its entry in the call that made it.
    secrets: Mutex<HashMap<[u8; 32], Vec<u8>>>,
}

impl Tap {
    /// Passes everything on to `log`.
    pub(super) fn new(log: Option<Arc<dyn KeyLog>>) -> Self {
        Self {
            log,
            secrets: Mutex::default(),
        }
    }

    /// The secret of one connection, which is then forgotten here.
    pub(super) fn take(&self, client_random: &[u8; 32]) -> Option<Vec<u8>> {
        let mut secrets = self.secrets.lock().unwrap_or_else(PoisonError::into_inner);
        secrets.remove(client_random)
    }
}

impl KeyLog for Tap {
    fn log(&self, label: &str, client_random: &[u8], secret: &[u8]) {
        if let Some(log) = self.log.as_ref().filter(|log| log.will_log(label)) {
            log.log(label, client_random, secret);
        }
        if let (APPLICATION, Ok(client_random)) = (label, client_random.try_into()) {
            let mut secrets = self.secrets.lock().unwrap_or_else(PoisonError::into_inner);
            if secrets.len() >= MAX_WAITING {
                secrets.clear();
            }
            secrets.insert(client_random, secret.to_vec());
        }
    }

    fn will_log(&self, label: &str) -> bool {
        let passes_on = self.log.as_ref().is_some_and(|log| log.will_log(label));
        passes_on || label == APPLICATION
    }
}

impl fmt::Debug for Tap {
    // A secret must never reach a log that is not the key log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tap(..)")
    }
}

/// More than threads could be inside rustls at once: entries that nobody took pile up only if
/// rustls reads a ClientHello that the observer does not.
const MAX_WAITING: usize = 1024;

const APPLICATION: &str = "SERVER_TRAFFIC_SECRET_0";
