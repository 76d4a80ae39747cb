//! What a client says in licensing (MS-RDPELE 2.2.2.2, 2.2.2.3, 2.2.2.5; MS-RDPBCGR 2.2.1.12.1.3).

use super::blob::{self, blob_type};
use super::challenge::PlatformChallengeResponse;
use super::error::LicenseError;
use super::keys::MAC_LEN;
use super::preamble::{self, message_type};
use super::request::{KEY_EXCHANGE_ALG_RSA, ansi_text};
use crate::message::{Message, MessageName};
use crate::reader::{Reader, TooShort};
use crate::share::text::from_ansi;
use crate::writer::Writer;

/// `PlatformId` of a Windows client: CLIENT_OS_ID_WINNT_POST_52 and CLIENT_IMAGE_ID_MICROSOFT.
pub const PLATFORM_ID: u32 = 0x0401_0000;

/// The zeros behind an encrypted premaster secret.
const PADDING: [u8; 8] = [0; 8];

/// A licensing message of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientMessage {
    /// It has no license.
    NewLicenseRequest(NewLicenseRequest),
    /// It has one.
    LicenseInformation(LicenseInformation),
    /// It gives the challenge back.
    PlatformChallengeResponse(PlatformChallengeResponse),
    /// It gives up.
    Error(LicenseError),
}

/// A licensing message that makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClientMessageError {
    /// It ends too early.
    #[error(transparent)]
    TooShort(#[from] TooShort),
    /// `bMsgType` is none that a client sends.
    #[error("licensing message type {0:#04x} is none of a client")]
    Type(u8),
}

impl ClientMessage {
    /// Reads a message, from the licensing preamble on.
    ///
    /// # Errors
    /// [`ClientMessageError`]
    pub fn decode(bytes: &[u8]) -> Result<Self, ClientMessageError> {
        let mut reader = Reader::new(bytes);
        Ok(match preamble::decode(&mut reader)? {
            message_type::NEW_LICENSE_REQUEST => {
                Self::NewLicenseRequest(NewLicenseRequest::decode(&mut reader)?)
            }
            message_type::LICENSE_INFO => {
                Self::LicenseInformation(LicenseInformation::decode(&mut reader)?)
            }
            message_type::PLATFORM_CHALLENGE_RESPONSE => {
                Self::PlatformChallengeResponse(PlatformChallengeResponse::decode(&mut reader)?)
            }
            message_type::ERROR_ALERT => Self::Error(LicenseError::decode(&mut reader)?),
            other => return Err(ClientMessageError::Type(other)),
        })
    }

    /// Its name in the standard.
    #[must_use]
    pub const fn name(&self) -> MessageName {
        match self {
            Self::NewLicenseRequest(_) => MessageName::NewLicenseRequest,
            Self::LicenseInformation(_) => MessageName::LicenseInformation,
            Self::PlatformChallengeResponse(_) => MessageName::PlatformChallengeResponse,
            Self::Error(_) => MessageName::ClientLicenseError,
        }
    }
}

/// How the client's keys come about: the first fields of two messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyExchange {
    /// `PlatformId`.
    pub platform_id: u32,
    /// `ClientRandom`.
    pub client_random: [u8; 32],
    /// `EncryptedPreMasterSecret`, little-endian, with its padding.
    pub encrypted_premaster_secret: Vec<u8>,
}

impl KeyExchange {
    fn write(&self, writer: &mut Writer) {
        writer
            .u32_le("licensing.preferred-key-exchange-alg", KEY_EXCHANGE_ALG_RSA)
            .u32_le("licensing.platform-id", self.platform_id)
            .raw("licensing.client-random", &self.client_random);
        let names = [
            "licensing.encrypted-premaster-secret.type",
            "licensing.encrypted-premaster-secret.length",
            "licensing.encrypted-premaster-secret.data",
        ];
        let secret = &self.encrypted_premaster_secret;
        blob::write(writer, names, blob_type::RANDOM, secret);
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, TooShort> {
        reader.u32_le()?;
        Ok(Self {
            platform_id: reader.u32_le()?,
            client_random: reader.array()?,
            encrypted_premaster_secret: blob::read(reader)?.to_vec(),
        })
    }

    /// With the padding that the standard wants behind `encrypted`.
    #[must_use]
    pub fn new(client_random: [u8; 32], encrypted: &[u8]) -> Self {
        Self {
            platform_id: PLATFORM_ID,
            client_random,
            encrypted_premaster_secret: [encrypted, &PADDING].concat(),
        }
    }
}

/// CLIENT_NEW_LICENSE_REQUEST (MS-RDPELE 2.2.2.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLicenseRequest {
    /// How the keys come about.
    pub key_exchange: KeyExchange,
    /// `ClientUserName`.
    pub user_name: String,
    /// `ClientMachineName`.
    pub machine_name: String,
}

