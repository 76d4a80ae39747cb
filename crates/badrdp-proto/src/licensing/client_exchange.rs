//! The client's side of licensing, for a probe (MS-RDPELE 3.3).

use super::challenge::{self, BadMac, HARDWARE_ID_LEN, PlatformChallenge};
use super::client::{KeyExchange, NewLicenseRequest};
use super::error::LicenseError;
use super::keys::{Keys, PREMASTER_SECRET_LEN};
use super::license::{NewLicense, NewLicenseError, NewLicenseInfo};
use super::preamble::{self, message_type};
use super::request::{KEY_EXCHANGE_ALG_RSA, LicenseRequest};
use crate::message::{Message, MessageName};
use crate::reader::{Reader, TooShort};
use crate::standard_security::{CertificateError, PublicKey, ServerCertificate};

/// What a server's licensing message means for the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerSaid {
    /// It wants an answer.
    Answer {
        /// What it said.
        received: MessageName,
        /// What to say, from the licensing preamble on.
        answer: Message,
    },
    /// A license: licensing is over.
    License(NewLicenseInfo),
    /// The end of licensing, good or bad.
    Error(LicenseError),
}

/// A server's message that an honest client does not go on with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ServerMessageError {
    /// It ends too early.
    #[error(transparent)]
    TooShort(#[from] TooShort),
    /// `bMsgType` is none that a server sends.
    #[error("licensing message type {0:#04x} is none of a server")]
    Type(u8),
    /// It needs keys, but nothing was exchanged yet.
    #[error("{0} comes before the license request")]
    Early(MessageName),
    /// The certificate in the License Request is broken.
    #[error("the license request's certificate: {0}")]
    Certificate(#[from] CertificateError),
    /// The License Request names no way to exchange keys that exists.
    #[error(
        "the license request names no way to exchange keys but {0:?}, and there is only 1, RSA"
    )]
    KeyExchange(Vec<u32>),
    /// There is no key to encrypt the premaster secret with.
    #[error("the license request has no key of use")]
    NoKey,
    /// It was signed with other keys.
    #[error(transparent)]
    BadMac(#[from] BadMac),
    /// The license cannot be read.
    #[error("the new license: {0}")]
    License(#[from] NewLicenseError),
}

/// One exchange.
#[derive(Clone)]
pub struct ClientExchange {
    client_random: [u8; 32],
    premaster_secret: [u8; PREMASTER_SECRET_LEN],
    user_name: String,
    machine_name: String,
    keys: Option<Keys>,
}

impl ClientExchange {
    /// A client with these random bytes and names.
    #[must_use]
    pub fn new(
        client_random: [u8; 32],
        premaster_secret: [u8; PREMASTER_SECRET_LEN],
        user_name: &str,
        machine_name: &str,
    ) -> Self {
        Self {
            client_random,
            premaster_secret,
            user_name: user_name.to_owned(),
            machine_name: machine_name.to_owned(),
            keys: None,
        }
    }

    /// Takes one message of the server, from the licensing preamble on.
    ///
    /// `key` finds the server's key in its certificate; it gets `None` where the License
    /// Request has no certificate and that of the Connect Response counts.
    ///
    /// # Errors
    /// [`ServerMessageError`]
    pub fn server(
        &mut self,
        bytes: &[u8],
        key: impl FnOnce(Option<&ServerCertificate>) -> Option<PublicKey>,
    ) -> Result<ServerSaid, ServerMessageError> {
        let mut reader = Reader::new(bytes);
        let reader = &mut reader;
        Ok(match preamble::decode(reader)? {
            message_type::LICENSE_REQUEST => {
                let request = LicenseRequest::decode(reader)?;
                ServerSaid::Answer {
                    received: MessageName::LicenseRequest,
                    answer: self.new_license_request(&request, key)?,
                }
            }
            message_type::PLATFORM_CHALLENGE => {
                let keys = self.keys(MessageName::PlatformChallenge)?;
                let challenge = PlatformChallenge::decode(reader)?.open(keys)?;
                let hardware_id = [0; HARDWARE_ID_LEN];
                ServerSaid::Answer {
                    received: MessageName::PlatformChallenge,
                    answer: challenge::platform_challenge_response(keys, &challenge, &hardware_id),
                }
            }
            message_type::NEW_LICENSE | message_type::UPGRADE_LICENSE => {
                let keys = self.keys(MessageName::NewLicense)?;
                ServerSaid::License(NewLicense::decode(reader)?.open(keys)?)
            }
            message_type::ERROR_ALERT => ServerSaid::Error(LicenseError::decode(reader)?),
            other => return Err(ServerMessageError::Type(other)),
        })
    }

    fn new_license_request(
        &mut self,
        request: &LicenseRequest,
        key: impl FnOnce(Option<&ServerCertificate>) -> Option<PublicKey>,
    ) -> Result<Message, ServerMessageError> {
        if !request.key_exchange.contains(&KEY_EXCHANGE_ALG_RSA) {
            let algorithms = request.key_exchange.clone();
            return Err(ServerMessageError::KeyExchange(algorithms));
        }
        let certificate = match request.certificate.as_slice() {
            [] => None,
            bytes => Some(ServerCertificate::decode(bytes)?),
        };
        let encrypted = key(certificate.as_ref())
            .and_then(|key| key.encrypt(&self.premaster_secret))
            .ok_or(ServerMessageError::NoKey)?;
        self.keys = Some(Keys::derive(
            &self.premaster_secret,
            &self.client_random,
            &request.server_random,
        ));
        let message = NewLicenseRequest {
            key_exchange: KeyExchange::new(self.client_random, &encrypted),
            user_name: self.user_name.clone(),
            machine_name: self.machine_name.clone(),
        };
        Ok(message.encode())
    }

    fn keys(&self, message: MessageName) -> Result<&Keys, ServerMessageError> {
        self.keys.as_ref().ok_or(ServerMessageError::Early(message))
    }
}

/// Says no secret.
impl std::fmt::Debug for ClientExchange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientExchange")
            .field("keys", &self.keys)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::super::error::valid_client;
    use super::super::request::{ProductInfo, license_request};
    use super::*;
    use crate::writer::Writer;

    fn client() -> ClientExchange {
        ClientExchange::new([1; 32], [2; 48], "user", "machine")
    }

    #[test]
    fn the_short_path_is_over_at_once() {
        let said = client().server(&valid_client().bytes, |_| None);
        let Ok(ServerSaid::Error(error)) = said else {
            panic!("{said:?}");
        };
        assert!(error.is_valid_client());
    }

    #[test]
    fn without_a_certificate_the_caller_has_the_key() {
        let empty = Writer::new(MessageName::LicenseRequest).finish();
        let product = ProductInfo::windows(0x0005_0001);
        let message = license_request(&[3; 32], &product, empty, &[]);
        let no_key = client().server(&message.bytes, |certificate| {
            assert_eq!(certificate, None);
            None
        });
        assert_eq!(no_key, Err(ServerMessageError::NoKey));
    }

    #[test]
    fn a_challenge_without_a_request_is_early() {
        let error = client().server(&[2, 3, 4, 0], |_| None).unwrap_err();
        assert_eq!(
            error.to_string(),
            "platform-challenge comes before the license request"
        );
    }
}
