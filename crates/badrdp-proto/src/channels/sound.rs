//! Sound: `rdpsnd` (MS-RDPEA 2.2).

use crate::reader::Reader;
use crate::share::Malformed;

const FORMATS: u8 = 0x07;
/// SNDC_WAVE: its `BodySize` counts bytes of the next message.
const WAVE: u8 = 0x02;

/// A message of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SoundMessage {
    /// Server Audio Formats and Version (2.2.2.1).
    Formats {
        /// `wNumberOfFormats`, all of which are there.
        formats: u16,
        /// `wVersion`
        version: u16,
    },
    /// Another one: `msgType`.
    Other(u8),
}

impl SoundMessage {
    /// Reads a message.
    ///
    /// # Errors
    /// [`Malformed`] when `BodySize` or the number of formats is more than there is.
    pub fn decode(message: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(message);
        let message_type = reader.u8()?;
        reader.u8()?; // bPad
        let body_size = reader.u16_le()?;
        if message_type == WAVE {
            return Ok(Self::Other(message_type));
        }
        if usize::from(body_size) > reader.rest().len() {
            return Err(Malformed::field("sound.body-size", body_size));
        }
        if message_type != FORMATS {
            return Ok(Self::Other(message_type));
        }
        reader.take(
            4 /* dwFlags */ + 4 /* dwVolume */ + 4 /* dwPitch */ + 2, /* wDGramPort */
        )?;
        let formats = reader.u16_le()?;
        reader.u8()?; // cLastBlockConfirmed
        let version = reader.u16_le()?;
        reader.u8()?; // bPad
        for _ in 0..formats {
            let format = |_| Malformed::field("sound.number-of-formats", formats);
            reader.take(16 /* AUDIO_FORMAT */).map_err(format)?;
            let size = reader.u16_le().map_err(format)?;
            reader.take(usize::from(size)).map_err(format)?;
        }
        Ok(Self::Formats { formats, version })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn formats(count: u8, bytes: &[u8]) -> Result<SoundMessage, Malformed> {
        let mut message = vec![7, 0, 20, 0];
        message.extend([0; 14]);
        message.extend([count, 0, 0, 6, 0, 0]);
        message.extend(bytes);
        SoundMessage::decode(&message)
    }

    #[test]
    fn formats_are_counted() {
        let none = SoundMessage::Formats {
            formats: 0,
            version: 6,
        };
        assert_eq!(formats(0, &[]), Ok(none));
        assert!(formats(1, &[0; 18]).is_ok());
        let text = formats(2, &[0; 18]).unwrap_err().to_string();
        assert_eq!(text, "sound.number-of-formats is 0x2");
        assert!(SoundMessage::decode(&[1, 0, 1, 0]).is_err());
        assert_eq!(
            SoundMessage::decode(&[2, 0, 9, 0]),
            Ok(SoundMessage::Other(2))
        );
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let _ = SoundMessage::decode(&bytes);
            let _ = super::super::clipboard::ClipboardHeader::decode(&bytes);
            let _ = super::super::devices::DeviceMessage::decode(&bytes);
        }
    }
}
