//! What a server keeps of its connections besides their records, where somebody wants it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use badrdp_scenario::Id;
use rustls::KeyLog;

use crate::capture::Capture;
use crate::transcript::Exchange;

/// Takes messages as they are said: the scenario, the number of the connection, and the message.
/// It is called in the connection's task and must not wait.
pub type ExchangeSink = Arc<dyn Fn(&Id, u32, &Exchange) + Send + Sync>;

/// Takes the messages of one scenario's connections.
pub(crate) type ConnectionExchangeSink = Arc<dyn Fn(u32, &Exchange) + Send + Sync>;

/// What is kept of each connection. By default nothing, which costs nothing.
#[derive(Clone, Default)]
pub struct Evidence {
    /// Keep messages in the clear in the records, without credentials: at most 200 of a
    /// connection, with 512 bytes each.
    pub exchanges: bool,
    /// Takes messages as they are said, whether or not they are kept. Of drawing and of input
    /// that follows the same, only the first is told.
    pub exchange_sink: Option<ExchangeSink>,
    /// Where what goes over the wire is written. It holds what clients send, passwords included.
    pub capture: Option<Arc<Capture>>,
}

impl Evidence {
    /// The name of the capture's file.
    #[must_use]
    pub fn capture_name(&self) -> Option<String> {
        let name = self.capture.as_ref()?.path().file_name()?;
        Some(name.to_string_lossy().into_owned())
    }

    pub(crate) const fn is_wanted(&self) -> bool {
        self.exchanges || self.exchange_sink.is_some() || self.capture.is_some()
    }
}

impl fmt::Debug for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Evidence")
            .field("exchanges", &self.exchanges)
            .field("capture", &self.capture)
            .finish_non_exhaustive()
    }
}

/// Passes the secrets of TLS on: to whom a scenario was armed with, and to the captures of the
/// servers that play it.
#[derive(Default)]
pub(crate) struct Secrets {
    log: Option<Arc<dyn KeyLog>>,
    captures: Mutex<Vec<Weak<Capture>>>,
}

impl Secrets {
    pub(crate) fn new(log: Option<Arc<dyn KeyLog>>) -> Self {
        Self {
            log,
            captures: Mutex::default(),
        }
    }

    /// From now on, secrets go to this capture as well, as long as it is there.
    pub(crate) fn pass_on(&self, capture: &Arc<Capture>) {
        let mut captures = self.captures.lock().unwrap_or_else(PoisonError::into_inner);
        captures.retain(|known| known.strong_count() > 0);
        captures.push(Arc::downgrade(capture));
    }

    fn is_captured(&self) -> bool {
        let captures = self.captures.lock().unwrap_or_else(PoisonError::into_inner);
        captures.iter().any(|capture| capture.strong_count() > 0)
    }

    fn captures(&self) -> Vec<Arc<Capture>> {
        let captures = self.captures.lock().unwrap_or_else(PoisonError::into_inner);
        captures.iter().filter_map(Weak::upgrade).collect()
    }
}

impl KeyLog for Secrets {
    fn log(&self, label: &str, client_random: &[u8], secret: &[u8]) {
        if let Some(log) = self.log.as_ref().filter(|log| log.will_log(label)) {
            log.log(label, client_random, secret);
        }
        for capture in self.captures() {
            capture.log(label, client_random, secret);
        }
    }

    fn will_log(&self, label: &str) -> bool {
        self.log.as_ref().is_some_and(|log| log.will_log(label)) || self.is_captured()
    }
}

impl fmt::Debug for Secrets {
    // A secret must never reach a log that is not the key log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(..)")
    }
}
