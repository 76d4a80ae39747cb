//! The client's side of CredSSP, for the probe (MS-CSSP 3.1.5).

use std::fmt;
use std::mem;

use crate::credssp::credentials::password_credentials;
use crate::credssp::ntlm::respond::{CLIENT_VERSION, CannotRespond};
use crate::credssp::ntlm::{self, Challenge, Negotiate, Session, flags, respond};
use crate::credssp::public_key::{Binding, NONCE_LEN};
use crate::credssp::spnego::{Mech, NegState, Response, init_token};
use crate::credssp::{Malformed, NtStatus, TsRequest, User, negotiated_version};
use crate::message::MessageName;

/// Who logs on, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// `version` of each TSRequest.
    pub version: u32,
    /// The domain; may be empty.
    pub domain: String,
    /// User name and password.
    pub user: User,
    /// Whether NTLM is wrapped in SPNEGO, as modern clients do, or bare.
    pub spnego: bool,
}

/// What the client draws at random.
#[derive(Clone, Copy)]
pub struct Random {
    /// For NTLM.
    pub ntlm: ntlm::Random,
    /// `clientNonce`
    pub nonce: [u8; NONCE_LEN],
}

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Send this and wait for the answer.
    Send(Vec<u8>),
    /// Send this: the credentials. Behind HYBRID_EX the server's Early User Authorization
    /// Result is due, otherwise nothing.
    SendLast(Vec<u8>),
}

/// Why the client gives up. Nothing secret was sent before `pubKeyAuth` was verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The challenge cannot be answered.
    #[error("the challenge cannot be answered: {0}")]
    Challenge(CannotRespond),
    /// It is over already.
    #[error("the exchange is over")]
    Ended,
    /// The server refuses.
    #[error("the server answers {0}")]
    ErrorCode(NtStatus),
    /// The server chose a mechanism other than NTLM.
    #[error("the server wants another mechanism than NTLM")]
    Mechanism,
    /// The server's signature of the list of mechanisms is missing or does not fit.
    #[error("the server's mechListMIC does not fit")]
    MechListMic,
    /// There is no token in the server's answer.
    #[error("the answer has no token")]
    NoToken,
    /// The server's `pubKeyAuth` is over another key: somebody may be in the middle.
    #[error("the server's pubKeyAuth does not fit the key of its certificate")]
    PublicKey,
    /// There is no `pubKeyAuth` in the server's answer.
    #[error("the answer has no pubKeyAuth")]
    PublicKeyMissing,
    /// SPNEGO says reject.
    #[error("the server rejects by SPNEGO")]
    Rejected,
    /// The answer is no TSRequest, or its token makes no sense.
    #[error("the answer cannot be read: {0}")]
    Unreadable(#[from] Malformed),
    /// The server's version is below 2, which no standard has.
    #[error("the server speaks version {0}")]
    Version(u32),
}

/// The client's side of one connection.
pub struct Client {
    settings: Settings,
    random: Random,
    public_key: Vec<u8>,
    filetime: u64,
    negotiate: Vec<u8>,
    mech_list: Vec<u8>,
    state: State,
    server_version: Option<u32>,
    challenge: Option<Challenge>,
}

enum State {
    WaitChallenge,
    /// SPNEGO only: the server's `mechListMIC` is due.
    WaitAccepted(Session),
    WaitPublicKey(Session),
    Ended,
}

impl Client {
    /// A client, and the first TSRequest to send.
    ///
    /// `public_key` is the content of the BIT STRING `subjectPublicKey` of the server's
    /// certificate. `filetime` is the clock in units of 100 ns since 1601.
    #[must_use]
    pub fn new(
        settings: Settings,
        public_key: Vec<u8>,
        random: Random,
        filetime: u64,
    ) -> (Self, Vec<u8>) {
        let negotiate = negotiate();
        let (token, mech_list) = if settings.spnego {
            init_token(&[Mech::Ntlm], &negotiate)
        } else {
            (negotiate.clone(), Vec::new())
        };
        let client = Self {
            settings,
            random,
            public_key,
            filetime,
            negotiate,
            mech_list,
            state: State::WaitChallenge,
            server_version: None,
            challenge: None,
        };
        let mut request = client.request();
        request.nego_token = Some(token);
        let first = encode(&request);
        (client, first)
    }

    /// The `version` that the server said last.
    #[must_use]
    pub const fn server_version(&self) -> Option<u32> {
        self.server_version
    }

    /// The server's challenge, with its names and build, once it came.
    #[must_use]
    pub const fn challenge(&self) -> Option<&Challenge> {
        self.challenge.as_ref()
    }

    /// Takes one whole TSRequest of the server.
    ///
    /// # Errors
    /// [`Failure`] ends the exchange.
    pub fn input(&mut self, ts_request: &[u8]) -> Result<Step, Failure> {
        let state = mem::replace(&mut self.state, State::Ended);
        let answer = TsRequest::decode(ts_request)?;
        self.server_version = Some(answer.version);
        if let Some(status) = answer.error_code {
            return Err(Failure::ErrorCode(status));
        }
        if answer.version < 2 {
            return Err(Failure::Version(answer.version));
        }
        match state {
            State::WaitChallenge => self.respond(&answer),
            State::WaitAccepted(session) => self.accepted(&answer, session),
            State::WaitPublicKey(session) => self.credentials(&answer, session),
            State::Ended => Err(Failure::Ended),
        }
    }

