//! What a server says, honestly or not.

use crate::credssp::ntlm::{Target, Version};
use crate::credssp::{LAB_PASSWORD, LAB_USER, NtStatus, User, VERSION};

/// A server. The default is honest and has the lab's user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// `version` of each TSRequest; 2 to 6 in the standard, any number here. Beyond 6 the
    /// server behaves as with 6.
    pub version: u32,
    /// Who may log on. Domains are not compared: a client may say any.
    pub users: Vec<User>,
    /// Names and build, in the challenge.
    pub target: Target,
    /// The answer to the first token.
    pub first_answer: FirstAnswer,
    /// Refuses the AUTHENTICATE_MESSAGE with this code, whatever the password.
    pub forced_status: Option<NtStatus>,
    /// When and how `errorCode` is said.
    pub error_code: ErrorCode,
    /// The answer to the client's `pubKeyAuth`.
    pub pub_key_auth: PubKeyAuth,
    /// `authorizationResult` after the credentials: for HYBRID_EX. `None` says nothing.
    pub early_user_authorization: Option<u32>,
}

impl Default for Settings {
    fn default() -> Self {
        let version = Version {
            major: 10,
            minor: 0,
            build: 20348,
        };
        Self {
            version: u32::from(VERSION),
            users: vec![User::new(LAB_USER, LAB_PASSWORD)],
            target: Target::workgroup("BADRDP", version),
            first_answer: FirstAnswer::default(),
            forced_status: None,
            error_code: ErrorCode::default(),
            pub_key_auth: PubKeyAuth::Honest,
            early_user_authorization: None,
        }
    }
}

/// The answer to the client's first token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FirstAnswer {
    /// A CHALLENGE_MESSAGE.
    Challenge(ChallengeSettings),
    /// `errorCode` at once.
    Error(NtStatus),
    /// NegTokenResp that knows Kerberos only, as where NTLM is disabled by policy.
    KerberosOnly,
    /// CHALLENGE_MESSAGE after CHALLENGE_MESSAGE, whatever the client says.
    Loop,
    /// NegTokenResp `reject`.
    Reject,
    /// These bytes in place of a token; there may be none.
    Token(Vec<u8>),
}

impl Default for FirstAnswer {
    fn default() -> Self {
        Self::Challenge(ChallengeSettings::default())
    }
}

/// What is in the CHALLENGE_MESSAGE.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChallengeSettings {
    /// `NegotiateFlags` in place of the honest ones, which are those of the client that the
    /// server grants; see [`crate::credssp::ntlm::flags`].
    pub flags: Option<u32>,
    /// `TargetInfo`.
    pub av_pairs: AvPairs,
}

/// What is in `TargetInfo`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AvPairs {
    /// The last pair reaches past the end of the message.
    Broken,
    /// All names and the clock.
    #[default]
    Honest,
    /// There is no `TargetInfo`.
    None,
    /// All names, but no clock: clients then leave the MIC out.
    NoTimestamp,
}

/// When and how `errorCode` is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ErrorCode {
    /// Always, also where the version has none.
    Always(ErrorForm),
    /// In version 3, 4 and 6 (MS-CSSP 2.2.1); otherwise the connection just ends.
    #[default]
    ByVersion,
    /// Never.
    Never,
}

/// How `errorCode` is coded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ErrorForm {
    /// `02 05 00 C0 00 00 6D`
    FiveBytes,
    /// `02 04 C0 00 00 6D`, as Windows has it.
    #[default]
    FourBytes,
}

/// The answer to the client's `pubKeyAuth`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PubKeyAuth {
    /// Over the key of the TLS certificate.
    Honest,
    /// A TSRequest without it.
    Missing,
    /// As up to version 4, the key plus 1, also where the version asks for a hash.
    OldStyle,
    /// Over another key, as with somebody in the middle.
    Wrong,
}
