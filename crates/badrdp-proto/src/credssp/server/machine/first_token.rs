//! The first leg: SPNEGO and NTLM up to the challenge (MS-CSSP 3.1.5, RFC 4178 4.2).

use crate::credssp::TsRequest;
use crate::credssp::ntlm::Negotiate;
use crate::credssp::server::{ChallengeSettings, FirstAnswer, Reason, answer};
use crate::credssp::spnego::{ClientToken, Mech, NegState};
use crate::writer::Writer;

use super::{Said, Server, State, token};

impl Server {
    /// The client's first token; its second, where the first was for a mechanism that the
    /// server does not have.
    pub(super) fn negotiate(&mut self, request: &TsRequest) -> Result<Said, Reason> {
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

    fn reject(&mut self, reason: Reason) -> Said {
        let response = answer::response(NegState::Reject, None);
        Said {
            refused: Some(reason),
            ..self.say(response.encode(answer::NAME))
        }
    }
}
