//! Heartbeat PDU (MS-RDPBCGR 2.2.16.1), behind a security header with SEC_HEARTBEAT.

use crate::message::{Message, MessageName};
use crate::reader::{Reader, TooShort};
use crate::writer::Writer;

/// What a heartbeat announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heartbeat {
    /// `period`: seconds between two heartbeats.
    pub period: u8,
    /// `count1`: how many may be missed before the client warns.
    pub warn_after: u8,
    /// `count2`: how many may be missed before the client reconnects.
    pub reconnect_after: u8,
}

impl Heartbeat {
    /// The PDU.
    #[must_use]
    pub fn encode(&self) -> Message {
        let mut writer = Writer::new(MessageName::Heartbeat);
        writer
            .u8("heartbeat.reserved", 0)
            .u8("heartbeat.period", self.period)
            .u8("heartbeat.count1", self.warn_after)
            .u8("heartbeat.count2", self.reconnect_after);
        writer.finish()
    }

    /// Reads the PDU.
    ///
    /// # Errors
    /// [`TooShort`] with fewer than four bytes.
    pub fn decode(bytes: &[u8]) -> Result<Self, TooShort> {
        let [_, period, warn_after, reconnect_after] = Reader::new(bytes).array()?;
        Ok(Self {
            period,
            warn_after,
            reconnect_after,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heartbeat_reads_back() {
        let heartbeat = Heartbeat {
            period: 1,
            warn_after: 3,
            reconnect_after: 5,
        };
        let bytes = heartbeat.encode().bytes;
        assert_eq!(bytes, [0, 1, 3, 5]);
        assert_eq!(Heartbeat::decode(&bytes), Ok(heartbeat));
        assert!(Heartbeat::decode(&[0, 1, 3]).is_err());
    }
}
