//! CredSSP with NTLM (MS-RDPBCGR 5.4.5.2, MS-CSSP 3.1.5).

use badrdp_proto::Phase;
use badrdp_proto::credssp::client::{Client, Failure, Settings, Step};
use badrdp_proto::credssp::early_authorization::{self, AUTHZ_ACCESS_DENIED, AUTHZ_SUCCESS};
use badrdp_proto::credssp::ntlm::respond::CannotRespond;
use badrdp_proto::credssp::ntlm::{AvId, AvPair};
use badrdp_proto::credssp::{NtStatus, VERSION};
use badrdp_proto::negotiation::Protocols;

use super::{Stage, Walk, basic_settings};
use crate::seen::{CredsspSeen, Stop};

/// Below this version somebody in the middle may run commands as the user (CVE-2018-0886):
/// clients with the update of May 2018 refuse it.
const OLDEST_SAFE: u32 = 5;

/// Sends the first TSRequest.
pub(super) fn begin(walk: &mut Walk) {
    let settings = Settings {
        version: VERSION.into(),
        domain: walk.setup.domain.clone(),
        user: walk.setup.user.clone(),
        spnego: true,
    };
    let public_key = walk.setup.public_key.clone();
    let random = walk.setup.random.credssp;
    let (client, first) = Client::new(settings, public_key, random, walk.setup.filetime);
    walk.out.extend(first);
    walk.stage = Stage::Credssp(Box::new(client));
    walk.enter(
        Phase::Credssp,
        "the first TSRequest",
        "TSRequest with a challenge",
    );
    walk.seen.security = format!("TLS with CredSSP ({})", walk.setup.selected);
}

/// Takes one TSRequest.
pub(super) fn handle(walk: &mut Walk, frame: &[u8]) -> Result<(), Stop> {
    let Stage::Credssp(client) = &mut walk.stage else {
        return Ok(());
    };
    let was_challenged = client.challenge().is_some();
    let step = client.input(frame);
    let challenge = client.challenge();
    let version = client.server_version();
    let before = walk.seen.credssp.as_ref().and_then(|seen| seen.version);
    let target_info = challenge.and_then(|challenge| challenge.target_info.as_deref());
    let untold = challenge.is_some() && target_info.is_none();
    walk.seen.credssp = Some(CredsspSeen {
        version,
        build: challenge
            .and_then(|challenge| challenge.version)
            .map(|version| format!("{}.{}.{}", version.major, version.minor, version.build)),
        has_timestamp: target_info.is_some_and(|pairs| pairs.iter().any(is_timestamp)),
        target: challenge.map(|challenge| challenge.target_name.clone()),
    });
    let step = step.map_err(|failure| stop(walk.seen.waiting_for, failure))?;
    if let (Some(before), Some(now)) = (before, version)
        && before != now
    {
        let what = format!("ts-request.version was {before}, now it is {now}");
        return Err(Stop::malformed(walk.seen.waiting_for, what));
    }
    if let Some(new) = version.filter(|version| *version > VERSION.into()) {
        walk.odd(format!("CredSSP version {new} is in no standard"));
    }
    if let Some(old @ ..OLDEST_SAFE) = version
        && !walk.setup.insecure
    {
        return Err(Stop::Credssp(format!(
            "the server speaks CredSSP version {old}, which clients refuse since CVE-2018-0886"
        )));
    }
    if untold {
        let what = "its NTLM challenge has no TargetInfo";
        return Err(Stop::malformed(walk.seen.waiting_for, what));
    }
    match step {
        Step::Send(bytes) => {
            walk.out.extend(bytes);
            if was_challenged {
                walk.waits("pubKeyAuth", "TSRequest with pubKeyAuth");
            } else {
                walk.waits(
                    "the NTLM AUTHENTICATE",
                    "TSRequest that accepts the account",
                );
            }
        }
        Step::SendLast(bytes) => {
            walk.out.extend(bytes);
            if walk.setup.selected == Protocols::HYBRID_EX {
                walk.stage = Stage::EarlyAuthorization;
                walk.waits("the credentials", "Early User Authorization Result");
            } else {
                basic_settings::begin(walk);
            }
        }
    }
    Ok(())
}

/// Early User Authorization Result, behind HYBRID_EX (MS-RDPBCGR 2.2.10.2).
pub(super) fn early_authorization(walk: &mut Walk, bytes: &[u8]) -> Result<(), Stop> {
    match early_authorization::decode(bytes) {
        Ok(AUTHZ_SUCCESS) => {
            basic_settings::begin(walk);
            Ok(())
        }
        Ok(AUTHZ_ACCESS_DENIED) => Err(Stop::EarlyAuthorization(AUTHZ_ACCESS_DENIED)),
        Ok(result) => {
            let what = format!("its authorization result is {result:#x}");
            Err(Stop::malformed(walk.seen.waiting_for, what))
        }
        Err(error) => Err(Stop::malformed(walk.seen.waiting_for, error)),
    }
}

fn is_timestamp(pair: &AvPair) -> bool {
    pair.id == AvId::TIMESTAMP
}

fn stop(message: &str, failure: Failure) -> Stop {
    match failure {
        Failure::ErrorCode(NtStatus(code)) => Stop::ErrorCode(code),
        Failure::PublicKey => Stop::PublicKey,
        Failure::Challenge(CannotRespond::SessionSecurity) => Stop::OldNtlm,
        Failure::Mechanism | Failure::Rejected => Stop::Credssp(failure.to_string()),
        Failure::Challenge(_)
        | Failure::Ended
        | Failure::MechListMic
        | Failure::NoToken
        | Failure::PublicKeyMissing
        | Failure::Unreadable(_)
        | Failure::Version(_) => Stop::malformed(message, failure),
    }
}
