//! Platform Challenge and its response (MS-RDPELE 2.2.2.4, 2.2.2.5).

use super::blob::{self, blob_type};
use super::keys::{Keys, MAC_LEN};
use super::preamble::{self, message_type};
use crate::length::length16;
use crate::message::{Message, MessageName};
use crate::reader::{Reader, TooShort};
use crate::writer::Writer;

/// What Windows servers ask: "TEST" in UTF-16.
pub const CHALLENGE: [u8; 10] = *b"T\0E\0S\0T\0\0\0";

/// The bytes of a hardware id: a platform id and four numbers (MS-RDPELE 2.2.2.3.1).
pub const HARDWARE_ID_LEN: usize = 20;

/// A `MACData` that is not the one of what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("MACData is wrong")]
pub struct BadMac;

/// The server's challenge.
#[must_use]
pub fn platform_challenge(keys: &Keys, challenge: &[u8]) -> Message {
    let mut writer = Writer::new(MessageName::PlatformChallenge);
    writer.u32_le("licensing.connect-flags", 0);
    let names = [
        "licensing.encrypted-platform-challenge.type",
        "licensing.encrypted-platform-challenge.length",
        "licensing.encrypted-platform-challenge.data",
    ];
    let encrypted = keys.crypt(challenge);
    blob::write(&mut writer, names, blob_type::ENCRYPTED_DATA, &encrypted);
    writer.raw("licensing.mac-data", &keys.mac(challenge));
    preamble::wrap(message_type::PLATFORM_CHALLENGE, writer.finish())
}

/// A challenge that was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformChallenge {
    encrypted: Vec<u8>,
    mac: [u8; MAC_LEN],
}

impl PlatformChallenge {
    /// Reads what follows the preamble.
    ///
    /// # Errors
    /// [`TooShort`] when it ends early.
    pub fn decode(reader: &mut Reader<'_>) -> Result<Self, TooShort> {
        reader.u32_le()?;
        Ok(Self {
            encrypted: blob::read(reader)?.to_vec(),
            mac: reader.array()?,
        })
    }

    /// The challenge.
    ///
    /// # Errors
    /// [`BadMac`]
    pub fn open(&self, keys: &Keys) -> Result<Vec<u8>, BadMac> {
        let plain = keys.crypt(&self.encrypted);
        (keys.mac(&plain) == self.mac)
            .then_some(plain)
            .ok_or(BadMac)
    }
}

/// The client's response (MS-RDPELE 2.2.2.5), with the data of 2.2.2.5.1: version 1, Win32,
/// all details, and the challenge itself.
#[must_use]
pub fn platform_challenge_response(
    keys: &Keys,
    challenge: &[u8],
    hardware_id: &[u8; HARDWARE_ID_LEN],
) -> Message {
    let length = length16(challenge.len());
    let data = [
        &[
            0x00, 0x01, /* wVersion */
            0x00, 0x01, /* wClientType */
        ],
        &[0x03, 0x00 /* wLicenseDetailLevel */][..],
        &length.to_le_bytes(),
        challenge,
    ]
    .concat();
    let mut writer = Writer::new(MessageName::PlatformChallengeResponse);
    let names = [
        "licensing.encrypted-platform-challenge-response.type",
        "licensing.encrypted-platform-challenge-response.length",
        "licensing.encrypted-platform-challenge-response.data",
    ];
    let encrypted = keys.crypt(&data);
    blob::write(&mut writer, names, blob_type::ENCRYPTED_DATA, &encrypted);
    let names = [
        "licensing.encrypted-hwid.type",
        "licensing.encrypted-hwid.length",
        "licensing.encrypted-hwid.data",
    ];
    let encrypted = keys.crypt(hardware_id);
    blob::write(&mut writer, names, blob_type::ENCRYPTED_DATA, &encrypted);
    let mac = keys.mac(&[&data, &hardware_id[..]].concat());
    writer.raw("licensing.mac-data", &mac);
    preamble::wrap(message_type::PLATFORM_CHALLENGE_RESPONSE, writer.finish())
}

/// A response that was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformChallengeResponse {
    encrypted_response: Vec<u8>,
    encrypted_hardware_id: Vec<u8>,
    mac: [u8; MAC_LEN],
}

impl PlatformChallengeResponse {
    /// Reads what follows the preamble.
    ///
    /// # Errors
    /// [`TooShort`] when it ends early.
    pub fn decode(reader: &mut Reader<'_>) -> Result<Self, TooShort> {
        Ok(Self {
            encrypted_response: blob::read(reader)?.to_vec(),
            encrypted_hardware_id: blob::read(reader)?.to_vec(),
            mac: reader.array()?,
        })
    }

    /// The challenge as the client gives it back: the last field of its data, or all of it,
    /// because old clients say nothing else.
    ///
    /// # Errors
    /// [`BadMac`]
    pub fn open(&self, keys: &Keys) -> Result<Vec<u8>, BadMac> {
        let data = keys.crypt(&self.encrypted_response);
        let hardware_id = keys.crypt(&self.encrypted_hardware_id);
        if keys.mac(&[data.as_slice(), &hardware_id].concat()) != self.mac {
            return Err(BadMac);
        }
        let mut reader = Reader::new(&data);
        let challenge = reader.take(3 * 2).ok().and_then(|_| {
            let length = usize::from(reader.u16_le().ok()?);
            (reader.rest().len() == length).then(|| reader.rest().to_vec())
        });
        Ok(challenge.unwrap_or(data))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Keys {
        Keys::derive(&[1; 48], &[2; 32], &[3; 32])
    }

    #[test]
    fn a_challenge_reads_back() {
        let message = platform_challenge(&keys(), &CHALLENGE);
        assert_eq!(message.bytes[..4], [2, 3, 38, 0]);
        let mut reader = Reader::new(&message.bytes[preamble::LEN..]);
        let challenge = PlatformChallenge::decode(&mut reader).unwrap();
        assert_eq!(challenge.open(&keys()), Ok(CHALLENGE.to_vec()));
        let other = Keys::derive(&[], &[], &[]);
        assert_eq!(challenge.open(&other), Err(BadMac));
    }

    #[test]
    fn a_response_gives_the_challenge_back() {
        let message = platform_challenge_response(&keys(), &CHALLENGE, &[7; HARDWARE_ID_LEN]);
        let mut reader = Reader::new(&message.bytes[preamble::LEN..]);
        let response = PlatformChallengeResponse::decode(&mut reader).unwrap();
        assert!(reader.is_empty());
        assert_eq!(response.open(&keys()), Ok(CHALLENGE.to_vec()));
        let damaged = PlatformChallengeResponse {
            mac: [0; 16],
            ..response
        };
        assert_eq!(damaged.open(&keys()), Err(BadMac));
    }

    #[test]
    fn a_response_of_the_bare_challenge_is_one_too() {
        let response = PlatformChallengeResponse {
            encrypted_response: keys().crypt(&CHALLENGE),
            encrypted_hardware_id: Vec::new(),
            mac: keys().mac(&CHALLENGE),
        };
        assert_eq!(response.open(&keys()), Ok(CHALLENGE.to_vec()));
    }
}
