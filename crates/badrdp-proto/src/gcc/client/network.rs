//! Client Network Data, TS_UD_CS_NET (MS-RDPBCGR 2.2.1.3.4).

use crate::gcc::MAX_CHANNELS;
use crate::length::{length32, size};
use crate::reader::{Reader, TooShort};

/// The static virtual channels that a client asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientNetwork {
    /// `channelDefArray`, at most [`MAX_CHANNELS`] when read.
    pub channels: Vec<Channel>,
}

/// CHANNEL_DEF (MS-RDPBCGR 2.2.1.3.4.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// `name`: at most 8 characters of one byte, of which the standard uses 7.
    pub name: String,
    /// `options`
    pub options: u32,
}

impl Channel {
    /// CHANNEL_OPTION_INITIALIZED, the oldest of the options.
    pub const INITIALIZED: u32 = 0x8000_0000;
    /// CHANNEL_OPTION_SHOW_PROTOCOL: the client wants the channel header on every chunk.
    pub const SHOW_PROTOCOL: u32 = 0x0020_0000;

    const NAME_LEN: usize = 8;

    fn encode(&self) -> Vec<u8> {
        let latin1 = |letter| u8::try_from(u32::from(letter)).unwrap_or(b'?');
        let mut out: Vec<u8> = self.name.chars().take(Self::NAME_LEN).map(latin1).collect();
        out.resize(Self::NAME_LEN, 0);
        out.extend(self.options.to_le_bytes());
        out
    }

    /// The options are in the upper half; if only the lower half has bits, the client wrote
    /// them in the other order, as rdesktop does.
    fn decode(body: &mut Reader<'_>) -> Result<Self, TooShort> {
        let name: [u8; Self::NAME_LEN] = body.array()?;
        let options = body.u32_le()?;
        Ok(Self {
            name: name
                .into_iter()
                .take_while(|byte| *byte != 0)
                .map(char::from)
                .collect(),
            options: if options >> 16 == 0 {
                options.swap_bytes()
            } else {
                options
            },
        })
    }
}

impl ClientNetwork {
    /// Asks for the channels called `names`.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let channel = |name: &str| Channel {
            name: name.to_owned(),
            options: Channel::INITIALIZED,
        };
        Self {
            channels: names.into_iter().map(channel).collect(),
        }
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let count = length32(self.channels.len());
        let mut out = count.to_le_bytes().to_vec();
        out.extend(self.channels.iter().flat_map(Channel::encode));
        out
    }

    /// As many channels as are there, however many are promised.
    pub(super) fn decode(body: &mut Reader<'_>) -> Result<Self, TooShort> {
        let count = size(body.u32_le()?);
        let channels = (0..count.min(MAX_CHANNELS))
            .map_while(|_| Channel::decode(body).ok())
            .collect();
        Ok(Self { channels })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_of_more_channels_than_there_are_is_not_believed() {
        let mut body = ClientNetwork::of(["rdpsnd"]).encode();
        body[..4].copy_from_slice(&[0xFF; 4]);
        let network = ClientNetwork::decode(&mut Reader::new(&body));
        assert_eq!(network, Ok(ClientNetwork::of(["rdpsnd"])));
    }
}
