//! The client's side: answers a CHALLENGE_MESSAGE with NTLMv2 (MS-NLMP 3.1.5.1.2).

use crate::credssp::User;
use crate::credssp::der::Malformed;

use super::crypto::{Key, Side, hmac_md5, ntowf_v2, rc4k};
use super::verify::{Exchange, mic};
use super::{Authenticate, AvId, AvPair, Challenge, Session, Version, flags};

/// What a client draws at random.
#[derive(Clone, Copy)]
pub struct Random {
    /// The client's nonce.
    pub client_challenge: [u8; 8],
    /// The key of the session.
    pub session_key: [u8; 16],
}

/// The answer, and the session that it opens.
#[derive(Debug)]
pub struct Response {
    /// AUTHENTICATE_MESSAGE
    pub authenticate: Vec<u8>,
    /// Signs and seals from here on.
    pub session: Session,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotRespond {
    /// The challenge does not decode.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// The server does without extended session security: it wants NTLMv1.
    #[error("the server does without extended session security")]
    SessionSecurity,
}

/// Answers `challenge`, which came after `negotiate`. The server's clock is used where it
/// tells it, `filetime` otherwise.
///
/// # Errors
/// [`CannotRespond`] when the challenge makes no sense or asks for NTLMv1.
pub fn respond(
    negotiate: &[u8],
    challenge: &[u8],
    (domain, user): (&str, &User),
    filetime: u64,
    random: Random,
) -> Result<Response, CannotRespond> {
    let decoded = Challenge::decode(challenge)?;
    if decoded.flags & flags::EXTENDED_SESSION_SECURITY == 0 {
        return Err(CannotRespond::SessionSecurity);
    }
    let mut pairs = decoded.target_info.unwrap_or_default();
    let clock = AvPair::find(&pairs, AvId::TIMESTAMP)
        .and_then(|pair| <[u8; 8]>::try_from(&pair.value[..]).ok());
    pairs.retain(|pair| pair.id != AvId::FLAGS);
    pairs.push(AvPair {
        id: AvId::FLAGS,
        value: vec![2, 0, 0, 0],
    });
    let blob = client_challenge(
        clock.unwrap_or_else(|| filetime.to_le_bytes()),
        random.client_challenge,
        &pairs,
    );
    let hash = ntowf_v2(&user.password, &user.name, domain);
    let proof = hmac_md5(&hash, &[&decoded.server_challenge, &blob]);
    let base = hmac_md5(&hash, &[&proof]);
    let agreed = decoded.flags & flags::CLIENT;
    let (exported, encrypted) = session_key(&base, agreed, random.session_key);
    let mut message = Authenticate {
        flags: agreed,
        domain: domain.to_owned(),
        user: user.name.clone(),
        workstation: String::new(),
        nt_response: [&proof[..], &blob].concat(),
        lm_response: vec![0; 24],
        encrypted_session_key: encrypted,
        version: Some(CLIENT_VERSION),
        mic: Some([0; 16]),
    };
    let authenticate = message.encode();
    message.mic = Some(mic(
        &exported,
        Exchange {
            negotiate,
            challenge,
            authenticate: &authenticate,
        },
    ));
    Ok(Response {
        authenticate: message.encode(),
        session: Session::new(&exported, agreed, Side::Client),
    })
}

/// The build that the client says it is: a Windows 10 1809.
pub const CLIENT_VERSION: Version = Version {
    major: 10,
    minor: 0,
    build: 17763,
};

/// NTLMv2_CLIENT_CHALLENGE (MS-NLMP 2.2.2.7), with the four zero bytes of `temp` behind it.
fn client_challenge(time: [u8; 8], nonce: [u8; 8], pairs: &[AvPair]) -> Vec<u8> {
    let mut blob = vec![1, 1, 0, 0, 0, 0, 0, 0];
    blob.extend(time);
    blob.extend(nonce);
    blob.extend([0; 4]);
    blob.extend(AvPair::encode_list(pairs));
    blob.extend([0; 4]);
    blob
}

/// The exported session key, and how it goes over the wire.
fn session_key(base: &Key, agreed: u32, random: Key) -> (Key, Vec<u8>) {
    if agreed & flags::KEY_EXCH == 0 {
        (*base, Vec::new())
    } else {
        (random, rc4k(base, random).to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(text: &str) -> Vec<u8> {
        let digits: Vec<_> = text
            .chars()
            .filter_map(|digit| digit.to_digit(16))
            .collect();
        let byte = |pair: &[u32]| u8::try_from(pair[0] << 4 | pair[1]).unwrap();
        digits.chunks(2).map(byte).collect()
    }

    #[test]
    fn computes_what_the_standard_computes() {
        // MS-NLMP 4.2.4.1 and 4.2.4.2.
        let hash = ntowf_v2("Password", "User", "Domain");
        assert_eq!(hash[..], hex("0c868a403bfd7a93a3001ef22ef02e3f"));
        let pairs = [
            AvPair::text(AvId::NB_DOMAIN_NAME, "Domain"),
            AvPair::text(AvId::NB_COMPUTER_NAME, "Server"),
        ];
        let blob = client_challenge([0; 8], [0xAA; 8], &pairs);
        let proof = hmac_md5(&hash, &[&hex("0123456789abcdef"), &blob]);
        assert_eq!(proof[..], hex("68cd0ab851e51c96aabc927bebef6a1c"));
        let base = hmac_md5(&hash, &[&proof]);
        assert_eq!(base[..], hex("8de40ccadbc14a82f15cb0ad0de95ca3"));
        let (_, encrypted) = session_key(&base, flags::KEY_EXCH, [0x55; 16]);
        assert_eq!(encrypted, hex("c5dad2544fc9799094ce1ce90bc9d03e"));
    }
}
