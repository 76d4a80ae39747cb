//! `[server.credssp]`: CredSSP (MS-CSSP), where the server has it.

use badrdp_faults::{Named, Names};
use badrdp_proto::credssp::NtStatus as Status;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::layered::{replaces, table};

table! {
    /// CredSSP with NTLM.
    pub struct CredsspTable {
        /// The build that the NTLM challenge tells, such as "10.0.20348" (MS-NLMP 2.2.2.10).
        #[schemars(regex(pattern = "^[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,5}$"))]
        pub build: String,
        /// What is odd about the NTLM challenge.
        pub challenge: Challenge,
        /// `NegotiateFlags` of the NTLM challenge in place of the honest ones.
        pub challenge_flags: u32,
        /// The name of the computer in the NTLM challenge.
        pub computer: String,
        /// The name of the domain in the NTLM challenge; that of the computer if not said.
        pub domain: String,
        /// What the Early User Authorization Result says where HYBRID_EX was selected.
        pub early_user_authorization: EarlyUserAuthorization,
        /// The server's proof that it has the certificate's key (MS-CSSP 3.1.5).
        pub public_key: PublicKeyProof,
        /// `errorCode` after the client's AUTHENTICATE, whatever it proves.
        pub status: NtStatus,
        /// Whether `errorCode` is sent: in the versions that have it if not said.
        pub status_sent: bool,
        /// How many bytes the INTEGER of `errorCode` has: 4, or 5 as DER asks for.
        #[schemars(range(min = 4, max = 5))]
        pub status_length: u8,
        /// `version` of TSRequest: the highest that the server speaks.
        pub version: u32,
    }
}

/// What is odd about the NTLM challenge (MS-NLMP 2.2.1.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Challenge {
    /// TargetInfo whose last pair reaches past its end.
    BrokenTargetInfo,
    /// No bytes at all.
    Empty,
    /// One challenge after the other.
    Endless,
    /// Bytes that are no NTLM.
    Garbage,
    /// Nothing.
    #[default]
    Honest,
    /// SPNEGO that offers Kerberos alone.
    KerberosOnly,
    /// No TargetInfo.
    NoTargetInfo,
    /// No MsvAvTimestamp.
    NoTimestamp,
    /// `errorCode` in place of a challenge: that of `status`, or STATUS_NOT_SUPPORTED.
    Refused,
    /// NegTokenResp with `negState` reject (RFC 4178 4.2.2).
    Reject,
}

/// The server's proof that it has the certificate's key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PublicKeyProof {
    /// As the version asks for.
    #[default]
    Honest,
    /// None.
    Missing,
    /// The key plus one, also where the version asks for a hash.
    OldStyle,
    /// Over another key.
    Wrong,
}

/// `authorizationResult` (MS-RDPBCGR 2.2.10.2).
#[derive(Clone, Copy, Debug)]
pub enum AuthorizationResults {}

impl Names for AuthorizationResults {
    const WHAT: &'static str = "authorization result";

    fn all() -> Vec<(u32, &'static str)> {
        vec![(0, "AUTHZ_SUCCESS"), (5, "AUTHZ_ACCESS_DENIED")]
    }
}

/// The Early User Authorization Result of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EarlyUserAuthorization {
    /// It is never sent.
    Missing,
    /// `authorizationResult`, by its name or any number.
    #[serde(untagged)]
    Result(Named<AuthorizationResults>),
}

/// NTSTATUS and SSPI codes that servers put into `errorCode` (MS-ERREF 2.3, MS-CSSP 2.2.1).
#[derive(Clone, Copy, Debug)]
pub enum NtStatuses {}

impl Names for NtStatuses {
    const WHAT: &'static str = "NTSTATUS";

    fn all() -> Vec<(u32, &'static str)> {
        Status::ALL
            .iter()
            .map(|(name, status)| (status.0, *name))
            .collect()
    }
}

/// An NTSTATUS, by its name or any number.
pub type NtStatus = Named<NtStatuses>;

replaces!(Challenge, PublicKeyProof, EarlyUserAuthorization, NtStatus);
