//! The second leg: who the client is, and whether it knows the password (MS-CSSP 3.1.5, MS-NLMP
//! 3.2.5.1.2).

use crate::credssp::ntlm::verify::Exchange;
use crate::credssp::ntlm::{Authenticate, NotVerified, Session, verify};
use crate::credssp::server::{Reason, answer};
use crate::credssp::spnego::{ClientToken, NegState, Response};
use crate::credssp::{Identity, TsRequest};

use super::{Said, Server, State, token};

impl Server {
    pub(super) fn authenticate(
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
}
