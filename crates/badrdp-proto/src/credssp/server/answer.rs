//! Builds what the server says.

use crate::credssp::ntlm::{Challenge, Negotiate, flags};
use crate::credssp::spnego::{Mech, NegState, Response};
use crate::credssp::ts_request::error_reply_of_five_bytes;
use crate::credssp::{NtStatus, TsRequest, error_reply};
use crate::message::{Message, MessageName};

use super::{AvPairs, ChallengeSettings, ErrorCode, ErrorForm, Settings};

/// Every message here has this name.
pub(super) const NAME: MessageName = MessageName::TsRequestReply;

/// A TSRequest with this token.
pub(super) fn with_token(settings: &Settings, token: Message) -> Message {
    empty(settings).encode_with(NAME, Some(token))
}

/// A TSRequest with nothing but the version.
pub(super) fn empty(settings: &Settings) -> TsRequest {
    TsRequest {
        version: settings.version,
        ..TsRequest::default()
    }
}

/// A TSRequest with `errorCode`, if one is to be said in this negotiated version.
pub(super) fn error(settings: &Settings, version: u32, status: NtStatus) -> Option<Message> {
    match settings.error_code {
        ErrorCode::ByVersion if !matches!(version, 3 | 4 | 6) => None,
        ErrorCode::Never => None,
        ErrorCode::Always(ErrorForm::FiveBytes) => {
            Some(error_reply_of_five_bytes(settings.version, status))
        }
        ErrorCode::Always(ErrorForm::FourBytes) | ErrorCode::ByVersion => {
            Some(error_reply(settings.version, status))
        }
    }
}

/// The CHALLENGE_MESSAGE for this client.
pub(super) fn challenge(
    settings: &Settings,
    challenge: ChallengeSettings,
    server_challenge: [u8; 8],
    filetime: u64,
    negotiate: &Negotiate,
) -> Message {
    let target = &settings.target;
    let clock = (challenge.av_pairs != AvPairs::NoTimestamp).then_some(filetime);
    let target_info = (challenge.av_pairs != AvPairs::None).then(|| target.av_pairs(clock));
    let mut honest = negotiate.flags & flags::GRANTED | flags::UNICODE | flags::NTLM;
    if target.version.is_none() {
        honest &= !flags::VERSION;
    }
    if target_info.is_some() {
        honest |= flags::TARGET_INFO;
    }
    if negotiate.flags & flags::REQUEST_TARGET != 0 {
        honest |= if target.in_domain() {
            flags::TARGET_TYPE_DOMAIN
        } else {
            flags::TARGET_TYPE_SERVER
        };
    }
    let message = Challenge {
        flags: challenge.flags.unwrap_or(honest),
        server_challenge,
        target_name: target.nb_domain_name.clone(),
        target_info,
        version: target.version,
        broken_end: challenge.av_pairs == AvPairs::Broken,
    };
    message.encode(NAME)
}

/// NegTokenResp around a CHALLENGE_MESSAGE: NTLM was chosen.
pub(super) fn in_spnego(token: Message) -> Message {
    response(NegState::AcceptIncomplete, Some(Mech::Ntlm)).encode_with(NAME, Some(token))
}

/// NegTokenResp with a state and a mechanism.
pub(super) fn response(state: NegState, mech: Option<Mech>) -> Response {
    Response {
        state: Some(state),
        mech,
        ..Response::default()
    }
}
