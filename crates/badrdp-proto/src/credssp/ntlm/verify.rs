//! The server's side: does the client know the password (MS-NLMP 3.2.5.1.2, 3.3.2)?

use crate::reader::Reader;

use super::authenticate::{MIC_LEN, MIC_OFFSET};
use super::crypto::{Key, Side, hmac_md5, hmac_md5_is, ntowf_v2, rc4k};
use super::{Authenticate, AvId, AvPair, Session, flags};

/// Bytes of NTLMv2_CLIENT_CHALLENGE in front of its AV pairs (MS-NLMP 2.2.2.7).
const CLIENT_CHALLENGE_HEADER: usize = 28;

/// Bit of MsvAvFlags: the message has a MIC.
const HAS_MIC: u32 = 2;

/// The three messages as they went over the wire; the MIC is over them.
#[derive(Clone, Copy, Debug)]
pub struct Exchange<'a> {
    /// NEGOTIATE_MESSAGE
    pub negotiate: &'a [u8],
    /// CHALLENGE_MESSAGE
    pub challenge: &'a [u8],
    /// AUTHENTICATE_MESSAGE
    pub authenticate: &'a [u8],
}

/// Why the client is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotVerified {
    /// The MIC does not fit: one of the three messages was altered.
    #[error("the MIC of the AUTHENTICATE_MESSAGE does not fit")]
    Mic,
    /// The response does not fit the password.
    #[error("the password is wrong")]
    Password,
    /// The encrypted session key has not 16 bytes.
    #[error("the session key has {0} bytes")]
    SessionKey(usize),
    /// Without extended session security, which is what NTLMv1 uses.
    #[error("the client does without extended session security")]
    SessionSecurity,
    /// The response is that of NTLMv1 or LM, or there is none.
    #[error("the response is not that of NTLMv2")]
    Version1,
}

/// Verifies the AUTHENTICATE_MESSAGE of a client, and derives the keys of the session.
///
/// # Errors
/// [`NotVerified`] says what does not fit.
pub fn verify(
    exchange: Exchange<'_>,
    server_challenge: &[u8; 8],
    message: &Authenticate,
    password: &str,
) -> Result<Session, NotVerified> {
    let (proof, blob) = message
        .nt_response
        .split_at_checked(16)
        .filter(|(_, blob)| blob.len() >= CLIENT_CHALLENGE_HEADER)
        .ok_or(NotVerified::Version1)?;
    let hash = ntowf_v2(password, &message.user, &message.domain);
    if !hmac_md5_is(&hash, &[server_challenge, blob], proof) {
        return Err(NotVerified::Password);
    }
    if message.flags & flags::EXTENDED_SESSION_SECURITY == 0 {
        return Err(NotVerified::SessionSecurity);
    }
    let base = hmac_md5(&hash, &[proof]);
    let exported = exported_key(&base, message)?;
    if promises_mic(blob) {
        let mic = message.mic.ok_or(NotVerified::Mic)?;
        if super::verify::mic(&exported, exchange) != mic {
            return Err(NotVerified::Mic);
        }
    }
    Ok(Session::new(&exported, message.flags, Side::Server))
}

/// The MIC over the three messages, with the MIC in the last taken as zero
/// (MS-NLMP 3.1.5.1.2).
pub(super) fn mic(exported: &Key, exchange: Exchange<'_>) -> Key {
    let last = exchange.authenticate;
    let before = last.get(..MIC_OFFSET).unwrap_or(last);
    let behind = last.get(MIC_OFFSET + MIC_LEN..).unwrap_or_default();
    hmac_md5(
        exported,
        &[
            exchange.negotiate,
            exchange.challenge,
            before,
            &[0; MIC_LEN],
            behind,
        ],
    )
}

fn exported_key(base: &Key, message: &Authenticate) -> Result<Key, NotVerified> {
    if message.flags & flags::KEY_EXCH == 0 {
        return Ok(*base);
    }
    let encrypted = &message.encrypted_session_key;
    let key =
        Key::try_from(&encrypted[..]).map_err(|_| NotVerified::SessionKey(encrypted.len()))?;
    Ok(rc4k(base, key))
}

/// Whether the AV pairs of the client say that there is a MIC.
fn promises_mic(blob: &[u8]) -> bool {
    let pairs = blob.get(CLIENT_CHALLENGE_HEADER..).unwrap_or_default();
    let list = AvPair::decode_list(pairs).unwrap_or_default();
    let value = AvPair::find(&list, AvId::FLAGS).map(|pair| Reader::new(&pair.value).u32_le());
    matches!(value, Some(Ok(bits)) if bits & HAS_MIC != 0)
}
