//! CHALLENGE_MESSAGE (MS-NLMP 2.2.1.2): the server's nonce, and who it is.

use crate::credssp::der::Malformed;
use crate::length::{length16, length32};
use crate::message::{Message, MessageName};
use crate::writer::Writer;

use super::payload::{self, Buffer};
use super::{AvPair, SIGNATURE, Version, flags};

/// The second NTLM message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// `NegotiateFlags`; see [`super::flags`].
    pub flags: u32,
    /// `ServerChallenge`: the nonce.
    pub server_challenge: [u8; 8],
    /// `TargetName`.
    pub target_name: String,
    /// `TargetInfo`, without its MsvAvEOL; `None` when the message has none.
    pub target_info: Option<Vec<AvPair>>,
    /// `Version`; zero bytes when there is none.
    pub version: Option<Version>,
    /// Ends the target info with a pair that reaches far past the message, in place of
    /// MsvAvEOL. Never true when read.
    pub broken_end: bool,
}

/// Bytes in front of the payload.
const FIXED_LEN: usize = 8 /* Signature */ + 4 /* MessageType */ + 8 /* TargetName */
    + 4 /* NegotiateFlags */ + 8 /* ServerChallenge */ + 8 /* Reserved */
    + 8 /* TargetInfo */ + Version::LEN;

impl Challenge {
    /// `MessageType`.
    const TYPE: u32 = 2;

    /// Writes it as a part of the message called `name`.
    #[must_use]
    pub fn encode(&self, name: MessageName) -> Message {
        let target_name = payload::utf16(&self.target_name);
        let info = self.target_info.as_deref();
        let info_len = info.map_or(0, |list| AvPair::encode_list(list).len());
        let mut writer = Writer::new(name);
        writer
            .raw("ntlm.signature", &SIGNATURE)
            .u32_le("ntlm.message-type", Self::TYPE)
            .u16_le("ntlm.target-name-length", length16(target_name.len()))
            .u16_le("ntlm.target-name-max-length", length16(target_name.len()))
            .u32_le("ntlm.target-name-offset", length32(FIXED_LEN))
            .u32_le("ntlm.negotiate-flags", self.flags)
            .raw("ntlm.server-challenge", &self.server_challenge)
            .raw("ntlm.reserved", &[0; 8])
            .u16_le("ntlm.target-info-length", length16(info_len))
            .u16_le("ntlm.target-info-max-length", length16(info_len))
            .u32_le(
                "ntlm.target-info-offset",
                length32(FIXED_LEN + target_name.len()),
            );
        match self.version {
            Some(version) => version.write(&mut writer),
            None => _ = writer.raw("ntlm.version", &[0; Version::LEN]),
        }
        writer.raw("ntlm.target-name", &target_name);
        if let Some(list) = info {
            for pair in list {
                pair.write(&mut writer);
            }
            let end: u32 = if self.broken_end { 0xFFFF_0001 } else { 0 };
            writer.u32_le("ntlm.av-eol", end);
        }
        writer.finish()
    }

    /// Reads it.
    ///
    /// # Errors
    /// [`Malformed`] when it is no CHALLENGE_MESSAGE, or its AV pairs make no sense.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = payload::header(bytes, Self::TYPE)?;
        let target_name = Buffer::read(&mut reader)?;
        let flags = reader.u32_le()?;
        let server_challenge = reader.array()?;
        let has_info = flags & flags::TARGET_INFO != 0;
        let info = reader
            .take(8)
            .map_err(Malformed::from)
            .and_then(|_| Buffer::read(&mut reader));
        let version = Version::read(&mut reader).ok();
        let target_info = match info {
            Ok(info) if has_info => Some(AvPair::decode_list(info.bytes(bytes)?)?),
            _ => None,
        };
        Ok(Self {
            flags,
            server_challenge,
            target_name: payload::text(target_name.bytes(bytes)?, flags),
            target_info,
            version: version.filter(|_| flags & flags::VERSION != 0),
            broken_end: false,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{AvId, Target};
    use super::*;

    fn challenge(flags: u32, version: Option<Version>) -> Challenge {
        let version_2022 = Version {
            major: 10,
            minor: 0,
            build: 20348,
        };
        let target = Target::workgroup("LAB", version_2022);
        Challenge {
            flags,
            server_challenge: *b"12345678",
            target_name: "LAB".to_owned(),
            target_info: Some(target.av_pairs(Some(133_000_000_000_000_000))),
            version,
            broken_end: false,
        }
    }

    #[test]
    fn each_name_is_a_field() {
        let message = challenge(flags::UNICODE, None).encode(MessageName::TsRequestReply);
        let mut next = 0;
        for field in &message.fields {
            assert_eq!(field.range.start, next, "{}", field.name);
            next = field.range.end;
        }
        assert_eq!(next, message.bytes.len());
        for name in ["ntlm.dns-computer-name", "ntlm.timestamp", "ntlm.av-eol"] {
            assert!(message.field(name).is_some(), "{name}");
        }
    }

    #[test]
    fn it_reads_back() {
        let version = Version {
            major: 6,
            minor: 1,
            build: 7601,
        };
        let flags = flags::UNICODE | flags::TARGET_INFO | flags::VERSION;
        let challenge = challenge(flags, Some(version));
        let bytes = challenge.encode(MessageName::TsRequestReply).bytes;
        assert_eq!(Challenge::decode(&bytes), Ok(challenge));
    }

    #[test]
    fn a_broken_end_does_not_decode() {
        let broken = Challenge {
            broken_end: true,
            ..challenge(flags::UNICODE | flags::TARGET_INFO, None)
        };
        let bytes = broken.encode(MessageName::TsRequestReply).bytes;
        assert!(Challenge::decode(&bytes).is_err());
        let list = AvPair::find(broken.target_info.as_deref().unwrap(), AvId::TIMESTAMP);
        assert!(list.is_some());
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
            let mut message = SIGNATURE.to_vec();
            message.extend([2, 0, 0, 0]);
            message.extend(&bytes);
            let _ = (Challenge::decode(&bytes), Challenge::decode(&message));
        }
    }
}
