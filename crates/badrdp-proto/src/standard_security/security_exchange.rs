//! Security Exchange: the client's random, encrypted with the server's key
//! (MS-RDPBCGR 2.2.1.10).

use super::certificate::PublicKey;
use super::header::{self, Form};
use super::server_key::ServerKey;
use crate::length::{length32, size};
use crate::message::{Message, MessageName};
use crate::reader::{Reader, TooShort};
use crate::writer::Writer;

/// The zeros behind the encrypted random.
const PADDING: [u8; 8] = [0; 8];

/// TS_SECURITY_PACKET with its header (MS-RDPBCGR 2.2.1.10.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityExchange {
    /// `flags` of the header: SEC_EXCHANGE_PKT, and whether the client can encrypt licensing.
    pub flags: u16,
    /// The random, encrypted, little-endian, with 8 bytes of padding.
    pub encrypted_client_random: Vec<u8>,
}

/// A Security Exchange that makes no sense.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecurityExchangeError {
    /// It ends too early.
    #[error(transparent)]
    TooShort(#[from] TooShort),
    /// The header says that it is another PDU.
    #[error("the flags {0:#06x} lack SEC_EXCHANGE_PKT")]
    Flags(u16),
}

impl SecurityExchange {
    /// Reads the user data of the MCS Send Data Request, from the security header on.
    ///
    /// # Errors
    /// [`SecurityExchangeError`]
    pub fn decode(user_data: &[u8]) -> Result<Self, SecurityExchangeError> {
        let mut reader = Reader::new(user_data);
        let flags = reader.u16_le()?;
        reader.u16_le()?;
        if flags & header::flags::EXCHANGE_PKT == 0 {
            return Err(SecurityExchangeError::Flags(flags));
        }
        let length = size(reader.u32_le()?);
        Ok(Self {
            flags,
            encrypted_client_random: reader.take(length)?.to_vec(),
        })
    }

    /// The client's random. A client that used another key has a random that fits nothing:
    /// its next PDU has a wrong signature.
    #[must_use]
    pub fn client_random(&self, key: &ServerKey) -> Vec<u8> {
        let mut random = key.decrypt(&self.encrypted_client_random);
        random.truncate(super::keys::RANDOM_LEN);
        random
    }
}

/// Writes the client's PDU, from the security header on; `None` where the key is of no use.
#[must_use]
pub fn security_exchange(flags: u16, client_random: &[u8], key: &PublicKey) -> Option<Message> {
    let encrypted = key.encrypt(client_random)?;
    let mut writer = Writer::new(MessageName::SecurityExchange);
    header::write(&mut writer, flags, Form::Basic, 0);
    let length = length32(encrypted.len() + PADDING.len());
    writer
        .u32_le("security-exchange.length", length)
        .raw("security-exchange.encrypted-client-random", &encrypted)
        .raw("security-exchange.padding", &PADDING);
    Some(writer.finish())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use header::flags;

    #[test]
    fn the_random_of_the_client_reaches_the_server() {
        let key = ServerKey::published();
        let random: Vec<u8> = (0..32).collect();
        let flags = flags::EXCHANGE_PKT | flags::LICENSE_ENCRYPT_SC;
        let message = security_exchange(flags, &random, &key.public()).unwrap();
        assert_eq!(message.bytes[..8], [1, 2, 0, 0, 72, 0, 0, 0]);
        let read = SecurityExchange::decode(&message.bytes).unwrap();
        assert_eq!(read.flags, flags);
        assert_eq!(read.encrypted_client_random.len(), 72);
        assert_eq!(read.client_random(&key), random);
    }

    #[test]
    fn another_pdu_is_refused() {
        let error = SecurityExchange::decode(&[0x40, 0, 0, 0]).unwrap_err();
        assert_eq!(error.to_string(), "the flags 0x0040 lack SEC_EXCHANGE_PKT");
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(
            bytes in proptest::collection::vec(any::<u8>(), 0..100),
        ) {
            let _ = SecurityExchange::decode(&bytes);
            let bytes = [&[1, 0, 0, 0], bytes.as_slice()].concat();
            let _ = SecurityExchange::decode(&bytes);
        }
    }
}