impl NewLicenseRequest {
    /// Writes it, from the licensing preamble on.
    #[must_use]
    pub fn encode(&self) -> Message {
        let mut writer = Writer::new(MessageName::NewLicenseRequest);
        self.key_exchange.write(&mut writer);
        let names = [
            "licensing.client-user-name.type",
            "licensing.client-user-name.length",
            "licensing.client-user-name.data",
        ];
        let text = ansi_text(&self.user_name);
        blob::write(&mut writer, names, blob_type::CLIENT_USER_NAME, &text);
        let names = [
            "licensing.client-machine-name.type",
            "licensing.client-machine-name.length",
            "licensing.client-machine-name.data",
        ];
        let text = ansi_text(&self.machine_name);
        blob::write(&mut writer, names, blob_type::CLIENT_MACHINE_NAME, &text);
        preamble::wrap(message_type::NEW_LICENSE_REQUEST, writer.finish())
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, TooShort> {
        Ok(Self {
            key_exchange: KeyExchange::decode(reader)?,
            user_name: from_ansi(blob::read(reader)?),
            machine_name: from_ansi(blob::read(reader)?),
        })
    }
}

/// CLIENT_LICENSE_INFO (MS-RDPELE 2.2.2.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LicenseInformation {
    /// How the keys come about.
    pub key_exchange: KeyExchange,
    /// `LicenseInfo`: what a server issued before.
    pub license: Vec<u8>,
    /// `EncryptedHWID`.
    pub encrypted_hardware_id: Vec<u8>,
    /// `MACData`, over the hardware id.
    pub mac: [u8; MAC_LEN],
}

impl LicenseInformation {
    /// Writes it, from the licensing preamble on.
    #[must_use]
    pub fn encode(&self) -> Message {
        let mut writer = Writer::new(MessageName::LicenseInformation);
        self.key_exchange.write(&mut writer);
        let names = [
            "licensing.license-info.type",
            "licensing.license-info.length",
            "licensing.license-info.data",
        ];
        blob::write(&mut writer, names, blob_type::DATA, &self.license);
        let names = [
            "licensing.encrypted-hwid.type",
            "licensing.encrypted-hwid.length",
            "licensing.encrypted-hwid.data",
        ];
        let encrypted = &self.encrypted_hardware_id;
        blob::write(&mut writer, names, blob_type::ENCRYPTED_DATA, encrypted);
        writer.raw("licensing.mac-data", &self.mac);
        preamble::wrap(message_type::LICENSE_INFO, writer.finish())
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, TooShort> {
        Ok(Self {
            key_exchange: KeyExchange::decode(reader)?,
            license: blob::read(reader)?.to_vec(),
            encrypted_hardware_id: blob::read(reader)?.to_vec(),
            mac: reader.array()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::error::{ErrorCode, StateTransition, client_license_error};
    use super::*;

    #[test]
    fn a_client_that_gives_up_says_why() {
        let (code, transition) = (ErrorCode::NO_LICENSE, StateTransition::TOTAL_ABORT);
        let message = client_license_error(code, transition);
        let read = ClientMessage::decode(&message.bytes).unwrap();
        assert_eq!(read.name(), message.name);
        assert_eq!(
            read,
            ClientMessage::Error(LicenseError { code, transition })
        );
    }

    #[test]
    fn a_servers_message_is_none_of_a_client() {
        let error = ClientMessage::decode(&[1, 3, 4, 0]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "licensing message type 0x01 is none of a client"
        );
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(
            kind in proptest::sample::select(vec![0x12, 0x13, 0x15, 0xFF, 0]),
            bytes in proptest::collection::vec(any::<u8>(), 0..120),
        ) {
            let _ = ClientMessage::decode(&bytes);
            let _ = ClientMessage::decode(&[&[kind, 3, 0, 0], bytes.as_slice()].concat());
        }

        #[test]
        fn any_new_license_request_reads_back(
            client_random: [u8; 32],
            secret in proptest::collection::vec(any::<u8>(), 0..80),
            user_name in "[ -~]{0,20}",
            machine_name in "[ -~]{0,20}",
        ) {
            let request = NewLicenseRequest {
                key_exchange: KeyExchange::new(client_random, &secret),
                user_name,
                machine_name,
            };
            let message = request.encode();
            let read = ClientMessage::decode(&message.bytes);
            prop_assert_eq!(read, Ok(ClientMessage::NewLicenseRequest(request)));
        }

        #[test]
        fn any_license_information_reads_back(
            client_random: [u8; 32],
            license in proptest::collection::vec(any::<u8>(), 0..80),
            mac: [u8; 16],
        ) {
            let information = LicenseInformation {
                key_exchange: KeyExchange::new(client_random, &[1; 64]),
                encrypted_hardware_id: license.clone(),
                license,
                mac,
            };
            let message = information.encode();
            let read = ClientMessage::decode(&message.bytes);
            prop_assert_eq!(read, Ok(ClientMessage::LicenseInformation(information)));
        }
    }
}
