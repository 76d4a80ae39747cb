//! The last legs: both sides see the same key, and the client lets go of its credentials (MS-CSSP
//! 3.1.5).

use crate::credssp::ntlm::Session;
use crate::credssp::public_key::Binding;
use crate::credssp::server::{PubKeyAuth, Reason, answer};
use crate::credssp::spnego::Response;
use crate::credssp::{Delegated, TsRequest, early_authorization, early_user_authorization_result};

use super::{Said, Server, State};

impl Server {
    pub(super) fn public_key(
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

    pub(super) fn credentials(
        &mut self,
        request: &TsRequest,
        mut session: Session,
    ) -> Result<Said, Reason> {
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
}
