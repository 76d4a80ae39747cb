//! AUTHENTICATE_MESSAGE (MS-NLMP 2.2.1.3): the client's proof.

use std::fmt;

use crate::credssp::der::Malformed;

use super::payload::{self, Buffer};
use super::{SIGNATURE, Version};

/// The third NTLM message.
#[derive(Clone, PartialEq, Eq)]
pub struct Authenticate {
    /// `NegotiateFlags`: what both sides agreed on.
    pub flags: u32,
    /// `DomainName`, as the client spells it.
    pub domain: String,
    /// `UserName`, as the client spells it; empty when it is anonymous.
    pub user: String,
    /// `Workstation`: the client's name.
    pub workstation: String,
    /// `NtChallengeResponse`.
    pub nt_response: Vec<u8>,
    /// `LmChallengeResponse`.
    pub lm_response: Vec<u8>,
    /// `EncryptedRandomSessionKey`.
    pub encrypted_session_key: Vec<u8>,
    /// `Version`, if there is room for it in front of the payload.
    pub version: Option<Version>,
    /// `MIC`, if there is room for it in front of the payload. Whether it counts is said in
    /// the response.
    pub mic: Option<[u8; 16]>,
}

/// Where `MIC` lies, when there is one.
pub const MIC_OFFSET: usize = 8 /* Signature */ + 4 /* MessageType */ + 6 * 8 /* pointers */
    + 4 /* NegotiateFlags */ + Version::LEN;

/// How long `MIC` is.
pub const MIC_LEN: usize = 16;

impl Authenticate {
    /// `MessageType`.
    const TYPE: u32 = 3;

    /// Reads it.
    ///
    /// # Errors
    /// [`Malformed`] when it is no AUTHENTICATE_MESSAGE, or points outside itself.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = payload::header(bytes, Self::TYPE)?;
        let lm = Buffer::read(&mut reader)?;
        let nt = Buffer::read(&mut reader)?;
        let domain = Buffer::read(&mut reader)?;
        let user = Buffer::read(&mut reader)?;
        let workstation = Buffer::read(&mut reader)?;
        let key = Buffer::read(&mut reader)?;
        let flags = reader.u32_le()?;
        let payload_start = [lm, nt, domain, user, workstation, key]
            .iter()
            .filter_map(Buffer::start)
            .min()
            .unwrap_or(bytes.len());
        let version = Version::read(&mut reader).ok();
        let mic = reader.array::<MIC_LEN>().ok();
        Ok(Self {
            flags,
            domain: payload::text(domain.bytes(bytes)?, flags),
            user: payload::text(user.bytes(bytes)?, flags),
            workstation: payload::text(workstation.bytes(bytes)?, flags),
            nt_response: nt.bytes(bytes)?.to_vec(),
            lm_response: lm.bytes(bytes)?.to_vec(),
            encrypted_session_key: key.bytes(bytes)?.to_vec(),
            version: version.filter(|_| payload_start >= MIC_OFFSET),
            mic: mic.filter(|_| payload_start >= MIC_OFFSET + MIC_LEN),
        })
    }

    /// Writes it. Strings are UTF-16 whatever the flags say.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let domain = payload::utf16(&self.domain);
        let user = payload::utf16(&self.user);
        let workstation = payload::utf16(&self.workstation);
        let parts: [&[u8]; 6] = [
            &self.lm_response,
            &self.nt_response,
            &domain,
            &user,
            &workstation,
            &self.encrypted_session_key,
        ];
        let mut out = SIGNATURE.to_vec();
        out.extend(Self::TYPE.to_le_bytes());
        let mut offset = MIC_OFFSET + if self.mic.is_some() { MIC_LEN } else { 0 };
        for part in parts {
            out.extend(payload::pointer(part.len(), offset));
            offset += part.len();
        }
        out.extend(self.flags.to_le_bytes());
        out.extend(self.version.map_or([0; Version::LEN], Version::bytes));
        out.extend(self.mic.into_iter().flatten());
        out.extend(parts.concat());
        out
    }
}

/// Leaves the proof out: a password can be guessed from it.
impl fmt::Debug for Authenticate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authenticate")
            .field("flags", &format_args!("{:#010x}", self.flags))
            .field("domain", &self.domain)
            .field("user", &self.user)
            .field("workstation", &self.workstation)
            .field("version", &self.version)
            .field("mic", &self.mic.is_some())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(bytes in proptest::collection::vec(any::<u8>(), 0..160)) {
            let mut message = SIGNATURE.to_vec();
            message.extend([3, 0, 0, 0]);
            message.extend(&bytes);
            let _ = (Authenticate::decode(&bytes), Authenticate::decode(&message));
        }

        #[test]
        fn any_reads_back(
            user in "\\PC{0,20}", domain in "\\PC{0,20}", workstation in "\\PC{0,20}",
            nt_response in proptest::collection::vec(any::<u8>(), 0..300), mic in any::<Option<[u8; 16]>>(),
        ) {
            let message = Authenticate {
                flags: super::super::flags::CLIENT, domain, user, workstation, nt_response,
                lm_response: vec![0; 24], encrypted_session_key: vec![7; 16],
                version: Some(Version { major: 10, minor: 0, build: 17763 }), mic,
            };
            prop_assert_eq!(Authenticate::decode(&message.encode()), Ok(message));
        }
    }
}
