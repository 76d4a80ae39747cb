//! One of each TSRequest that the server says.

use crate::credssp::ntlm::{Negotiate, flags};
use crate::credssp::spnego::{NegState, Response};
use crate::credssp::ts_request::error_reply_of_five_bytes;
use crate::credssp::{NtStatus, TsRequest};
use crate::message::Message;

use super::{ChallengeSettings, Settings, answer};

/// The challenge in SPNEGO and bare, the end of SPNEGO, the public key and an errorCode: all
/// fields there are, for scenarios that edit them.
#[must_use]
pub fn samples() -> Vec<Message> {
    let mut settings = Settings::default();
    settings.target.dns_tree_name = Some("lab.test".to_owned());
    let negotiate = Negotiate {
        flags: flags::CLIENT,
        version: None,
    };
    let options = ChallengeSettings::default();
    let challenge = || answer::challenge(&settings, options, [0; 8], 0, &negotiate);
    let accepted = Response {
        mic: Some(vec![0; 16]),
        ..answer::response(NegState::AcceptCompleted, None)
    };
    let public_key = TsRequest {
        pub_key_auth: Some(vec![0; 48]),
        ..answer::empty(&settings)
    };
    vec![
        answer::with_token(&settings, answer::in_spnego(challenge())),
        answer::with_token(&settings, challenge()),
        answer::with_token(&settings, accepted.encode(answer::NAME)),
        public_key.encode(answer::NAME),
        error_reply_of_five_bytes(settings.version, NtStatus::STATUS_LOGON_FAILURE),
    ]
}
