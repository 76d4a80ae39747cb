//! The server, step by step (MS-CSSP 3.1.5).

use std::fmt;
use std::mem;

use crate::credssp::ntlm::verify::Exchange;
use crate::credssp::ntlm::{Authenticate, Negotiate, NotVerified, Session, verify};
use crate::credssp::public_key::Binding;
use crate::credssp::spnego::{ClientToken, Mech, NegState, Response};
use crate::credssp::{
    Delegated, Identity, TsRequest, early_authorization, early_user_authorization_result,
    negotiated_version,
};
use crate::message::Message;
use crate::writer::Writer;

use super::{
    ChallengeSettings, FirstAnswer, Outcome, PubKeyAuth, Reason, Refusal, Settings, Step, answer,
};

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

    /// The client's first token; its second, where the first was for a mechanism that the
    /// server does not have.
    fn negotiate(&mut self, request: &TsRequest) -> Result<Said, Reason> {
        if let FirstAnswer::Error(status) = self.settings.first_answer {
            return Err(Reason::Forced(status));
        }
        let token = match token(request)? {
            ClientToken::Ntlm(token) => Some(token),
            ClientToken::Init(init) => {
                self.mech_list = Some(init.mech_list);
                if !init.mechs.contains(&Mech::Ntlm) {
                    return Ok(self.reject(Reason::NoCommonMechanism));
                }
                let preferred = init.mechs.first() == Some(&Mech::Ntlm);
                init.token.filter(|_| preferred)
            }
            ClientToken::Response(response) => response.token,
        };
        match &self.settings.first_answer {
            FirstAnswer::Challenge(settings) => {
                let settings = *settings;
                self.challenge(token, settings)
            }
            FirstAnswer::Error(status) => Err(Reason::Forced(*status)),
            FirstAnswer::KerberosOnly => {
                let response = answer::response(NegState::AcceptIncomplete, Some(Mech::MsKerberos));
                self.state = State::Astray(Reason::NoCommonMechanism);
                Ok(self.say(response.encode(answer::NAME)))
            }
            FirstAnswer::Loop => {
                let said = self.challenge(token, ChallengeSettings::default())?;
                if let Some(reply) = said.replies.first() {
                    self.state = State::Looping(reply.clone());
                }
                Ok(said)
            }
            FirstAnswer::Reject => Ok(self.reject(Reason::Rejected)),
            FirstAnswer::Token(bytes) => {
                let mut writer = Writer::new(answer::NAME);
                writer.raw("ts-request.nego-token", bytes);
                self.state = State::Astray(Reason::NonsenseAccepted);
                Ok(self.say(writer.finish()))
            }
        }
    }

    /// Answers NEGOTIATE with CHALLENGE; without it, chooses NTLM and asks for it.
    fn challenge(
        &mut self,
        token: Option<Vec<u8>>,
        settings: ChallengeSettings,
    ) -> Result<Said, Reason> {
        let Some(negotiate) = token else {
            self.state = State::WaitNegotiate;
            let response = answer::response(NegState::RequestMic, Some(Mech::Ntlm));
            return Ok(self.say(response.encode(answer::NAME)));
        };
        let decoded = Negotiate::decode(&negotiate).map_err(Reason::Malformed)?;
        let (nonce, time) = (self.server_challenge, self.filetime);
        let message = answer::challenge(&self.settings, settings, nonce, time, &decoded);
        self.state = State::WaitAuthenticate {
            negotiate,
            challenge: message.bytes.clone(),
        };
        let token = match self.mech_list {
            Some(_) => answer::in_spnego(message),
            None => message,
        };
        Ok(self.say(token))
    }

    fn authenticate(
        &mut self,
        request: &TsRequest,
        negotiate: &[u8],
        challenge: &[u8],
    ) -> Result<Said, Reason> {
        let (authenticate, client_mic) = match token(request)? {
            ClientToken::Ntlm(token) => (token, None),
            ClientToken::Init(_) => return Err(Reason::NoElement("responseToken")),
            ClientToken::Response(response) => {
                let token = response.token.ok_or(Reason::NoElement("responseToken"))?;
                (token, response.mic)
            }
        };
        let message = Authenticate::decode(&authenticate).map_err(Reason::Malformed)?;
        self.identity = Some(Identity {
            domain: message.domain.clone(),
            user: message.user.clone(),
            workstation: message.workstation.clone(),
        });
        if let Some(status) = self.settings.forced_status {
            return Err(Reason::Forced(status));
        }
        let exchange = Exchange {
            negotiate,
            challenge,
            authenticate: &authenticate,
        };
        let mut session = self.log_on(exchange, &message)?;
        let server_mic = self.exchange_mics(client_mic.as_deref(), &mut session)?;
        let accepted = self.mech_list.is_some().then(|| Response {
            mic: server_mic.clone(),
            ..answer::response(NegState::AcceptCompleted, None)
        });
        if request.pub_key_auth.is_some() {
            // The client needs no token any more, unless it waits for our signature.
            let token = accepted.filter(|response| response.mic.is_some());
            return self.public_key(request, session, token);
        }
        self.state = State::WaitPublicKey(session);
        Ok(match accepted {
            Some(response) => self.say(response.encode(answer::NAME)),
            None => Said::default(),
        })
    }

    /// Finds the user and verifies the password.
    fn log_on(&self, exchange: Exchange<'_>, message: &Authenticate) -> Result<Session, Reason> {
        let name = message.user.to_lowercase();
        let mut candidates = self
            .settings
            .users
            .iter()
            .filter(|user| user.name.to_lowercase() == name);
        let mut last = Reason::UnknownUser;
        candidates
            .find_map(|user| {
                let verified = verify(exchange, &self.server_challenge, message, &user.password);
                verified
                    .map_err(|error: NotVerified| last = Reason::NotVerified(error))
                    .ok()
            })
            .ok_or(last)
    }

    /// Verifies the client's signature of its list of mechanisms and makes ours; nothing when
    /// the client sent none (RFC 4178 5).
    fn exchange_mics(
        &self,
        client_mic: Option<&[u8]>,
        session: &mut Session,
    ) -> Result<Option<Vec<u8>>, Reason> {
        let (Some(mech_list), Some(mic)) = (&self.mech_list, client_mic) else {
            return Ok(None);
        };
        session
            .verify(mech_list, mic)
            .map_err(|_| Reason::MechListMic)?;
        let ours = session.sign(mech_list).to_vec();
        session.reset_ciphers();
        Ok(Some(ours))
    }

    fn public_key(
        &mut self,
        request: &TsRequest,
        mut session: Session,
        token: Option<Response>,
    ) -> Result<Said, Reason> {
        let sealed = request.pub_key_auth.as_ref();
        let sealed = sealed.ok_or(Reason::NoElement("pubKeyAuth"))?;
        let version = self.negotiated_version();
        let binding = Binding::of_version(version, self.nonce.as_deref());
        let binding = binding.ok_or(Reason::PublicKey)?;
        let theirs = session.unseal(sealed).map_err(|_| Reason::PublicKey)?;
        if theirs != binding.of_client(&self.public_key) {
            return Err(Reason::PublicKey);
        }
        let ours = match self.settings.pub_key_auth {
            PubKeyAuth::Honest => Some(binding.of_server(&self.public_key)),
            PubKeyAuth::Missing => None,
            PubKeyAuth::OldStyle => Some(Binding::Echo.of_server(&self.public_key)),
            PubKeyAuth::Wrong => {
                let mut other = self.public_key.clone();
                other
                    .iter_mut()
                    .rev()
                    .take(1)
                    .for_each(|byte| *byte ^= 0xFF);
                Some(binding.of_server(&other))
            }
        };
        let mut reply = answer::empty(&self.settings);
        reply.pub_key_auth = ours.map(|plain| session.seal(&plain));
        self.state = State::WaitCredentials(session);
        let token = token.map(|response| response.encode(answer::NAME));
        Ok(Said::reply(reply.encode_with(answer::NAME, token)))
    }

    fn credentials(&mut self, request: &TsRequest, mut session: Session) -> Result<Said, Reason> {
        let sealed = request.auth_info.as_ref();
        let sealed = sealed.ok_or(Reason::NoElement("authInfo"))?;
        let plain = session.unseal(sealed).map_err(|_| Reason::Credentials)?;
        let delegated = Delegated::decode(&plain).map_err(|_| Reason::Credentials)?;
        let result = self.settings.early_user_authorization;
        let denied = result == Some(early_authorization::AUTHZ_ACCESS_DENIED);
        Ok(Said {
            replies: result
                .map(early_user_authorization_result)
                .into_iter()
                .collect(),
            delegated: Some(delegated),
            refused: denied.then_some(Reason::AuthorizationDenied),
        })
    }

    fn reject(&mut self, reason: Reason) -> Said {
        let response = answer::response(NegState::Reject, None);
        Said {
            refused: Some(reason),
            ..self.say(response.encode(answer::NAME))
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