    fn respond(&mut self, answer: &TsRequest) -> Result<Step, Failure> {
        let token = answer.nego_token.as_ref().ok_or(Failure::NoToken)?;
        let challenge = if self.settings.spnego {
            unwrapped(token)?.token.ok_or(Failure::NoToken)?
        } else {
            token.clone()
        };
        self.challenge = Challenge::decode(&challenge).ok();
        let who = (&self.settings.domain[..], &self.settings.user);
        let ntlm = self.random.ntlm;
        let response = respond(&self.negotiate, &challenge, who, self.filetime, ntlm)
            .map_err(Failure::Challenge)?;
        let mut session = response.session;
        let mut request = self.request();
        if self.settings.spnego {
            let mic = session.sign(&self.mech_list).to_vec();
            let wrapped = Response {
                state: Some(NegState::AcceptIncomplete),
                mech: None,
                token: Some(response.authenticate),
                mic: Some(mic),
            };
            request.nego_token = Some(wrapped.encode(MessageName::TsRequest).bytes);
            self.state = State::WaitAccepted(session);
        } else {
            request.nego_token = Some(response.authenticate);
            self.prove_key(&mut request, session)?;
        }
        Ok(Step::Send(encode(&request)))
    }

    fn accepted(&mut self, answer: &TsRequest, mut session: Session) -> Result<Step, Failure> {
        let token = answer.nego_token.as_ref().ok_or(Failure::NoToken)?;
        let mic = unwrapped(token)?.mic.ok_or(Failure::MechListMic)?;
        session
            .verify(&self.mech_list, &mic)
            .map_err(|_| Failure::MechListMic)?;
        session.reset_ciphers();
        let mut request = self.request();
        self.prove_key(&mut request, session)?;
        Ok(Step::Send(encode(&request)))
    }

    /// Adds `pubKeyAuth`, and the nonce where the version has one.
    fn prove_key(&mut self, request: &mut TsRequest, mut session: Session) -> Result<(), Failure> {
        let binding = self.binding().ok_or(Failure::PublicKey)?;
        request.pub_key_auth = Some(session.seal(&binding.of_client(&self.public_key)));
        if let Binding::Hash(nonce) = binding {
            request.client_nonce = Some(nonce.to_vec());
        }
        self.state = State::WaitPublicKey(session);
        Ok(())
    }

    fn credentials(&mut self, answer: &TsRequest, mut session: Session) -> Result<Step, Failure> {
        let sealed = answer.pub_key_auth.as_ref();
        let sealed = sealed.ok_or(Failure::PublicKeyMissing)?;
        let theirs = session.unseal(sealed).map_err(|_| Failure::PublicKey)?;
        let binding = self.binding().ok_or(Failure::PublicKey)?;
        if theirs != binding.of_server(&self.public_key) {
            return Err(Failure::PublicKey);
        }
        let credentials = password_credentials(&self.settings.domain, &self.settings.user);
        let mut request = self.request();
        request.auth_info = Some(session.seal(&credentials));
        Ok(Step::SendLast(encode(&request)))
    }

    fn binding(&self) -> Option<Binding> {
        let theirs = self.server_version.unwrap_or(self.settings.version);
        let version = negotiated_version(self.settings.version, theirs);
        Binding::of_version(version, Some(&self.random.nonce))
    }

    fn request(&self) -> TsRequest {
        TsRequest {
            version: self.settings.version,
            ..TsRequest::default()
        }
    }
}

/// NEGOTIATE_MESSAGE of a current client.
fn negotiate() -> Vec<u8> {
    let negotiate = Negotiate {
        flags: flags::CLIENT,
        version: Some(CLIENT_VERSION),
    };
    negotiate.encode()
}

/// The first TSRequest of a client that offers bare NTLM and says nothing about itself.
#[cfg(test)]
pub(crate) fn negotiate_request() -> Vec<u8> {
    encode(&TsRequest {
        version: u32::from(crate::credssp::VERSION),
        nego_token: Some(negotiate()),
        ..TsRequest::default()
    })
}

/// Keeps passwords and keys out.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("settings", &self.settings)
            .field("server_version", &self.server_version)
            .finish_non_exhaustive()
    }
}

fn encode(request: &TsRequest) -> Vec<u8> {
    request.encode(MessageName::TsRequest).bytes
}

/// The server's NegTokenResp, unless it refuses.
fn unwrapped(token: &[u8]) -> Result<Response, Failure> {
    let response = Response::decode_token(token)?;
    if response.state == Some(NegState::Reject) {
        return Err(Failure::Rejected);
    }
    match response.mech {
        Some(Mech::Ntlm) | None => Ok(response),
        Some(_) => Err(Failure::Mechanism),
    }
}
