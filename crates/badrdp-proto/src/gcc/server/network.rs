//! Server Network Data, TS_UD_SC_NET (MS-RDPBCGR 2.2.1.4.4).

use crate::gcc::block;
use crate::length::length16;
use crate::message::Message;
use crate::reader::{Reader, TooShort};

macro_rules! channel_id_fields {
    ($($number:literal)*) => { [$(concat!("gcc.net.channel-id-", $number)),*] };
}

/// The fields of the channels that a client can ask for, from 1 on, in its order.
const CHANNEL_ID_FIELDS: [&str; crate::gcc::MAX_CHANNELS] = channel_id_fields!(
    1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31
);

/// The ids of the channels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerNetwork {
    /// `MCSChannelId`: the I/O channel.
    pub io_channel: u16,
    /// `channelIdArray`: one for each channel that the client asked for, in its order;
    /// 0 for one that it does not get.
    pub channels: Vec<u16>,
}

impl ServerNetwork {
    /// The I/O channel of Windows (MS-RDPBCGR 4.1.4).
    pub const IO_CHANNEL: u16 = 1003;

    /// The ids that Windows gives to `count` channels: those behind the I/O channel.
    #[must_use]
    pub fn consecutive(count: usize) -> Self {
        Self {
            io_channel: Self::IO_CHANNEL,
            channels: (Self::IO_CHANNEL + 1..).take(count).collect(),
        }
    }

    /// The block's body. An odd number of channels is padded to a multiple of four bytes.
    pub(super) fn encode(&self) -> Message {
        let mut body = block::body();
        let count = length16(self.channels.len());
        body.u16_le("gcc.net.mcs-channel-id", self.io_channel)
            .u16_le("gcc.net.channel-count", count);
        for (field, channel) in CHANNEL_ID_FIELDS.iter().zip(&self.channels) {
            body.u16_le(field, *channel);
        }
        let further = self.channels.get(CHANNEL_ID_FIELDS.len()..);
        if let Some(further @ [_, ..]) = further {
            let bytes: Vec<u8> = further.iter().flat_map(|id| id.to_le_bytes()).collect();
            body.raw("gcc.net.further-channel-ids", &bytes);
        }
        if count % 2 == 1 {
            body.u16_le("gcc.net.pad", 0);
        }
        body.finish()
    }

    /// As many channels as are there, however many are promised.
    pub(super) fn decode(body: &mut Reader<'_>) -> Result<Self, TooShort> {
        let io_channel = body.u16_le()?;
        let count = body.u16_le()?;
        let channels = (0..count).map_while(|_| body.u16_le().ok()).collect();
        Ok(Self {
            io_channel,
            channels,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_odd_number_of_channels_is_padded() {
        let odd = ServerNetwork::consecutive(1).encode();
        assert_eq!(odd.bytes, [0xEB, 3, 1, 0, 0xEC, 3, 0, 0]);
        let even = ServerNetwork::consecutive(2).encode();
        assert_eq!(even.bytes, [0xEB, 3, 2, 0, 0xEC, 3, 0xED, 3]);
        assert!(even.field("gcc.net.pad").is_none());
    }

    #[test]
    fn channels_past_the_last_name_stay_in_one_field() {
        let message = ServerNetwork::consecutive(33).encode();
        let range = |name: &str| message.field(name).map(|field| field.range.clone());
        assert_eq!(range("gcc.net.channel-id-31"), Some(64..66));
        assert_eq!(range("gcc.net.further-channel-ids"), Some(66..70));
        assert_eq!(range("gcc.net.pad"), Some(70..72));
    }
}
