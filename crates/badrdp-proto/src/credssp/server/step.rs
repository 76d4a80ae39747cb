//! What comes out of the server.

use crate::credssp::ntlm::NotVerified;
use crate::credssp::{Delegated, Identity, Malformed, NtStatus};
use crate::message::Message;

/// What one TSRequest of the client leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// To be sent, in this order.
    pub replies: Vec<Message>,
    /// Who the client says it is, once it has.
    pub identity: Option<Identity>,
    /// What this TSRequest delegated: credentials were received.
    pub delegated: Option<Delegated>,
    /// How to go on.
    pub outcome: Outcome,
}

/// How to go on after the replies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Another TSRequest is due.
    Continue,
    /// The user is logged on; MCS Connect Initial is due.
    Finished(Identity),
    /// The connection is to be closed.
    Refused(Refusal),
}

/// Why the client may not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub reason: Reason,
    /// Whether the client was told the code of [`Reason::status`] in `errorCode`. Where it was
    /// not, the connection simply ends.
    pub told: bool,
}

/// Why a client is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// The Early User Authorization Result denied it.
    #[error("the early user authorization result denied access")]
    AuthorizationDenied,
    /// The client sent an `errorCode` of its own.
    #[error("the client gave up with {0}")]
    ClientError(NtStatus),
    /// The credentials do not unseal or decode.
    #[error("the client's credentials cannot be read")]
    Credentials,
    /// It is over already.
    #[error("the exchange is over")]
    Ended,
    /// The scenario wants it so.
    #[error("told to answer {0}")]
    Forced(NtStatus),
    /// A TSRequest or a token is not what the standard says.
    #[error("{0}")]
    Malformed(Malformed),
    /// The client's signature of its list of mechanisms does not fit.
    #[error("the client's mechListMIC does not fit")]
    MechListMic,
    /// NTLM is not among the client's mechanisms, or the server denied to have it.
    #[error("the client and the server have no mechanism in common")]
    NoCommonMechanism,
    /// The token, `pubKeyAuth` or `authInfo` that was due is not there.
    #[error("the TSRequest has no {0}")]
    NoElement(&'static str),
    /// The client went on after an answer that made no sense.
    #[error("the client goes on after an answer that makes no sense")]
    NonsenseAccepted,
    /// NTLM says no.
    #[error("{0}")]
    NotVerified(NotVerified),
    /// The client sees another public key, or uses a version that does not fit its nonce.
    #[error("the client's pubKeyAuth does not fit the key of the certificate")]
    PublicKey,
    /// The server rejected by SPNEGO.
    #[error("rejected by SPNEGO")]
    Rejected,
    /// No such user is listed.
    #[error("no such user")]
    UnknownUser,
}

impl Reason {
    /// What `errorCode` says; `None` where a server just ends the connection.
    #[must_use]
    pub const fn status(self) -> Option<NtStatus> {
        match self {
            Self::Forced(status) => Some(status),
            Self::Malformed(Malformed::Signature(_)) => Some(NtStatus::SEC_E_INVALID_TOKEN),
            Self::MechListMic | Self::NotVerified(NotVerified::Mic) => {
                Some(NtStatus::SEC_E_MESSAGE_ALTERED)
            }
            Self::NotVerified(NotVerified::SessionKey(_) | NotVerified::SessionSecurity) => {
                Some(NtStatus::SEC_E_UNSUPPORTED_FUNCTION)
            }
            Self::NotVerified(NotVerified::Password | NotVerified::Version1)
            | Self::UnknownUser => Some(NtStatus::STATUS_LOGON_FAILURE),
            _ => None,
        }
    }
}
