//! Auto-reconnect (MS-RDPBCGR 2.2.4, 5.5): the server hands out 16 random bytes, and a client
//! that comes back proves with them that it had the session.

use std::fmt;

use hmac::{Hmac, Mac};
use md5::Md5;

use crate::message::{Message, MessageName};
use crate::reader::Reader;
use crate::share::Malformed;
use crate::share::data::{self, pdu_type2};
use crate::writer::Writer;

/// `cbLen` of both packets.
pub const PACKET_LEN: u32 = 0x1C;

/// Server Auto-Reconnect Packet: ARC_SC_PRIVATE_PACKET (2.2.4.2).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ServerCookie {
    /// `LogonId`: the session that may be taken up again.
    pub logon_id: u32,
    /// `ArcRandomBits`: the key of the verifier.
    pub random_bits: [u8; 16],
}

impl ServerCookie {
    /// The cookie with which a client answers; see [`verifier`].
    #[must_use]
    pub fn answer(&self, client_random: &[u8; 32]) -> ClientCookie {
        ClientCookie {
            logon_id: self.logon_id,
            verifier: verifier(&self.random_bits, client_random),
        }
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        writer
            .u32_le("auto-reconnect.length", PACKET_LEN)
            .u32_le("auto-reconnect.version", 1)
            .u32_le("auto-reconnect.logon-id", self.logon_id)
            .raw("auto-reconnect.random-bits", &self.random_bits);
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let (logon_id, random_bits) = read_packet(reader)?;
        Ok(Self {
            logon_id,
            random_bits,
        })
    }
}

/// Keeps the random bits out: who has them has the session.
impl fmt::Debug for ServerCookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerCookie")
            .field("logon_id", &self.logon_id)
            .finish_non_exhaustive()
    }
}

/// Client Auto-Reconnect Packet: ARC_CS_PRIVATE_PACKET (2.2.4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientCookie {
    /// `LogonId`, as the server gave it.
    pub logon_id: u32,
    /// `SecurityVerifier`
    pub verifier: [u8; 16],
}

impl ClientCookie {
    /// Whether the client had `cookie`, and sent `client_random` on this connection.
    #[must_use]
    pub fn proves(&self, cookie: &ServerCookie, client_random: &[u8; 32]) -> bool {
        *self == cookie.answer(client_random)
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        writer
            .u32_le("auto-reconnect.length", PACKET_LEN)
            .u32_le("auto-reconnect.version", 1)
            .u32_le("auto-reconnect.logon-id", self.logon_id)
            .raw("auto-reconnect.security-verifier", &self.verifier);
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let (logon_id, verifier) = read_packet(reader)?;
        Ok(Self { logon_id, verifier })
    }
}

/// `SecurityVerifier`: HMAC-MD5 over the client random with `ArcRandomBits` as the key (5.5).
/// Under Enhanced RDP Security there is no client random; it counts as 32 zero bytes.
#[must_use]
pub fn verifier(random_bits: &[u8; 16], client_random: &[u8; 32]) -> [u8; 16] {
    let Ok(mut mac) = Hmac::<Md5>::new_from_slice(random_bits) else {
        unreachable!("HMAC takes keys of any length");
    };
    mac.update(client_random);
    mac.finalize().into_bytes().into()
}

/// Server Auto-Reconnect Status PDU (2.2.4.1): the cookie was refused.
#[must_use]
pub fn status(share_id: u32, arc_status: u32) -> Message {
    let mut body = Writer::new(MessageName::AutoReconnectStatus);
    body.u32_le("auto-reconnect-status.arc-status", arc_status);
    data::from_server(share_id, pdu_type2::AUTO_RECONNECT_STATUS, body.finish())
}

fn read_packet(reader: &mut Reader<'_>) -> Result<(u32, [u8; 16]), Malformed> {
    let length = reader.u32_le()?;
    if length != PACKET_LEN {
        return Err(Malformed::field("auto-reconnect.length", length));
    }
    let version = reader.u32_le()?;
    if version != 1 {
        return Err(Malformed::field("auto-reconnect.version", version));
    }
    Ok((reader.u32_le()?, reader.array()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const COOKIE: ServerCookie = ServerCookie {
        logon_id: 2,
        random_bits: [0x0B; 16],
    };

    #[test]
    fn the_verifier_is_hmac_md5() {
        // Computed with
        // `openssl dgst -md5 -mac hmac -macopt hexkey:0b…` over 32 zero bytes.
        assert_eq!(
            verifier(&COOKIE.random_bits, &[0; 32]),
            [
                0x3B, 0x76, 0xF8, 0x49, 0x39, 0xBB, 0x9F, 0x0C, 0x2F, 0x92, 0xAF, 0x04, 0x23, 0xBE,
                0x97, 0x16
            ]
        );
    }

    #[test]
    fn the_random_bits_are_not_printed() {
        assert_eq!(format!("{COOKIE:?}"), "ServerCookie { logon_id: 2, .. }");
    }

    #[test]
    fn a_cookie_proves_only_its_own_session() {
        let answer = COOKIE.answer(&[7; 32]);
        assert!(answer.proves(&COOKIE, &[7; 32]));
        assert!(!answer.proves(&COOKIE, &[0; 32]));
        let other = ServerCookie {
            logon_id: 3,
            ..COOKIE
        };
        assert!(!answer.proves(&other, &[7; 32]));
    }

    #[test]
    fn both_packets_read_back() {
        let mut writer = Writer::new(MessageName::SaveSessionInfo);
        COOKIE.write(&mut writer);
        let bytes = writer.finish().bytes;
        assert_eq!(bytes.len(), 0x1C);
        assert_eq!(ServerCookie::read(&mut Reader::new(&bytes)), Ok(COOKIE));
        let answer = COOKIE.answer(&[0; 32]);
        let mut writer = Writer::new(MessageName::ClientInfo);
        answer.write(&mut writer);
        let bytes = writer.finish().bytes;
        assert_eq!(ClientCookie::read(&mut Reader::new(&bytes)), Ok(answer));
    }
}
