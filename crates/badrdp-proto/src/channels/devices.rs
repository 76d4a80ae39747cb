//! Devices: `rdpdr` (MS-RDPEFS 2.2.2), how it begins.

use crate::reader::{Reader, TooShort};

/// `RDPDR_CTYP_CORE`
const CORE: u16 = 0x4472;
const SERVER_ANNOUNCE: u16 = 0x496E;
const CLIENT_ID_CONFIRM: u16 = 0x4343;
const CLIENT_NAME: u16 = 0x434E;
const SERVER_CAPABILITY: u16 = 0x5350;

/// A message of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceMessage {
    /// Server Announce Request: the client is to introduce itself.
    Announce(Announce),
    /// Server Client ID Confirm, or Server Core Capability Request: the server goes on.
    GoesOn,
    /// Another one: `Component` and `PacketId`.
    Other(u16, u16),
}

/// Server Announce Request (2.2.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Announce {
    /// `VersionMinor`
    pub version_minor: u16,
    /// `ClientId`
    pub client_id: u32,
}

impl DeviceMessage {
    /// Reads a message.
    ///
    /// # Errors
    /// [`TooShort`]
    pub fn decode(message: &[u8]) -> Result<Self, TooShort> {
        let mut reader = Reader::new(message);
        let (component, packet_id) = (reader.u16_le()?, reader.u16_le()?);
        Ok(match (component, packet_id) {
            (CORE, SERVER_ANNOUNCE) => {
                reader.u16_le()?; // VersionMajor
                Self::Announce(Announce {
                    version_minor: reader.u16_le()?,
                    client_id: reader.u32_le()?,
                })
            }
            (CORE, CLIENT_ID_CONFIRM | SERVER_CAPABILITY) => Self::GoesOn,
            _ => Self::Other(component, packet_id),
        })
    }
}

impl Announce {
    /// Client Announce Reply (2.2.2.3).
    #[must_use]
    pub fn reply(&self) -> Vec<u8> {
        let [a, b] = self.version_minor.to_le_bytes();
        let mut reply = vec![0x72, 0x44, 0x43, 0x43, 1, 0, a, b];
        reply.extend(self.client_id.to_le_bytes());
        reply
    }
}

/// Client Name Request (2.2.2.4) of a client called `name`, which is ASCII.
#[must_use]
pub fn client_name(name: &str) -> Vec<u8> {
    let text: Vec<u8> = name.bytes().chain([0]).collect();
    let length = crate::length::length32(text.len());
    let mut request = Vec::new();
    for field in [CORE, CLIENT_NAME] {
        request.extend(field.to_le_bytes());
    }
    for field in [0 /* ASCII */, 0 /* CodePage */, length] {
        request.extend(field.to_le_bytes());
    }
    request.extend(text);
    request
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_announcement_is_answered() {
        let bytes = [0x72, 0x44, 0x6E, 0x49, 1, 0, 12, 0, 7, 0, 0, 0];
        let Ok(DeviceMessage::Announce(announce)) = DeviceMessage::decode(&bytes) else {
            panic!("it announces itself");
        };
        let reply = [0x72, 0x44, 0x43, 0x43, 1, 0, 12, 0, 7, 0, 0, 0];
        assert_eq!(announce.reply(), reply);
        assert_eq!(DeviceMessage::decode(&reply), Ok(DeviceMessage::GoesOn));
        assert_eq!(client_name("lab").len(), 4 + 12 + 4);
        assert!(DeviceMessage::decode(&bytes[..11]).is_err());
    }
}
