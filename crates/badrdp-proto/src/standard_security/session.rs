//! One side of an encrypted connection: seals what it sends, opens what it gets.
//!
//! Faults change a PDU while it is plain, so sealing works on finished bytes and is told
//! where the signature lies. The same calls serve slow-path and fast-path PDUs, since in
//! both everything behind the signature is the body.

use std::ops::Range;

use super::header::Seal;
use super::keys::{self, Keys, PACKETS_PER_KEY};
use super::mac::{self, SIGNATURE_LEN};
use super::method::Method;
use super::stream::{BLOCK_LEN, Stream};

/// Which side of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Sends with the client's key.
    Client,
    /// Sends with the server's key.
    Server,
}

/// A body that does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The signature is not the one of the body.
    #[error("the signature is wrong")]
    BadSignature,
    /// Triple DES makes whole blocks; this body has a part of one, or none.
    #[error("a body of {0} bytes is no whole number of blocks")]
    Blocks(usize),
    /// `padlen` is longer than the body.
    #[error("a padding of {0} bytes is longer than the body")]
    Padding(u8),
}

/// The state of one side, for both directions.
#[derive(Debug)]
pub struct Session {
    method: Method,
    mac_key: Vec<u8>,
    sending: Half,
    receiving: Half,
}

impl Session {
    /// The state right after the keys are known.
    #[must_use]
    pub fn new(role: Role, keys: &Keys) -> Self {
        let (send, receive) = match role {
            Role::Client => (&keys.client_to_server, &keys.server_to_client),
            Role::Server => (&keys.server_to_client, &keys.client_to_server),
        };
        Self {
            method: keys.method,
            mac_key: keys.mac.clone(),
            sending: Half::new(send, Stream::sending),
            receiving: Half::new(receive, Stream::receiving),
        }
    }

    /// A faulty side that keeps sending with its first key, where it should update it after
    /// [`PACKETS_PER_KEY`] packets. What it gets it still reads right.
    #[must_use]
    pub fn without_key_updates(mut self) -> Self {
        self.sending.updates = false;
        self
    }

    /// What the keys are for.
    #[must_use]
    pub const fn method(&self) -> Method {
        self.method
    }

    /// How many packets were sealed.
    #[must_use]
    pub const fn sealed(&self) -> u32 {
        self.sending.count
    }

    /// How many packets were opened.
    #[must_use]
    pub const fn opened(&self) -> u32 {
        self.receiving.count
    }

    /// Signs and encrypts one PDU in place. `signature` is where its signature lies; all
    /// behind it is the body. A signature that is not zero was put there on purpose, and
    /// stays. For FIPS the body has its padding already, whose length stands in front of
    /// the signature. Bytes that end within the signature or before it stay as they are.
    pub fn seal(&mut self, bytes: &mut [u8], signature: Range<usize>, secure_checksum: bool) {
        let fips = self.method == Method::Fips;
        let Some((head, body)) = bytes.split_at_mut_checked(signature.end) else {
            return;
        };
        let Some((before, place)) = head.split_at_mut_checked(signature.start) else {
            return;
        };
        let padding = match before.last() {
            Some(padding) if fips => usize::from(*padding),
            _ => 0,
        };
        if place.iter().all(|byte| *byte == 0) {
            let signed = body.get(..body.len().saturating_sub(padding));
            let value = self.signature(&self.sending, signed.unwrap_or_default(), secure_checksum);
            for (to, from) in place.iter_mut().zip(value) {
                *to = from;
            }
        }
        self.sending.apply(self.method, body, Stream::sending);
    }

    /// Decrypts one body in place, cuts the padding of FIPS off and checks the signature.
    ///
    /// # Errors
    /// [`OpenError`]. The body is decrypted all the same, and the packet counts, so that
    /// the next one opens.
    pub fn open(
        &mut self,
        seal: &Seal,
        body: &mut Vec<u8>,
        secure_checksum: bool,
    ) -> Result<(), OpenError> {
        let length = body.len();
        let count = self.receiving.count;
        self.receiving.apply(self.method, body, Stream::receiving);
        if self.method == Method::Fips {
            if length == 0 || !length.is_multiple_of(BLOCK_LEN) {
                return Err(OpenError::Blocks(length));
            }
            let plain = length.checked_sub(seal.pad_length.into());
            body.truncate(plain.ok_or(OpenError::Padding(seal.pad_length))?);
        }
        let expected = mac::signature(self.method, &self.mac_key, body, count, secure_checksum);
        if seal.signature == expected {
            Ok(())
        } else {
            Err(OpenError::BadSignature)
        }
    }

    fn signature(&self, half: &Half, body: &[u8], secure_checksum: bool) -> [u8; SIGNATURE_LEN] {
        mac::signature(
            self.method,
            &self.mac_key,
            body,
            half.count,
            secure_checksum,
        )
    }
}

/// One direction.
#[derive(Debug)]
struct Half {
    initial: Key,
    current: Key,
    stream: Stream,
    /// All packets so far; the salted MAC counts on across key updates.
    count: u32,
    /// Packets with the current key.
    with_this_key: u32,
    updates: bool,
}

impl Half {
    fn new(key: &[u8], stream: fn(&[u8]) -> Stream) -> Self {
        Self {
            initial: Key(key.to_vec()),
            current: Key(key.to_vec()),
            stream: stream(key),
            count: 0,
            with_this_key: 0,
            updates: true,
        }
    }

    fn apply(&mut self, method: Method, body: &mut [u8], stream: fn(&[u8]) -> Stream) {
        if self.updates && method != Method::Fips && self.with_this_key == PACKETS_PER_KEY {
            self.current = Key(keys::update(method, &self.initial.0, &self.current.0));
            self.stream = stream(&self.current.0);
            self.with_this_key = 0;
        }
        self.stream.apply(body);
        self.count = self.count.wrapping_add(1);
        self.with_this_key = self.with_this_key.saturating_add(1);
    }
}

/// A key that no log shows.
struct Key(Vec<u8>);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bits", self.0.len() * 8)
    }
}

#[cfg(test)]
mod tests;
