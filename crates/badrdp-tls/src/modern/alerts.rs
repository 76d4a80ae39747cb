//! Which keys an alert needs at each place of a handshake.
//!
//! ```text
//! TLS 1.2  up to the server's ChangeCipherSpec      none
//!          in the place of Finished                 the connection's, first record
//! TLS 1.3  up to ServerHello                        none
//!          among the encrypted handshake messages   the handshake's
//!          while the client's Finished is due       the application's, first record
//! both     afterwards                               the connection's, next record
//! ```

use badrdp_proto::{Message, MessageName};

use super::engine::Modern;
use super::seal::Keys;
use crate::alert;
use crate::choices::Version;
use crate::record::Hidden;

impl Modern {
    /// The alert for the place of the `nth` message called `at`; the connection is given up.
    pub(super) fn make_alert(&mut self, at: MessageName, nth: u64, alert: [u8; 2]) -> Message {
        let tls13 = self.is_tls13();
        let sealed = self
            .keys_at(at, nth)
            .and_then(|mut keys| keys.alert(tls13, alert));
        self.connection = None;
        self.splitter.hidden(Hidden::Alert);
        let [level, description] = alert;
        let plain = || alert::plaintext_record(Version::Tls12.code(), level, description);
        sealed
            .and_then(|record| self.splitter.split_one(&record))
            .unwrap_or_else(plain)
    }

    /// The keys that protect a record in that place; `None` where nothing does.
    fn keys_at(&mut self, at: MessageName, nth: u64) -> Option<Keys> {
        if self.is_tls13() {
            return match at {
                _ if at <= MessageName::HelloRetryRequest => None,
                MessageName::ServerChangeCipherSpec => Some(self.flight.as_ref()?.keys_at(0)),
                MessageName::EncryptedHandshake => Some(self.flight.as_ref()?.keys_at(nth)),
                MessageName::ClientChangeCipherSpec | MessageName::ClientEncryptedHandshake => {
                    Keys::derived(self.suite()?, self.application.as_deref()?)
                }
                _ => self.extracted_keys(),
            };
        }
        match at {
            _ if at < MessageName::ServerFinished => None,
            MessageName::ServerFinished => Some(self.extracted_keys()?.at_record(0)),
            _ => self.extracted_keys(),
        }
    }

    /// The keys of now, which the connection gives up for that.
    fn extracted_keys(&mut self) -> Option<Keys> {
        self.pump();
        let secrets = self.connection.take()?.dangerous_extract_secrets().ok()?;
        let (sequence, secrets) = &secrets.tx;
        Keys::extracted(*sequence, secrets)
    }
}
