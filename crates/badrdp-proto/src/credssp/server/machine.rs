//! The server, step by step (MS-CSSP 3.1.5).
//!
//! Here is where the exchange stands and what each step comes to; one file has each leg of it:
//! [`first_token`], [`log_on`] and [`delegation`].

mod delegation;
mod first_token;
mod log_on;

use std::fmt;
use std::mem;

use crate::credssp::ntlm::Session;
use crate::credssp::spnego::ClientToken;
use crate::credssp::{Delegated, Identity, TsRequest, negotiated_version};
use crate::message::Message;

use super::{Outcome, Reason, Refusal, Settings, Step, answer};

/// The server's side of one connection.
pub struct Server {
    settings: Settings,
    public_key: Vec<u8>,
    server_challenge: [u8; 8],
    filetime: u64,
    state: State,
    client_version: u32,
    nonce: Option<Vec<u8>>,
    /// The client's `mechTypes` as coded, where it began with SPNEGO.
    mech_list: Option<Vec<u8>>,
    identity: Option<Identity>,
}

/// Where the exchange stands. Each variant carries what is valid in it.
enum State {
    /// The first token is due.
    WaitNegotiate,
    /// AUTHENTICATE is due.
    WaitAuthenticate {
        negotiate: Vec<u8>,
        challenge: Vec<u8>,
    },
    /// `pubKeyAuth` is due.
    WaitPublicKey(Session),
    /// `authInfo` is due.
    WaitCredentials(Session),
    /// Each token is answered with this.
    Looping(Message),
    /// An answer went out that no client should go on after.
    Astray(Reason),
    /// Nothing is due any more.
    Ended,
}

/// What a step adds to [`Step`].
#[derive(Default)]
struct Said {
    replies: Vec<Message>,
    delegated: Option<Delegated>,
    refused: Option<Reason>,
}

impl Said {
    fn reply(message: Message) -> Self {
        Self {
            replies: vec![message],
            ..Self::default()
        }
    }
}

impl Server {
    /// A server that waits for the first TSRequest.
    ///
    /// `public_key` is the content of the BIT STRING `subjectPublicKey` of the certificate that
    /// TLS used. `filetime` is the clock in units of 100 ns since 1601.
    #[must_use]
    pub const fn new(
        settings: Settings,
        public_key: Vec<u8>,
        server_challenge: [u8; 8],
        filetime: u64,
    ) -> Self {
        Self {
            settings,
            public_key,
            server_challenge,
            filetime,
            state: State::WaitNegotiate,
            client_version: 0,
            nonce: None,
            mech_list: None,
            identity: None,
        }
    }

    /// Takes one whole TSRequest of the client.
    pub fn input(&mut self, ts_request: &[u8]) -> Step {
        let said = self.step(ts_request).unwrap_or_else(|reason| Said {
            refused: Some(reason),
            ..Said::default()
        });
        let mut step = Step {
            replies: said.replies,
            identity: self.identity.clone(),
            delegated: said.delegated,
            outcome: Outcome::Continue,
        };
        if let Some(reason) = said.refused {
            self.state = State::Ended;
            let error = reason.status().and_then(|status| {
                answer::error(&self.settings, self.negotiated_version(), status)
            });
            let told = error.is_some();
            step.replies.extend(error);
            step.outcome = Outcome::Refused(Refusal { reason, told });
        } else if matches!(self.state, State::Ended) {
            step.outcome = Outcome::Finished(self.identity.clone().unwrap_or_default());
        }
        step
    }

    /// The version that both sides speak, once the client has said its own.
    #[must_use]
    pub fn negotiated_version(&self) -> u32 {
        negotiated_version(self.settings.version, self.client_version)
    }

    fn step(&mut self, ts_request: &[u8]) -> Result<Said, Reason> {
        let state = mem::replace(&mut self.state, State::Ended);
        if let State::Ended = state {
            return Err(Reason::Ended);
        }
        let request = TsRequest::decode(ts_request).map_err(Reason::Malformed)?;
        self.client_version = request.version;
        if request.client_nonce.is_some() {
            self.nonce.clone_from(&request.client_nonce);
        }
        if let Some(status) = request.error_code {
            return Err(Reason::ClientError(status));
        }
        match state {
            State::WaitNegotiate => self.negotiate(&request),
            State::WaitAuthenticate {
                negotiate,
                challenge,
            } => self.authenticate(&request, &negotiate, &challenge),
            State::WaitPublicKey(session) => self.public_key(&request, session, None),
            State::WaitCredentials(session) => self.credentials(&request, session),
            State::Looping(reply) => {
                self.state = State::Looping(reply.clone());
                Ok(Said::reply(reply))
            }
            State::Astray(reason) => Err(reason),
            State::Ended => Err(Reason::Ended),
        }
    }

    fn say(&self, token: Message) -> Said {
        Said::reply(answer::with_token(&self.settings, token))
    }
}

/// Keeps passwords and keys out.
impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("client_version", &self.client_version)
            .field("identity", &self.identity)
            .finish_non_exhaustive()
    }
}

fn token(request: &TsRequest) -> Result<ClientToken, Reason> {
    let bytes = request.nego_token.as_ref();
    let bytes = bytes.ok_or(Reason::NoElement("negoTokens"))?;
    ClientToken::decode(bytes).map_err(Reason::Malformed)
}
