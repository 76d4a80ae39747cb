//! The traffic secrets of TLS 1.3 handshakes that are under way.
//!
//! rustls gives keys away only after the handshake. An alert in the middle of it needs them
//! before, and the key log is the one place where rustls says them.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use rustls::KeyLog;

/// What a server protects its records with, in the order of the protocol.
#[derive(Clone, Default)]
pub(super) struct TrafficSecrets {
    /// From EncryptedExtensions to Finished.
    pub(super) handshake: Vec<u8>,
    /// After the server's Finished.
    pub(super) application: Vec<u8>,
}

/// Overhears the secrets on their way to the key log.
#[derive(Default)]
pub(crate) struct Tap {
    log: Option<Arc<dyn KeyLog>>,
    /// By client random; the engine takes its entry in the call that made it.
    secrets: Mutex<HashMap<Vec<u8>, TrafficSecrets>>,
}

impl Tap {
    /// Passes everything on to `log`.
    pub(super) fn new(log: Option<Arc<dyn KeyLog>>) -> Self {
        Self {
            log,
            secrets: Mutex::default(),
        }
    }

    /// The secrets of one connection, which are then forgotten here.
    pub(super) fn take(&self, client_random: &[u8]) -> Option<TrafficSecrets> {
        let mut secrets = self.secrets.lock().unwrap_or_else(PoisonError::into_inner);
        secrets.remove(client_random)
    }
}

impl KeyLog for Tap {
    fn log(&self, label: &str, client_random: &[u8], secret: &[u8]) {
        if let Some(log) = self.log.as_ref().filter(|log| log.will_log(label)) {
            log.log(label, client_random, secret);
        }
        if matches!(label, HANDSHAKE | APPLICATION) {
            let mut secrets = self.secrets.lock().unwrap_or_else(PoisonError::into_inner);
            if secrets.len() >= MAX_WAITING {
                secrets.clear();
            }
            let entry = secrets.entry(client_random.to_vec()).or_default();
            let kept = match label {
                HANDSHAKE => &mut entry.handshake,
                _ => &mut entry.application,
            };
            *kept = secret.to_vec();
        }
    }

    fn will_log(&self, label: &str) -> bool {
        let passes_on = self.log.as_ref().is_some_and(|log| log.will_log(label));
        passes_on || matches!(label, HANDSHAKE | APPLICATION)
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

const HANDSHAKE: &str = "SERVER_HANDSHAKE_TRAFFIC_SECRET";
const APPLICATION: &str = "SERVER_TRAFFIC_SECRET_0";
