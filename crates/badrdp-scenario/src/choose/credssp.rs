//! `[server.credssp]` and `users`, chosen.

use badrdp_proto::credssp::ntlm::{Target, Version};
use badrdp_proto::credssp::server::{
    AvPairs, ChallengeSettings, ErrorCode, ErrorForm, FirstAnswer, PubKeyAuth, Settings,
};
use badrdp_proto::credssp::{NtStatus, User, VERSION};

use crate::file::Overrides;
use crate::server::credssp::{Challenge, CredsspTable, EarlyUserAuthorization, PublicKeyProof};

/// Bytes that are no token of any mechanism.
const GARBAGE: &[u8] = b"this is no token of NTLM, SPNEGO or Kerberos";

/// Makes every choice of CredSSP.
pub(super) fn credssp(table: &Overrides) -> Result<Settings, String> {
    let choices = table.credssp.clone().unwrap_or_default();
    let default = Settings::default();
    let users = table.users.as_ref().map_or(default.users, |users| {
        let user = |(name, password): (&String, &String)| User::new(name, password);
        users.iter().map(user).collect()
    });
    let av_pairs = match choices.challenge.unwrap_or_default() {
        Challenge::NoTargetInfo => AvPairs::None,
        Challenge::NoTimestamp => AvPairs::NoTimestamp,
        Challenge::BrokenTargetInfo => AvPairs::Broken,
        _ => AvPairs::Honest,
    };
    Ok(Settings {
        version: choices.version.unwrap_or_else(|| VERSION.into()),
        users,
        target: target(&choices)?,
        first_answer: match choices.challenge.unwrap_or_default() {
            Challenge::Empty => FirstAnswer::Token(Vec::new()),
            Challenge::Endless => FirstAnswer::Loop,
            Challenge::Garbage => FirstAnswer::Token(GARBAGE.to_vec()),
            Challenge::KerberosOnly => FirstAnswer::KerberosOnly,
            Challenge::Refused => {
                let status = choices
                    .status
                    .map_or(NtStatus::STATUS_NOT_SUPPORTED, |status| {
                        NtStatus(status.number())
                    });
                FirstAnswer::Error(status)
            }
            Challenge::Reject => FirstAnswer::Reject,
            Challenge::BrokenTargetInfo
            | Challenge::Honest
            | Challenge::NoTargetInfo
            | Challenge::NoTimestamp => FirstAnswer::Challenge(ChallengeSettings {
                flags: choices.challenge_flags,
                av_pairs,
            }),
        },
        forced_status: choices.status.map(|status| NtStatus(status.number())),
        error_code: error_code(&choices)?,
        pub_key_auth: match choices.public_key.unwrap_or_default() {
            PublicKeyProof::Honest => PubKeyAuth::Honest,
            PublicKeyProof::Missing => PubKeyAuth::Missing,
            PublicKeyProof::OldStyle => PubKeyAuth::OldStyle,
            PublicKeyProof::Wrong => PubKeyAuth::Wrong,
        },
        early_user_authorization: match choices.early_user_authorization {
            Some(EarlyUserAuthorization::Missing) => None,
            Some(EarlyUserAuthorization::Result(result)) => Some(result.number()),
            None => Some(0),
        },
    })
}

/// Whether and how `errorCode` is sent.
fn error_code(choices: &CredsspTable) -> Result<ErrorCode, String> {
    match (choices.status_sent, choices.status_length) {
        (_, Some(length)) if !(4..=5).contains(&length) => {
            Err(format!("`status_length` is 4 or 5, not {length}"))
        }
        (Some(false), Some(_)) => {
            Err("`status_sent = false` and `status_length` exclude each other".to_owned())
        }
        (_, Some(5)) => Ok(ErrorCode::Always(ErrorForm::FiveBytes)),
        (Some(true), _) => Ok(ErrorCode::Always(ErrorForm::FourBytes)),
        (Some(false), None) => Ok(ErrorCode::Never),
        (None, _) => Ok(ErrorCode::ByVersion),
    }
}

fn target(choices: &CredsspTable) -> Result<Target, String> {
    let default = Settings::default().target;
    let version = match &choices.build {
        Some(text) => Some(build(text)?),
        None => default.version,
    };
    let computer = choices
        .computer
        .clone()
        .unwrap_or_else(|| default.nb_computer_name.clone());
    let domain = choices.domain.clone().unwrap_or_else(|| computer.clone());
    Ok(Target {
        nb_domain_name: domain.to_uppercase(),
        nb_computer_name: computer.to_uppercase(),
        dns_domain_name: domain,
        dns_computer_name: computer,
        dns_tree_name: None,
        version,
    })
}

/// "10.0.20348": major, minor, build.
fn build(text: &str) -> Result<Version, String> {
    let mut parts = text.split('.');
    let mut next = || parts.next().unwrap_or_default();
    let version = (|| {
        Some(Version {
            major: next().parse().ok()?,
            minor: next().parse().ok()?,
            build: next().parse().ok()?,
        })
    })();
    let version = version.filter(|_| text.split('.').count() == 3);
    version.ok_or_else(|| format!("`{text}` is no build such as \"10.0.20348\""))
}
