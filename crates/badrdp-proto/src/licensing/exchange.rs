//! The server's side of the full exchange, without I/O (MS-RDPELE 3.2).

use super::challenge::{self, CHALLENGE};
use super::client::{ClientMessage, ClientMessageError, KeyExchange};
use super::error::{ErrorCode, LicenseError, StateTransition, license_error, valid_client};
use super::keys::{Keys, PREMASTER_SECRET_LEN};
use super::license::{self, Kind, NewLicenseInfo};
use super::request::{self, ProductInfo, SCOPE};
use crate::message::{Message, MessageName};
use crate::standard_security::ServerKey;

/// What the server needs to know for one exchange.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The key of `certificate`.
    pub key: ServerKey,
    /// A part from [`crate::standard_security::certificate`], proprietary or X.509.
    pub certificate: Message,
    /// 32 random bytes.
    pub server_random: [u8; 32],
    /// What the license is for.
    pub product: ProductInfo,
    /// The license itself; a lab's says that it is one.
    pub license: Vec<u8>,
}

/// What comes after a message of the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The client's next licensing message.
    Wait,
    /// The client is licensed: the connection goes on.
    Licensed,
    /// The server refused: the connection ends.
    Refused,
    /// The client gave up.
    GaveUp(LicenseError),
}

/// The server's answer to one message of the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// What the client said.
    pub name: MessageName,
    /// What the server says to it.
    pub messages: Vec<Message>,
    /// How it goes on.
    pub next: Next,
}

/// A message that the exchange cannot go on with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeError {
    /// It makes no sense.
    #[error(transparent)]
    Message(#[from] ClientMessageError),
    /// It is not due.
    #[error("{0} is not due")]
    Unexpected(MessageName),
}

/// One exchange.
#[derive(Clone, Debug)]
pub struct Exchange {
    settings: Settings,
    state: State,
}

#[derive(Clone, Debug)]
enum State {
    WaitForRequest,
    WaitForResponse(Keys),
    Over,
}

impl Exchange {
    /// An exchange that has not begun.
    #[must_use]
    pub const fn new(settings: Settings) -> Self {
        Self {
            settings,
            state: State::WaitForRequest,
        }
    }

    /// The License Request, which opens it.
    #[must_use]
    pub fn start(&self) -> Message {
        request::license_request(
            &self.settings.server_random,
            &self.settings.product,
            self.settings.certificate.clone(),
            &[SCOPE],
        )
    }

    /// Takes one message of the client, from the licensing preamble on.
    ///
    /// # Errors
    /// [`ExchangeError`]; the exchange stays where it is.
    pub fn client(&mut self, bytes: &[u8]) -> Result<Reply, ExchangeError> {
        let message = ClientMessage::decode(bytes)?;
        let name = message.name();
        let (messages, next) = match (message, &self.state) {
            (ClientMessage::Error(error), _) => (Vec::new(), Next::GaveUp(error)),
            (ClientMessage::NewLicenseRequest(request), State::WaitForRequest) => {
                let keys = self.keys(&request.key_exchange);
                let message = challenge::platform_challenge(&keys, &CHALLENGE);
                self.state = State::WaitForResponse(keys);
                return Ok(Reply {
                    name,
                    messages: vec![message],
                    next: Next::Wait,
                });
            }
            (ClientMessage::LicenseInformation(information), State::WaitForRequest) => {
                let keys = self.keys(&information.key_exchange);
                let hardware_id = keys.crypt(&information.encrypted_hardware_id);
                if keys.mac(&hardware_id) == information.mac {
                    (vec![valid_client()], Next::Licensed)
                } else {
                    refuse(ErrorCode::INVALID_MAC)
                }
            }
            (ClientMessage::PlatformChallengeResponse(response), State::WaitForResponse(keys)) => {
                match response.open(keys) {
                    Ok(challenge) if challenge == CHALLENGE => {
                        let license = self.settings.license.clone();
                        let info = NewLicenseInfo::new(&self.settings.product, license);
                        let message = license::new_license(keys, Kind::New, &info);
                        (vec![message], Next::Licensed)
                    }
                    Ok(_) => refuse(ErrorCode::INVALID_CLIENT),
                    Err(_) => refuse(ErrorCode::INVALID_MAC),
                }
            }
            _ => return Err(ExchangeError::Unexpected(name)),
        };
        self.state = State::Over;
        Ok(Reply {
            name,
            messages,
            next,
        })
    }

    /// A client that encrypted with another key gets keys too, and a wrong MAC later.
    fn keys(&self, exchange: &KeyExchange) -> Keys {
        let mut secret = self
            .settings
            .key
            .decrypt(&exchange.encrypted_premaster_secret);
        secret.truncate(PREMASTER_SECRET_LEN);
        let server_random = &self.settings.server_random;
        Keys::derive(&secret, &exchange.client_random, server_random)
    }
}

fn refuse(code: ErrorCode) -> (Vec<Message>, Next) {
    let message = license_error(code, StateTransition::TOTAL_ABORT, &[]);
    (vec![message], Next::Refused)
}

#[cfg(test)]
mod tests;
